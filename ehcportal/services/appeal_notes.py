"""What a family writes for itself while it weighs an appeal: sealed, and open to its writer alone.

Neither staff nor another adult of the family reads it: no list, archive or export of the council
holds the words, and the row names no decision (form 17).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.proceeding import AppealNote
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody kept, and the version of it; 0 while there is nothing."""

    words: Mapping[str, str]
    ticks: tuple[str, ...] = ()
    version: int = 0


def kept(session: Session, ring: KeyRing, case_id: str, account_id: str) -> Kept:
    """Return a person's own notes, opened."""
    row = _row(session, case_id, account_id)
    if row is None:
        return Kept({})
    words = json.loads(ring.open_text(row.sealed_text)) if row.sealed_text else {}
    return Kept(words, tuple(row.answers.get("ticks", ())), row.version)


def keep(session: Session, trace: Trace, ring: KeyRing, case_id: str, written: Kept) -> AppealNote:
    """Seal and keep what a person wrote.

    Raises ``StaleDataError`` when they saved something else meanwhile, in another window.
    """
    account_id = trace.account_id or ""
    row = _row(session, case_id, account_id) or AppealNote(
        case_id=case_id, account_id=account_id, version=0
    )
    if row.version != written.version:
        raise StaleDataError("saved in another window meanwhile")
    if not row.version:
        row.version = 1
    row.sealed_text = ring.seal_text(json.dumps(dict(written.words)))
    row.answers = {"ticks": list(written.ticks)}
    row.saved_at = clock.now()
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise StaleDataError("saved in another window meanwhile") from None
    audit.change(session, trace, "appeal_note.saved", of=("appeal_note", row.id))
    return row


def _row(session: Session, case_id: str, account_id: str) -> AppealNote | None:
    return session.exec(
        select(AppealNote).where(AppealNote.case_id == case_id, AppealNote.account_id == account_id)
    ).first()
