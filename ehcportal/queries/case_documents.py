"""The papers of a case as the council sees them: versions, who may read them, who opened them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.account import Account
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentOpening,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.queries.paging import Cursor, Listed, cut

PAGE = 25
MOST = 500


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper of the case in the list, with its newest version."""

    id: str
    title: str
    kind: str
    document_on: date
    created_at: datetime
    withdrawn_at: datetime | None
    number: int
    state: FileState
    published: int
    """How many publications of it stand."""


def listed(session: Session, case_id: str, after: Cursor | None) -> Listed[Filed]:
    """Return a page of the papers of a case, those added last first, in one statement."""
    newest = _newest(Document.id)
    standing = sa.select(sa.func.count()).where(
        col(Publication.document_id) == Document.id, col(Publication.withdrawn_at).is_(None)
    )
    query: Any = (
        sa.select(
            col(Document.id),
            col(Document.title),
            col(Document.kind),
            col(Document.document_on),
            col(Document.created_at),
            col(Document.withdrawn_at),
            col(DocumentVersion.number),
            col(StoredFile.state),
            standing.scalar_subquery(),
        )
        .join(DocumentVersion, and_(DocumentVersion.document_id == Document.id))
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .where(
            col(Document.case_id) == case_id, col(DocumentVersion.number) == newest, *_after(after)
        )
        .order_by(col(Document.created_at).desc(), col(Document.id))
        .limit(PAGE + 1)
    )
    rows = [Filed(*row) for row in session.connection().execute(query)]
    return cut(rows, PAGE, lambda each: Cursor(each.created_at.isoformat(), each.id))


def _after(after: Cursor | None) -> list[sa.ColumnElement[bool]]:
    """Return the condition of a page that is not the first; a broken place is the first."""
    try:
        at = datetime.fromisoformat(after.key) if after else None
    except ValueError:
        return []
    if at is None or after is None:
        return []
    same = and_(col(Document.created_at) == at, col(Document.id) > after.id)
    return [or_(col(Document.created_at) < at, same)]


def _newest(document_id: Any) -> Any:
    other = sa.orm.aliased(DocumentVersion)
    return (
        sa.select(sa.func.max(other.number))
        .where(other.document_id == document_id)
        .correlate(Document)
        .scalar_subquery()
    )


def one(session: Session, case_id: str, document_id: str) -> Document | None:
    """Return a paper of this case and of no other."""
    return session.exec(
        select(Document).where(Document.id == document_id, Document.case_id == case_id)
    ).first()


@dataclass(frozen=True, slots=True)
class Version:
    """One version, with its file and who brought it."""

    number: int
    name: str
    added_at: datetime
    file: StoredFile
    by: str


def versions(session: Session, document_id: str) -> list[Version]:
    """Return every version, the newest first, in one statement."""
    rows = session.execute(
        sa.select(DocumentVersion, StoredFile, Account)
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .join(Account, and_(Account.id == StoredFile.account_id), isouter=True)
        .where(col(DocumentVersion.document_id) == document_id)
        .order_by(col(DocumentVersion.number).desc())
    )
    return [
        Version(row.number, row.name, row.added_at, file, who.name if who else "")
        for row, file, who in rows
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """To whom the paper was published, and until when if that is over."""

    id: str
    audience: DocumentAudience
    only_account_id: str | None
    only: str
    published_at: datetime
    withdrawn_at: datetime | None


def publications(session: Session, document_id: str) -> list[Shown]:
    """Return every publication of a paper in the order of time, in one statement."""
    rows = session.execute(
        sa.select(Publication, Account)
        .join(Account, and_(Account.id == Publication.only_account_id), isouter=True)
        .where(col(Publication.document_id) == document_id)
        .order_by(col(Publication.published_at), col(Publication.id))
    )
    return [
        Shown(
            row.id,
            row.audience,
            row.only_account_id,
            who.name if who else "",
            row.published_at,
            row.withdrawn_at,
        )
        for row, who in rows
    ]


@dataclass(frozen=True, slots=True)
class Opened:
    """Proof of when somebody opened it, and which version that was."""

    name: str
    opened_at: datetime
    number: int


def openings(session: Session, document_id: str, of: Sequence[Version]) -> list[Opened]:
    """Return each opening by name, the newest first, in one statement."""
    rows = session.execute(
        sa.select(Account, col(DocumentOpening.opened_at))
        .join(DocumentOpening, and_(DocumentOpening.account_id == Account.id))
        .join(Publication, and_(Publication.id == DocumentOpening.publication_id))
        .where(col(Publication.document_id) == document_id)
        .order_by(col(DocumentOpening.opened_at).desc())
        .limit(MOST)
    )
    return [Opened(who.name, at, _version_at(at, of)) for who, at in rows]


def _version_at(moment: datetime, of: Sequence[Version]) -> int:
    then = (each.number for each in of if each.added_at <= moment)
    return max(then, default=1)
