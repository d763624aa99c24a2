"""Key dates in one's own calendar: a file of one case, and a private address for all of them."""

from flask import Blueprint, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action, Actor
from ehcportal.queries import calendar_dates
from ehcportal.queries.calendar_dates import CalendarDate
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import calendars
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    network,
    open_case,
    policy,
    public,
    render,
    request_id,
    see_other,
)

bp = Blueprint("calendars", __name__)

PAGE = "account/calendar.html"
TYPE = "text/calendar; charset=utf-8"


@bp.get("/cases/<case_id>/dates.ics")
@policy(Action.SEE_CASE)
def of_case(case_id: str) -> ResponseReturnValue:
    """Give the dates of one case as a file, as they stand today (guide row S11)."""
    case = open_case(case_id, to=Action.SEE_CASE).case
    days = calendar_dates.of_cases(db.session(), [(case.id, case.reference)], current_profile())
    return _file(days)


@bp.get("/account/calendar")
@policy(Action.USE_ACCOUNT)
def show() -> ResponseReturnValue:
    """Say what a private address is, and whether there is one."""
    return render(PAGE, feed=calendars.of_account(db.session(), current_person().account_id))


@bp.post("/account/calendar")
@policy(Action.USE_ACCOUNT, confirmed=True)
def make() -> ResponseReturnValue:
    """Make a new address and show it this once; an older one ends."""
    session, who = db.writing(), current_person().account_id
    token = calendars.make(session, actor_trace(), who)
    address = _base_url() + url_for(".feed", token=token)
    return render(PAGE, feed=calendars.of_account(session, who), address=address)


@bp.post("/account/calendar/end")
@policy(Action.USE_ACCOUNT)
def end() -> ResponseReturnValue:
    """End the address: who knows it finds nothing from now on."""
    calendars.revoke(db.writing(), actor_trace(), current_person().account_id)
    return see_other(url_for(".show"))


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give a calendar program every date of its owner's cases; the reading is recorded."""
    with db.unit() as counting:
        wait = calendars.count_fetch(counting, logins.key_ring(), token, network())
    logins.stop_when_too_many(wait)
    session = db.writing()
    found = calendars.find(session, token) or abort(404)
    days = calendar_dates.of_account(session, Actor(found.account_id), current_profile())
    calendars.note_fetch(found)
    reader = Trace(account_id=found.account_id, network=network(), request_id=request_id())
    cases = {each.case_id for each in days}
    seen = [(Action.SEE_CASE.value, "case", case_id, case_id) for case_id in sorted(cases)]
    audit.read(session, reader, seen)
    return _file(days)


def _file(days: list[CalendarDate]) -> Response:
    answer = Response(calendars.file(days, _base_url()), content_type=TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="ehc-dates.ics"'
    return answer


def _base_url() -> str:
    base_url: str = current_app.extensions["settings"].base_url
    return base_url
