"""Feedback on the portal as staff read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ehcportal.models.voice import FeedbackNote
from ehcportal.security.keyring import KeyRing

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class Note:
    """One note with how to reach its writer, if they asked for an answer."""

    id: str
    step: str
    ease: int | None
    helped: str
    in_the_way: str
    contact: str
    made_at: datetime
    dealt_with_at: datetime | None


def notes(session: Session, ring: KeyRing) -> list[Note]:
    """Return the notes: those that wait first, then the latest."""
    rows = session.exec(
        select(FeedbackNote)
        .order_by(
            col(FeedbackNote.dealt_with_at).is_not(None),
            col(FeedbackNote.made_at).desc(),
            col(FeedbackNote.id),
        )
        .limit(MOST_LISTED)
    )
    return [
        Note(
            id=row.id,
            step=row.step,
            ease=row.ease,
            helped=row.helped,
            in_the_way=row.in_the_way,
            contact=ring.open_text(row.sealed_contact) if row.sealed_contact else "",
            made_at=row.made_at,
            dealt_with_at=row.dealt_with_at,
        )
        for row in rows
    ]
