"""Account Settings: what there is to change, and the password (guide rows H15, H16)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import logins as queries
from ehcportal.security import passwords as hashing
from ehcportal.services import accounts, factors, passwords, sessions
from ehcportal.web import (
    actor_trace,
    confirming,
    current_person,
    current_profile,
    logins,
    policy,
    posted,
    render,
)
from ehcportal.web import passwords as boxes
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("account_settings", __name__, url_prefix="/account")

PAGE = "account/settings.html"
PASSWORD = "account/change_password.html"


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show own details, how one signs in, and on how many devices one is signed in."""
    person = current_person()
    session = db.session()
    return render(
        PAGE,
        account=accounts.fresh(session, person.account_id),
        second_step=factors.asked(session, current_profile(), person.account_id),
        devices=len(queries.live(session, person.account_id, person.session_id)),
        changed=logins.take_news(),
    )


@bp.get("/password")
@policy(Action.USE_ACCOUNT)
def password() -> ResponseReturnValue:
    """Ask for the password of now and for a new one, twice."""
    return _password_page(posted.empty())


@bp.post("/password")
@policy(Action.USE_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the password, end all other sessions, and give this one a new token."""
    form = posted.read(secret=(confirming.FIELD, *boxes.FIELDS))
    person = current_person()
    account = accounts.fresh(db.session(), person.account_id)
    boxes.check(
        form,
        lambda typed: passwords.fault_of(db.session(), current_profile(), account, typed),
    )
    confirming.check(form)
    if form.errors:
        return _password_page(form, status=422)
    hashed = hashing.make_hash(form["new_password"])
    trace = actor_trace()
    passwords.change(db.writing(), key_ring(), trace, account.id, hashed, keep=person.session_id)
    logins.hold(sessions.renew(db.session(), person.session_id))
    logins.leave_news(_("Your password is changed. Your other devices are logged out"))
    return logins.see("account_settings.show")


def _password_page(form: Posted, *, status: int = 200) -> ResponseReturnValue:
    return render(PASSWORD, status=status, form=form, **boxes.shown())
