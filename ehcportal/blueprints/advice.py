"""What somebody is asked for as an adviser: one list for all cases, and each ask (row S02)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import advice, cases
from ehcportal.queries.standing import Standing
from ehcportal.web import current_person, current_profile, open_case, policy, render
from ehcportal.web.reads import note_reading

bp = Blueprint("advice", __name__, url_prefix="/advice")


@bp.get("")
@policy(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List all that one is asked for, what is missing first; each line is a reading."""
    found = advice.own(db.session(), current_person().account_id, current_profile())
    for each in found:
        case_id = each.asked.case_id
        note_reading(Action.SEE_OWN_ADVICE.value, "case", case_id, case_id=case_id)
    return render("advice/list.html", requests=found)


@bp.get("/<case_id>/<advice_request_id>")
@policy(Action.SEE_OWN_ADVICE)
def show(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show what is asked, about whom and until when; other advice of the case is not found."""
    open_advice(case_id, advice_request_id)
    session = db.session()
    asked = advice.one(session, case_id, advice_request_id, current_profile())
    if asked is None:
        abort(404)
    return render(
        "advice/request.html",
        asked=asked,
        head=cases.head(session, case_id),
        advice_request_id=advice_request_id,
    )


def open_advice(case_id: str, advice_request_id: str) -> Standing:
    """Open a case for who was asked for this advice in it, or answer 404."""
    standing = open_case(case_id, to=Action.SEE_OWN_ADVICE)
    if advice_request_id not in standing.advice_request_ids or standing.case.ended_on is not None:
        abort(404)
    return standing
