"""The requests of a case, as the council lists them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

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
    rows = session.connection().execute(_requests(), {"case": case_id})
    return [CaseRequest(*row) for row in rows]


@cache
def _requests() -> Any:
    """Return the statement; it is built once."""
    return (
        sa.select(
            col(Request.id),
            col(Request.reference),
            col(Request.source),
            col(Request.received_on),
            col(Request.closed_at),
        )
        .where(col(Request.case_id) == sa.bindparam("case"))
        .order_by(col(Request.received_on).desc(), col(Request.id))
    )
