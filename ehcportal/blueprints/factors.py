"""Setting up an authenticator app (guide row D06); staff must do it before anything else."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.sign_in import SessionState
from ehcportal.profile import text
from ehcportal.security import totp
from ehcportal.services import accounts, attempts, factors, sign_ins
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    half_signed_in,
    logins,
    posted,
    render,
)
from ehcportal.web.arrivals import arrive_with_codes
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("factors", __name__, url_prefix="/sign-in/app/set-up")

BEGIN = "account/app_begin.html"
SET_UP = "account/app_set_up.html"


@bp.get("")
@half_signed_in
def set_up() -> ResponseReturnValue:
    """Say what an app is for, or show the key once one was made."""
    if other := _elsewhere():
        return other
    key = factors.pending_key(db.session(), key_ring(), current_person().account_id)
    return render(BEGIN) if key is None else _key_page(posted.empty(), key)


@bp.post("")
@half_signed_in
def begin() -> ResponseReturnValue:
    """Make a key, or another one for somebody who wants to start again."""
    if other := _elsewhere():
        return other
    account_id = current_person().account_id
    factors.start_again(db.writing(), account_id)
    factors.begin_app(db.session(), key_ring(), account_id)
    return logins.see("factors.set_up")


@bp.post("/confirm")
@half_signed_in
def confirm() -> ResponseReturnValue:
    """Let the app count once it has shown a right code, and show the ten recovery codes."""
    if other := _elsewhere():
        return other
    form = posted.read("code")
    form.require("code", _("Enter the 6-digit code from your app"))
    account = accounts.fresh(db.session(), current_person().account_id)
    key = factors.pending_key(db.session(), key_ring(), account.id)
    if key is None:
        return logins.see("factors.set_up")
    if form.errors:
        return _key_page(form, key, status=422)
    with db.unit() as counting:
        wait = attempts.count_second_step(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)
    codes = factors.confirm_app(db.writing(), key_ring(), actor_trace(), account, form["code"])
    if codes is None:
        form.errors["code"] = _("That code is not right. Wait for the next one and enter it")
        return _key_page(form, key, status=422)
    if not sign_ins.step_up(db.session(), current_person().session_id):
        return logins.see("account.sign_in")
    return arrive_with_codes(account, codes)


def _elsewhere() -> ResponseReturnValue | None:
    """Send those on who are already signed in, or who still owe the code from the e-mail."""
    state = current_person().state
    if state is SessionState.FULL:
        return logins.onward()
    return logins.see("account.code") if state is SessionState.HALF else None


def _key_page(form: Posted, key: str, *, status: int = 200) -> ResponseReturnValue:
    portal = text(current_profile().council.portal_name)
    address = totp.address(key, who=current_person().email, portal=portal)
    return render(
        SET_UP,
        status=status,
        form=form,
        key=totp.in_groups(key),
        qr=totp.qr(address),
        address=address,
    )
