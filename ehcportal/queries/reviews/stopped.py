"""A review that was called off after its meeting had been set: whoever was invited must know."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ehcportal.models.review import Review


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A meeting that will not be."""

    review_id: str
    meeting_on: date
    on: date


def called_off(session: Session, case_id: str) -> CalledOff | None:
    """Return the newest review of a case if it was stopped after a day had been set."""
    newest = session.exec(
        select(Review)
        .where(Review.case_id == case_id)
        .order_by(col(Review.created_at).desc(), col(Review.id))
    ).first()
    if newest is None or newest.dropped_on is None or newest.meeting_on is None:
        return None
    return CalledOff(newest.id, newest.meeting_on, newest.dropped_on)
