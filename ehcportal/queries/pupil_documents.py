"""Documents of a case that were published to the setting where the child learns (guide row S01)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.queries.documents import MOST, Item, OpenedDocument


def items(session: Session, case_id: str, account_id: str, since: datetime | None) -> list[Item]:
    """Return what was published to the setting since the child came, in one statement."""
    rows = session.connection().execute(
        sa.select(
            col(Publication.id),
            col(Document.title),
            col(Publication.published_at),
            col(Document.document_on),
            col(StoredFile.mime),
            col(StoredFile.size),
            col(StoredFile.state) == FileState.CLEAN,
        )
        .join(Document, _of_publication())
        .join(DocumentVersion, _version_shown())
        .join(StoredFile, col(StoredFile.id) == DocumentVersion.file_id)
        .where(*_shown(case_id, account_id, since))
        .order_by(col(Publication.published_at).desc(), col(Publication.id))
        .limit(MOST)
    )
    return [Item(*row, is_new=False) for row in rows]


def openable(
    session: Session, case_id: str, account_id: str, since: datetime | None, publication_id: str
) -> OpenedDocument | None:
    """Return a document with its file if it was published to this setting; in one statement."""
    row = session.exec(
        select(Publication, DocumentVersion.name, StoredFile)
        .join(Document, _of_publication())
        .join(DocumentVersion, _version_shown())
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .where(*_shown(case_id, account_id, since), Publication.id == publication_id)
    ).first()
    return OpenedDocument(*row) if row else None


def was_withdrawn(
    session: Session, case_id: str, account_id: str, since: datetime | None, publication_id: str
) -> bool:
    """Whether this setting could read a document that was taken back since."""
    found = session.exec(
        select(Publication.id).where(
            *_to_setting(case_id, account_id, since),
            Publication.id == publication_id,
            col(Publication.withdrawn_at).is_not(None),
        )
    )
    return found.first() is not None


def _shown(case_id: str, account_id: str, since: datetime | None) -> list[Any]:
    stands = [col(Publication.withdrawn_at).is_(None), col(Document.withdrawn_at).is_(None)]
    return [*_to_setting(case_id, account_id, since), *stands]


def _to_setting(case_id: str, account_id: str, since: datetime | None) -> list[Any]:
    """What an earlier school was shown was not published to this one, so it is left out."""
    conditions: list[Any] = [
        col(Publication.case_id) == case_id,
        col(Publication.audience) == DocumentAudience.SETTING,
        sa.or_(
            col(Publication.only_account_id).is_(None),
            col(Publication.only_account_id) == account_id,
        ),
    ]
    if since is not None:
        conditions.append(col(Publication.published_at) >= since)
    return conditions


def _of_publication() -> Any:
    return and_(Document.id == Publication.document_id)


def _version_shown() -> Any:
    return and_(
        DocumentVersion.document_id == Publication.document_id,
        DocumentVersion.number == Publication.version_number,
    )
