"""Files of messages: put aside until the message is sent, given to it, or forgotten after a day."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.document import StoredFile
from ehcportal.models.message import Message, MessageFile, PendingFile
from ehcportal.queries.pending_files import Pending
from ehcportal.services import uploads
from ehcportal.services.draft_endings import remove_after_commit
from ehcportal.services.uploads import Kept

KEPT = timedelta(days=1)
"""How long a file waits for a message that has to be put right."""

MOST_WAITING = 30
"""Files that wait for one account; the oldest make room, so that nobody fills the store."""

MOST_AT_ONCE = 500

Named = tuple[str, str]
"""The id of a stored file, and the name under which it was sent."""


def put_aside(
    session: Session, account_id: str, kept: Iterable[Kept], remove: Callable[[str], object]
) -> list[Pending]:
    """Keep files for a message that was not sent. ``remove`` takes a file away by its key."""
    now, rows = clock.now(), []
    for each in kept:
        file = uploads.file_row(session, each, account_id, now)
        row = PendingFile(account_id=account_id, file_id=file.id, name=each.name, added_at=now)
        session.add(row)
        rows.append(Pending(row.id, row.name, file.size, is_blocked=False))
    session.flush()
    query = select(PendingFile, StoredFile).where(PendingFile.account_id == account_id)
    newest_first = query.order_by(col(PendingFile.added_at).desc(), col(PendingFile.id).desc())
    _forget(session, newest_first.offset(MOST_WAITING), remove)
    return rows


def take(
    session: Session, account_id: str, kept: Sequence[Kept], pending: Sequence[str]
) -> list[Named]:
    """Return the files of a message that is sent now, those that waited first.

    Raises ``StaleDataError`` when one of them is no longer there: it went with another message.
    """
    query = select(PendingFile).where(
        PendingFile.account_id == account_id, col(PendingFile.id).in_(pending)
    )
    rows = session.exec(query.order_by(col(PendingFile.added_at)).with_for_update()).all()
    if len(rows) != len(set(pending)):
        raise StaleDataError("a file went with another message")
    for row in rows:
        session.delete(row)
    now = clock.now()
    new = [(uploads.file_row(session, each, account_id, now).id, each.name) for each in kept]
    return [(row.file_id, row.name) for row in rows] + new


def attach(session: Session, message: Message, files: Iterable[Named]) -> None:
    """Name the files in a message."""
    for file_id, name in files:
        session.add(MessageFile(message_id=message.id, file_id=file_id, name=name))


def forget_old(session: Session, now: datetime, remove: Callable[[str], object]) -> int:
    """Forget files whose message was not sent within a day; return how many."""
    old = select(PendingFile, StoredFile).where(PendingFile.added_at <= now - KEPT)
    return _forget(session, old, remove)


def _forget(session: Session, which: Any, remove: Callable[[str], object]) -> int:
    joined = which.join(StoredFile, col(StoredFile.id) == PendingFile.file_id)
    rows = session.exec(joined.limit(MOST_AT_ONCE)).all()
    for row, _file in rows:
        session.delete(row)
    session.flush()
    keys = [key for _row, file in rows for key in uploads.keys_of(file)]
    for _row, file in rows:
        session.delete(file)
    session.flush()
    remove_after_commit(session, keys, remove)
    return len(rows)
