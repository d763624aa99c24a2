"""Account Settings: own details, where one is signed in, and the password (rows H15, H16)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import logins as queries
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, factors, passwords, sessions, sign_ins
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    policy,
    posted,
    render,
)
from ehcportal.web import passwords as boxes
from ehcportal.web.confirming import is_own_password
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("account_settings", __name__, url_prefix="/account")

PAGE = "account/settings.html"
PASSWORD = "account/change_password.html"


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show own details and where one is signed in."""
    person = current_person()
    return render(
        PAGE,
        account=accounts.fresh(db.session(), person.account_id),
        has_app=factors.app_of(db.session(), person.account_id) is not None,
        logins=queries.live(db.session(), person.account_id, person.session_id),
        changed=logins.take_news(),
    )


@bp.post("/sessions/<session_id>/end")
@policy(Action.USE_ACCOUNT)
def end_session(session_id: str) -> ResponseReturnValue:
    """Log out another device; a session of somebody else does not exist for this person."""
    person = current_person()
    if session_id == person.session_id:
        abort(404)
    if not sign_ins.end_elsewhere(db.writing(), actor_trace(), person.account_id, session_id):
        abort(404)
    logins.leave_news(_("That device is logged out"))
    return logins.see("account_settings.show")


@bp.get("/password")
@policy(Action.USE_ACCOUNT)
def password() -> ResponseReturnValue:
    """Ask for the password of now and for a new one, twice."""
    return _password_page(posted.empty())


@bp.post("/password")
@policy(Action.USE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the password, end all other sessions, and give this one a new token."""
    form = posted.read(secret=("password", *boxes.FIELDS))
    form.require("password", _("Enter the password that you have now"))
    person = current_person()
    if form["password"] and not is_own_password(form["password"]):
        form.errors["password"] = _("That is not the password that you have now")
    account = accounts.fresh(db.session(), person.account_id)
    if not form.errors:
        boxes.check(
            form,
            lambda typed: passwords.fault_of(db.session(), current_profile(), account, typed),
        )
    if form.errors:
        return _password_page(form, status=422)
    hashed = hashing.make_hash(form["new_password"])
    trace = actor_trace()
    passwords.change(db.writing(), key_ring(), trace, account.id, hashed, keep=person.session_id)
    logins.hold(sessions.renew(db.session(), person.session_id))
    logins.leave_news(_("Your password is changed. Your other devices are logged out"))
    return logins.see("account_settings.show")


def _password_page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(
        PASSWORD, status=status, form=form, address=current_person().email, **boxes.shown()
    )
