"""Files chosen for a message that is not sent yet: nobody need choose them again."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.message import PendingFile


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that waits for its message."""

    id: str
    name: str
    size: int
    is_blocked: bool


def chosen(session: Session, account_id: str, ids: Collection[str]) -> list[Pending]:
    """Return those of the named files that are this account's, the first chosen first."""
    if not ids:
        return []
    rows = session.exec(
        select(PendingFile, StoredFile)
        .join(StoredFile, and_(StoredFile.id == PendingFile.file_id))
        .where(PendingFile.account_id == account_id, col(PendingFile.id).in_(ids))
        .order_by(col(PendingFile.added_at), col(PendingFile.id))
    ).all()
    return [
        Pending(row.id, row.name, file.size, FileState(file.state) is FileState.BLOCKED)
        for row, file in rows
    ]
