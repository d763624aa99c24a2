"""What people think of the portal: kept apart from every case (guide row H17)."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.voice import FeedbackNote
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody wrote. ``contact`` is kept only when they want an answer."""

    step: str = ""
    ease: int | None = None
    helped: str = ""
    in_the_way: str = ""
    contact: str = ""


def leave(session: Session, ring: KeyRing, said: Feedback) -> FeedbackNote:
    """Keep a note. It says nothing of who wrote it, unless they left how to reach them."""
    note = FeedbackNote(
        step=said.step,
        ease=said.ease,
        helped=said.helped,
        in_the_way=said.in_the_way,
        wants_reply=bool(said.contact),
        sealed_contact=ring.seal_text(said.contact) if said.contact else None,
        made_at=clock.now(),
    )
    session.add(note)
    return note


def deal_with(session: Session, trace: Trace, note_id: str) -> None:
    """Mark a note as dealt with; how to reach its writer is forgotten with that.

    LookupError when there is no such note that waits.
    """
    note = session.exec(
        select(FeedbackNote)
        .where(col(FeedbackNote.id) == note_id, col(FeedbackNote.dealt_with_at).is_(None))
        .with_for_update()
    ).first()
    if note is None:
        raise LookupError(note_id)
    note.dealt_with_at = clock.now()
    note.sealed_contact = None
    audit.change(session, trace, "feedback.dealt_with", of=("feedback_note", note.id))
