"""Where you're signed in: each device, and logging it out (security note 6)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import logins as queries
from ehcportal.services import sign_ins
from ehcportal.web import actor_trace, current_person, is_partial_request, logins, policy, render

bp = Blueprint("account_sessions", __name__, url_prefix="/account/sessions")

PAGE = "account/sessions.html"
IDLE = "idle"


@bp.get("")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """List the devices on which the account is signed in now.

    A script asks here, two minutes before the session ends, for the question whether to stay.
    """
    if is_partial_request(IDLE):
        return render(PAGE, partial="account/_idle.html", target=IDLE)
    person = current_person()
    found = queries.live(db.session(), person.account_id, person.session_id)
    return render(PAGE, logins=found, changed=logins.take_news())


@bp.post("/<session_id>/end")
@policy(Action.USE_ACCOUNT)
def end(session_id: str) -> ResponseReturnValue:
    """Log out another device; a session of somebody else does not exist for this person."""
    person = current_person()
    if session_id == person.session_id:
        abort(404)
    if not sign_ins.end_elsewhere(db.writing(), actor_trace(), person.account_id, session_id):
        abort(404)
    logins.leave_news(_("That device is logged out"))
    return logins.see("account_sessions.show")


@bp.post("/end-others")
@policy(Action.USE_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """Log out every device but this one."""
    person = current_person()
    sign_ins.end_others(db.writing(), actor_trace(), person.account_id, person.session_id)
    logins.leave_news(_("You are logged out on every other device"))
    return logins.see("account_sessions.show")


@bp.post("/stay")
@policy(Action.USE_ACCOUNT)
def stay() -> ResponseReturnValue:
    """Go on being signed in, for somebody who reads a long page (WCAG 2.2.1).

    Being asked for is enough: every request that is no poll moves the idle limit on.
    """
    return "", 204
