"""Notes of staff on a case, which families never see (guide row C04)."""

from sqlmodel import Session, col, select

from ehcportal.models.desk import CaseNote
from ehcportal.models.event import EventAudience
from ehcportal.security.audit import Trace
from ehcportal.services import timeline

MOST = 8000
"""Characters of a note."""


class AlreadyCorrected(Exception):
    """Somebody has put the note right meanwhile: their note is the one to correct."""


def write(session: Session, trace: Trace, case_id: str, text: str) -> CaseNote:
    """Add a note."""
    return _add(session, trace, CaseNote(case_id=case_id, text=text, written_by_id=_who(trace)))


def correct(session: Session, trace: Trace, case_id: str, note_id: str, text: str) -> CaseNote:
    """Put a note right by a further one; what was written first stays and is read as corrected.

    Raises ``LookupError`` for a note that this case has not, and ``AlreadyCorrected``.
    """
    wanted = select(CaseNote).where(CaseNote.id == note_id, CaseNote.case_id == case_id)
    note = session.exec(wanted.with_for_update()).first()
    if note is None:
        raise LookupError(note_id)
    if session.exec(select(CaseNote.id).where(col(CaseNote.corrects_id) == note_id)).first():
        raise AlreadyCorrected(note_id)
    made = CaseNote(case_id=case_id, text=text, written_by_id=_who(trace), corrects_id=note_id)
    return _add(session, trace, made)


def _who(trace: Trace) -> str:
    if trace.account_id is None:
        raise ValueError("a note has an author")
    return trace.account_id


def _add(session: Session, trace: Trace, note: CaseNote) -> CaseNote:
    session.add(note)
    session.flush()
    kind = "note.corrected" if note.corrects_id else "note.written"
    of = ("case_note", note.id)
    timeline.record(session, trace, kind, of=of, case_id=note.case_id, audience=EventAudience.STAFF)
    return note
