"""The council's inbox: requests that wait to be joined, access requests that wait for an answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import Source, StartReason
from ehcportal.domain.rules import Counting
from ehcportal.models.request import AccessRequest, Request
from ehcportal.queries.paging import Cursor, Listed, begins, cut, moment_of

PAGE = 25
SOON_DAYS = 7


class Show(StrEnum):
    """Which part of the inbox is shown."""

    ALL = "all"
    REQUESTS = "requests"
    OVERDUE = "overdue"
    SOON = "soon"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request for an assessment that nobody has dealt with. A notice has no date."""

    id: str
    reference: str
    forename: str
    surname: str
    birth_date: date | None
    source: Source
    received_on: date
    decision_due: DueDate | None


@dataclass(frozen=True, slots=True)
class WaitingForAccess:
    """An access request that nobody has decided."""

    id: str
    reference: str
    forename: str
    surname: str
    described_as: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait in each part of the inbox."""

    requests: int
    overdue: int
    soon: int
    access: int

    @property
    def all(self) -> int:
        """Everything that waits."""
        return self.requests + self.access


def latest_start(today: date, counting: Counting, within: int = 0) -> date:
    """Return the last day of receipt whose six weeks end before today, or within some days.

    The weeks are a fixed number of days (Regulation 5(1)), so a date on the list can be found by
    the day of receipt, which has an index.
    """
    length = (due(law.DECISION_TO_ASSESS, today, counting=counting).due_on - today).days
    return today - timedelta(days=length + 1 - within)


def counts(session: Session, today: date, counting: Counting) -> Counts:
    """Count what waits, in one statement over what waits alone."""
    waiting = sa.select(sa.func.count()).select_from(Request).where(*_waiting())
    overdue = waiting.where(
        *_clock_runs(), col(Request.received_on) <= latest_start(today, counting)
    )
    soon = waiting.where(*_clock_runs(), *_soon(today, counting))
    access = (
        sa.select(sa.func.count())
        .select_from(AccessRequest)
        .where(col(AccessRequest.decided_at).is_(None))
    )
    found = session.connection().execute(
        sa.select(*(each.scalar_subquery() for each in (waiting, overdue, soon, access)))
    )
    return Counts(*found.one())


def requests(
    session: Session, show: Show, after: Cursor | None, *, today: date, counting: Counting
) -> Listed[Waiting]:
    """Return a page of requests, the longest waiting first, which is the overdue first."""
    conditions = [*_waiting()]
    if show is Show.OVERDUE:
        conditions += [*_clock_runs(), col(Request.received_on) <= latest_start(today, counting)]
    if show is Show.SOON:
        conditions += [*_clock_runs(), *_soon(today, counting)]
    if place := begins(after, date.fromisoformat):
        conditions.append(sa.tuple_(col(Request.received_on), col(Request.id)) > place)
    rows = session.exec(
        select(Request)
        .where(*conditions)
        .order_by(col(Request.received_on), col(Request.id))
        .limit(PAGE + 1)
    ).all()
    return cut(
        [_waiting_row(each, counting) for each in rows],
        PAGE,
        lambda last: Cursor(last.received_on.isoformat(), last.id),
    )


def access_requests(session: Session, after: Cursor | None) -> Listed[WaitingForAccess]:
    """Return a page of access requests, the longest waiting first."""
    conditions: list[Any] = [col(AccessRequest.decided_at).is_(None)]
    if place := begins(after, moment_of):
        conditions.append(sa.tuple_(col(AccessRequest.received_at), col(AccessRequest.id)) > place)
    rows = session.exec(
        select(AccessRequest)
        .where(*conditions)
        .order_by(col(AccessRequest.received_at), col(AccessRequest.id))
        .limit(PAGE + 1)
    ).all()
    return cut(
        [_access_row(each) for each in rows],
        PAGE,
        lambda last: Cursor(last.received_at.isoformat(), last.id),
    )


def _waiting() -> list[Any]:
    return [col(Request.case_id).is_(None), col(Request.closed_at).is_(None)]


def _clock_runs() -> list[Any]:
    return [col(Request.start_reason) != StartReason.NOTICE]


def _soon(today: date, counting: Counting) -> list[Any]:
    start = col(Request.received_on)
    return [
        start > latest_start(today, counting),
        start <= latest_start(today, counting, within=SOON_DAYS + 1),
    ]


def decision_due(request: Request, counting: Counting) -> DueDate | None:
    """Return the six-week date of a request; a notice has none until the council takes it up."""
    if request.start_reason is StartReason.NOTICE:
        return None
    started = request.responsible_on or request.received_on
    return due(law.DECISION_TO_ASSESS, started, counting=counting)


def _waiting_row(request: Request, counting: Counting) -> Waiting:
    return Waiting(
        id=request.id,
        reference=request.reference,
        forename=request.child_forename,
        surname=request.child_surname,
        birth_date=request.child_birth_date,
        source=request.source,
        received_on=request.received_on,
        decision_due=decision_due(request, counting),
    )


def _access_row(asked: AccessRequest) -> WaitingForAccess:
    return WaitingForAccess(
        id=asked.id,
        reference=asked.reference,
        forename=asked.child_forename,
        surname=asked.child_surname,
        described_as=asked.relationship_described_as,
        received_at=asked.received_at,
    )
