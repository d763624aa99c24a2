"""The inbox of new requests and access requests (guide row C01)."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.policy import Action
from ehcportal.queries import inbox
from ehcportal.queries.counting import access_answer_by, counting
from ehcportal.queries.inbox import Show
from ehcportal.queries.paging import Cursor
from ehcportal.web import current_profile, policy, render

bp = Blueprint("inbox", __name__)


@bp.get("/council/requests")
@policy(Action.SEE_INBOX)
def show() -> ResponseReturnValue:
    """List what waits: requests for an assessment, the overdue first, and access requests."""
    chosen = _chosen(request.args.get("show"))
    after = Cursor.read(request.args.get("after"))
    how, today = counting(current_profile()), clock.today()
    session = db.session()
    asked = in_access = None
    if chosen is not Show.ACCESS:
        asked = inbox.requests(session, chosen, after, today=today, counting=how)
    if chosen in {Show.ALL, Show.ACCESS}:
        in_access = inbox.access_requests(session, after if chosen is Show.ACCESS else None)
    return render(
        "council/inbox.html",
        show=chosen,
        counts=inbox.counts(session, today, how),
        requests=asked,
        access_requests=in_access,
        is_first_page=after is None,
        answer_by=lambda received_at: access_answer_by(current_profile(), received_at),
    )


def _chosen(value: str | None) -> Show:
    return Show(value) if value in {each.value for each in Show} else Show.ALL
