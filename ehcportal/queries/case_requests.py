"""The requests of a case, as the council lists them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from ehcportal.domain.facts import Source
from ehcportal.models.request import Request


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A request that was joined to the case."""

    id: str
    reference: str
    source: Source
    received_on: date
    closed_at: datetime | None


def requests(session: Session, case_id: str) -> list[CaseRequest]:
    """Return the requests of a case, the newest first, in one statement."""
    rows = session.exec(
        select(Request)
        .where(Request.case_id == case_id)
        .order_by(col(Request.received_on).desc(), col(Request.id))
    )
    return [
        CaseRequest(each.id, each.reference, each.source, each.received_on, each.closed_at)
        for each in rows
    ]
