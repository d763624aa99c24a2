"""The meeting about a proposed plan, for who asked for it: into a calendar, or not wanted."""

from flask import Blueprint, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.policy import Action
from ehcportal.queries import plan_meetings
from ehcportal.queries.plan_meetings import Demand
from ehcportal.services import plan_meetings as meeting
from ehcportal.services.calendars import meeting_file
from ehcportal.web import actor_trace, current_person, once, policy, posted, see_other

bp = Blueprint(
    "own_plan_meetings", __name__, url_prefix="/cases/<case_id>/plan/meetings/<representation_id>"
)


@bp.get("/meeting.ics")
@policy(Action.COMMENT_ON_PLAN)
def calendar(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file, which names nobody."""
    row = _own(case_id, representation_id).row
    if row is None or row.on is None or not plan_meetings.is_ahead(row, clock.today()):
        abort(404)
    base_url: str = current_app.extensions["settings"].base_url
    url = base_url + url_for("plan_comments.show", case_id=case_id)
    starts = plan_meetings.starts(row)
    body = meeting_file(row.id, row, starts, row.place, url, summary="EHC: Meeting about the plan")
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


@bp.post("/withdrawn")
@policy(Action.COMMENT_ON_PLAN)
@once
def withdraw(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Say that one does not want to meet any more."""
    demand = _own(case_id, representation_id)
    form = posted.read("_version")
    if not form["_version"].isdecimal():
        abort(400)
    seen = (demand.said.row, case_id, int(form["_version"]), clock.today())
    try:
        meeting.withdraw(db.writing(), actor_trace(), *seen)
    except StaleDataError:
        db.forget()
    return see_other(url_for("plan_comments.show", case_id=case_id))


def _own(case_id: str, representation_id: str) -> Demand:
    """Return a meeting that the reader asked for, or answer 404."""
    open_page(case_id, to=Action.COMMENT_ON_PLAN)
    demand = plan_meetings.one(db.session(), case_id, representation_id) or abort(404)
    if demand.said.row.account_id != current_person().account_id:
        abort(404)
    return demand
