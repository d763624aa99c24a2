"""Feedback on the portal as staff read it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.models.voice import FeedbackNote
from ehcportal.queries.paging import Cursor, Listed, begins, cut, moment_of
from ehcportal.security.keyring import KeyRing

PAGE = 25


class Show(StrEnum):
    """Which notes are listed."""

    WAITING = "waiting"
    DONE = "done"


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


def notes(session: Session, ring: KeyRing, show: Show, after: Cursor | None) -> Listed[Note]:
    """Return a page of the notes that wait, or that were dealt with, the latest first."""
    done = col(FeedbackNote.dealt_with_at)
    waits = show is Show.WAITING
    order = (col(FeedbackNote.made_at) if waits else done, col(FeedbackNote.id))
    query = select(FeedbackNote).where(done.is_(None) if waits else done.is_not(None))
    if place := begins(after, moment_of):
        query = query.where(sa.tuple_(*order) < place)
    rows = session.exec(query.order_by(*(each.desc() for each in order)).limit(PAGE + 1))
    return cut([_note(row, ring) for row in rows], PAGE, _place)


def _place(last: Note) -> Cursor:
    return Cursor((last.dealt_with_at or last.made_at).isoformat(), last.id)


def _note(row: FeedbackNote, ring: KeyRing) -> Note:
    return Note(
        id=row.id,
        step=row.step,
        ease=row.ease,
        helped=row.helped,
        in_the_way=row.in_the_way,
        contact=ring.open_text(row.sealed_contact) if row.sealed_contact else "",
        made_at=row.made_at,
        dealt_with_at=row.dealt_with_at,
    )
