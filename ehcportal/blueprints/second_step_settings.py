"""The second step in Account Settings: seen, changed, its recovery codes made anew (D05 to D08).

A new one is proved before the old one stops; each change ends all other sessions and is told to the
owner (security notes 6 and 11).
"""

from typing import Any

from flask import Blueprint, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints import setting_up
from ehcportal.models.account import Account, FactorKind
from ehcportal.policy import Action
from ehcportal.security import audit
from ehcportal.security.codes import Target
from ehcportal.services import account_mail, attempts, codes, factors, sign_ins
from ehcportal.services.codes import Outcome
from ehcportal.services.factors import choosing, recovery
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    policy,
    posted,
    render,
)
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("second_step_settings", __name__, url_prefix="/account/second-step")

PAGE = "account/second_step.html"
EMAIL = "account/second_step_email.html"
CODES = "account/recovery_codes.html"

own = policy(Action.USE_ACCOUNT, confirmed=True)


@bp.get("")
@own
def choose() -> ResponseReturnValue:
    """Show what a login asks for now, and what else there is."""
    return _page(posted.empty())


@bp.post("")
@own
def take_choice() -> ResponseReturnValue:
    """Go on to what was chosen: it is proved first."""
    if stop := setting_up.not_now():
        return stop
    chosen = setting_up.taken_choice()
    if isinstance(chosen, Posted):
        return _page(chosen, status=422)
    if chosen is FactorKind.EMAIL:
        return _send_email_code()
    return logins.see(".set_up" if chosen is FactorKind.APP else ".number")


def _page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    account = setting_up.own_account()
    asked = factors.asked(db.session(), current_profile(), account.id)
    held = factors.current(db.session(), account.id)
    return render(
        PAGE,
        status=status,
        form=form,
        held=asked.value if asked else "",
        digits=held.last_digits if held else None,
        since=held.confirmed_at if held else None,
        left=recovery.how_many(db.session(), account.id),
        kinds=setting_up.own_kinds(),
        waits_until=factors.waits_until(account),
    )


@bp.post("/recovery-codes")
@own
def new_recovery_codes() -> ResponseReturnValue:
    """Make ten new recovery codes; the old ones stop."""
    account = setting_up.own_account()
    if factors.app_of(db.session(), account.id) is None:
        return logins.see(".choose")
    made = recovery.renew(db.writing(), key_ring(), account.id)
    audit.change(db.session(), actor_trace(), "recovery_codes_renewed", of=("account", account.id))
    account_mail.warn(db.session(), key_ring(), account, template="recovery_codes_renewed")
    return _codes_page(made)


def _codes_page(made: list[str]) -> ResponseReturnValue:
    return render(CODES, way_on="/account", codes=made)


def _finish(_account: Account, made: list[str] | None) -> ResponseReturnValue:
    """Say that it counts; the other devices are logged out already."""
    if made is not None:
        return _codes_page(made)
    logins.leave_news(_("Your codes come another way now. Your other devices are logged out"))
    return logins.see("account_settings.show")


@bp.get("/email")
@own
def email() -> ResponseReturnValue:
    """Ask for the code that proves the address once more."""
    return _email_page(posted.empty())


@bp.post("/email")
@own
def give_email_code() -> ResponseReturnValue:
    """Take it: from now on codes come by e-mail, and the app or number stops."""
    if stop := setting_up.not_now(FactorKind.EMAIL):
        return stop
    form = posted.read("code")
    form.require("code", _("Enter the code from our email"))
    if form.errors:
        return _email_page(form, status=422)
    with db.unit() as counting:
        tried = codes.attempt(counting, key_ring(), _target(), form["code"])
    if tried.outcome is Outcome.RIGHT and codes.spend(db.writing(), tried.code_id):
        account, keep = setting_up.own_account(), current_person().session_id
        if choosing.choose_email(db.session(), actor_trace(), account, keep=keep):
            account_mail.warn(db.session(), key_ring(), account, template="email_codes_chosen")
        return _finish(account, None)
    form.errors["code"] = logins.code_error(tried.outcome)
    return _email_page(form, status=422)


@bp.post("/email/new")
@own
def new_email_code() -> ResponseReturnValue:
    """Send another code."""
    session["code_again"] = True
    return setting_up.not_now(FactorKind.EMAIL) or _send_email_code()


def _send_email_code() -> ResponseReturnValue:
    account = setting_up.own_account()
    if wait := codes.too_soon(db.session(), _target()):
        session.pop("code_again", None)
        return _email_page(posted.empty(), status=429, wait=wait)
    with db.unit() as counting:
        too_many = attempts.count_new_code(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(too_many)
    if codes.replace(db.writing(), _target()):
        issued = codes.issue(db.session(), key_ring(), _target())
        account_mail.send_code(
            db.session(), key_ring(), account, issued, template="second_step_code"
        )
    return logins.see(".email")


def _target() -> Target:
    person = current_person()
    return sign_ins.code_target(person.account_id, person.session_id)


def _email_page(form: Posted, *, status: int = 200, wait: int = 0) -> ResponseReturnValue:
    more: dict[str, Any] = {"again": session.pop("code_again", False), "wait": wait}
    answer = render(EMAIL, status=status, form=form, sent_to=current_person().email, **more)
    return logins.with_retry_after(answer, wait)


@bp.get("/app")
@own
def set_up() -> ResponseReturnValue:
    """Say what an app is for, or show its key (row D06)."""
    return setting_up.show_app()


@bp.post("/app")
@own
def begin() -> ResponseReturnValue:
    """Make a key, or start again."""
    return setting_up.begin_app()


@bp.post("/app/confirm")
@own
def confirm() -> ResponseReturnValue:
    """Take the code that proves the app."""
    return setting_up.confirm_app(_finish)


@bp.get("/number")
@own
def number() -> ResponseReturnValue:
    """Ask for a mobile number (row D07)."""
    return setting_up.show_number()


@bp.post("/number")
@own
def give_number() -> ResponseReturnValue:
    """Send a code to it."""
    return setting_up.give_number()


@bp.get("/number/code")
@own
def number_code() -> ResponseReturnValue:
    """Ask for that code."""
    return setting_up.show_number_code()


@bp.post("/number/code")
@own
def give_number_code() -> ResponseReturnValue:
    """Take the code that proves the number."""
    return setting_up.give_number_code(_finish)


@bp.post("/number/code/new")
@own
def new_number_code() -> ResponseReturnValue:
    """Send another code."""
    return setting_up.new_number_code()


@bp.post("/number/again")
@own
def number_again() -> ResponseReturnValue:
    """Start again with another number."""
    return setting_up.number_again()
