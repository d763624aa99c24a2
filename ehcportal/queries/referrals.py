"""Early help referrals as they came in: of no case, for whoever works with requests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.models.form import Submission
from ehcportal.models.referral import Referral, ReferralOutcome
from ehcportal.queries.paging import Cursor, Listed, begins, cut, moment_of

PAGE = 25


class Show(StrEnum):
    """Which referrals are listed."""

    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Referred:
    """One referral: whom it is about, when it came and what became of it."""

    id: str
    submission_id: str
    about: str
    reference: str
    received_at: datetime
    closed_at: datetime | None
    outcome: ReferralOutcome | None
    erase_after: datetime | None


COLUMNS = (
    col(Referral.id),
    col(Submission.id),
    col(Submission.about),
    col(Submission.reference),
    col(Referral.received_at),
    col(Referral.closed_at),
    col(Referral.outcome),
    col(Referral.erase_after),
)


def referrals(session: Session, show: Show, after: Cursor | None) -> Listed[Referred]:
    """Return a page of those that wait, the longest first, or of those closed, the latest first."""
    waits, closed = show is Show.WAITING, col(Referral.closed_at)
    order = (col(Referral.received_at) if waits else closed, col(Referral.id))
    query = (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Submission, col(Submission.id) == Referral.submission_id)
        .where(closed.is_(None) if waits else closed.is_not(None))
    )
    if place := begins(after, moment_of):
        key = sa.tuple_(*order)
        query = query.where(key > place if waits else key < place)
    query = query.order_by(*(each if waits else each.desc() for each in order))
    rows = [Referred(*row) for row in session.exec(query.limit(PAGE + 1))]
    return cut(rows, PAGE, _place)


def _place(last: Referred) -> Cursor:
    return Cursor((last.closed_at or last.received_at).isoformat(), last.id)


def referral(session: Session, referral_id: str) -> Referred | None:
    """Return one referral; no other form that was sent is found with it."""
    query = (
        select(*COLUMNS)  # type: ignore[call-overload]
        .join(Submission, col(Submission.id) == Referral.submission_id)
        .where(col(Referral.id) == referral_id)
    )
    row = session.exec(query).first()
    return Referred(*row) if row else None
