"""A family takes its request back in the portal: it closes at once, and staff end the case.

The case stays open until somebody of the council has looked at it: a council that knows of a need
may have to go on by itself (section 36(3) of the Act), and a slip can be put right.
"""

from collections.abc import Sequence

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.facts import Closure
from ehcportal.models.case import Case
from ehcportal.models.request import Request, RequestClosure
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries.assignments import coordinator_of
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.services.endings import family


def take_back(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case: Case,
    requests: Sequence[tuple[str, int]],
    why: str,
) -> None:
    """Close these requests, each given by id and version as it was seen.

    Raises ``StaleDataError`` when one was changed or closed meanwhile.
    """
    for request_id, version in requests:
        _close(session, trace, case, request_id, version, why)
    family.tell(session, ring, case, f"request.withdrawn:{requests[0][0]}")
    staff = coordinator_of(session, case.id)
    circle = Circle(team=Reader.of(staff) if staff else None)
    facts = {"path": f"/council/cases/{case.id}/ending"}
    news.tell(
        session, ring, News.CASE_NEWS, circle, of=requests[0][0], facts=facts, case_id=case.id
    )
    session.flush()


def _close(
    session: Session, trace: Trace, case: Case, request_id: str, version: int, why: str
) -> None:
    request = session.get(Request, request_id, populate_existing=True, with_for_update=True)
    if request is None or request.closed_at is not None or request.version != version:
        raise StaleDataError("the request has changed")
    closure = RequestClosure(
        request_id=request.id,
        kind=Closure.WITHDRAWN,
        reason=why,
        closed_by_id=trace.account_id or "",
    )
    request.closed_at = clock.now()
    session.add_all([request, closure])
    session.flush()
    timeline.record(
        session,
        trace,
        "request.withdrawn",
        of=("request_closure", closure.id),
        case_id=case.id,
        request_id=request.id,
        key=True,
    )
