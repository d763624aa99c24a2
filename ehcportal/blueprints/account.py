"""Secure login, step 1, and logout (guide rows H03, H15, D03)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.models.account import Account
from ehcportal.services import attempts, sign_ins
from ehcportal.services.sign_ins import Step
from ehcportal.web import (
    actor_trace,
    current_profile,
    full_person_or_none,
    logins,
    person_or_none,
    posted,
    public,
    render,
    second_step,
    see_other,
)
from ehcportal.web.devices import caller
from ehcportal.web.logins import key_ring

bp = Blueprint("account", __name__)

SIGN_IN = "account/sign_in.html"
EMAIL_LENGTH = 254


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show existing users beside new users; who is signed in already goes on."""
    logins.note_wanted_page()
    if full_person_or_none():
        return logins.onward()
    return render(SIGN_IN, form=posted.empty())


@bp.post("/sign-in")
@public
def give_password() -> ResponseReturnValue:
    """Check address and password; the answer never says which of the two was wrong."""
    form = posted.read("email", secret=("password",))
    form.require("email", _("Enter your email address"))
    form.require("password", _("Enter your password"))
    form.at_most("email", EMAIL_LENGTH, _("Enter an email address, like name@example.org"))
    if form.errors:
        return render(SIGN_IN, status=422, form=form)
    logins.stop_when_too_many(_counted(form["email"]))
    account = sign_ins.check_password(db.session(), form["email"], form["password"])
    if account is None:
        sign_ins.refuse(db.writing(), actor_trace())
        return render(SIGN_IN, status=422, form=form, refused=True)
    return _go_on(account, form["password"])


def _counted(email: str) -> int | None:
    with db.unit() as counting:
        return attempts.count_password(counting, key_ring(), caller(), email)


def _go_on(account: Account, password: str) -> ResponseReturnValue:
    before = person_or_none()
    _stop_costly(account)
    renewed = sign_ins.renewed_hash(account, password)
    begun = sign_ins.begin(
        db.writing(), key_ring(), current_profile(), actor_trace(), account, caller()
    )
    if renewed is not None:
        sign_ins.renew_hash(db.writing(), account, renewed)
    if before is not None:
        sign_ins.sign_out(db.writing(), actor_trace(), before.session_id)
    logins.hold(begun.token)
    return see_other(second_step.address(begun.step))


def _stop_costly(account: Account) -> None:
    """Let nobody have text messages sent without end."""
    step = sign_ins.step_of(db.session(), current_profile(), account.id)
    if step is not Step.TEXT_CODE:
        return
    with db.unit() as counting:
        wait = attempts.count_login_text(counting, key_ring(), caller(), account)
    logins.stop_when_too_many(wait)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session on the server and forget it in the browser (guide row H15)."""
    person = person_or_none()
    if person is not None:
        sign_ins.sign_out(db.writing(), actor_trace(), person.session_id)
    return logins.let_go()


@bp.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Say that nobody is signed in on this device any more."""
    return render("account/signed_out.html")
