"""Taking on what one's service is asked for: who gives the advice is the service's to say."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import advice_waiting
from ehcportal.services import accounts, contributors
from ehcportal.web import actor_trace, current_person, logins, once, policy, posted, see_other

bp = Blueprint("advice_taking", __name__, url_prefix="/advice/waiting")


@bp.post("/<advice_request_id>")
@policy(Action.USE_ACCOUNT)
@once
def take(advice_request_id: str) -> ResponseReturnValue:
    """Let somebody of the service that is asked see what the advice needs; staff see who it is."""
    posted.read()
    who = current_person().account_id
    session = db.writing()
    row = advice_waiting.untaken(session, who, advice_request_id)
    if row is None:
        if not advice_waiting.was_asked(session, who, advice_request_id):
            abort(404)
        logins.leave_news(_("A colleague has taken this on, or it is not asked for any more."))
        return see_other(url_for("advice.index"))
    contributors.hold_child(session, row.case_id)
    if contributors.is_blocked(session, row.case_id, accounts.fresh(session, who).email):
        db.forget()
        logins.leave_news(_("You cannot give this advice. A colleague can, or call us."))
        return see_other(url_for("advice.index"))
    contributors.begin(session, actor_trace(), row, who)
    return see_other(
        url_for("advice.show", case_id=row.case_id, advice_request_id=advice_request_id)
    )
