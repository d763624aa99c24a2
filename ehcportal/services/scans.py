"""Files that came while the virus scanner was away: looked at again until there is a verdict."""

from sqlmodel import Session, col, select

from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.security import audit
from ehcportal.security.audit import SYSTEM
from ehcportal.security.keyring import KeyRing
from ehcportal.storage.scan import Clean, Infected, Verdict

MOST_AT_ONCE = 100
REASON_LENGTH = 200


def waiting(session: Session) -> list[tuple[str, str]]:
    """Return id and storage key of the files that no scanner has judged, the oldest first."""
    rows = session.exec(
        select(StoredFile.id, StoredFile.storage_key)
        .where(StoredFile.state == FileState.SCANNING)
        .order_by(col(StoredFile.uploaded_at))
        .limit(MOST_AT_ONCE)
    )
    return [(file_id, key) for file_id, key in rows]


def settle(session: Session, ring: KeyRing, file_id: str, verdict: Verdict) -> None:
    """Write down a verdict. Of a blocked file its owner is told; without a verdict it waits on."""
    stored = session.get(StoredFile, file_id, with_for_update=True)
    if stored is None or stored.state is not FileState.SCANNING:
        return
    if isinstance(verdict, Clean):
        stored.state = FileState.CLEAN
        audit.change(session, SYSTEM, "file.clean", of=("stored_file", stored.id))
    elif isinstance(verdict, Infected):
        stored.state = FileState.BLOCKED
        stored.blocked_reason = verdict.name[:REASON_LENGTH]
        audit.change(session, SYSTEM, "file.blocked", of=("stored_file", stored.id))
        _tell(session, ring, stored)


def _tell(session: Session, ring: KeyRing, stored: StoredFile) -> None:
    owner = session.get(Account, stored.account_id) if stored.account_id else None
    circle = Circle(sender=Reader.of(owner) if owner else None)
    facts = {"path": "/home"}
    news.tell(session, ring, News.FILE_BLOCKED, circle, of=stored.id, facts=facts)
