"""Documents of a case that one account of the family may see, and forms it has sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.document import (
    Document,
    DocumentOpening,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.form import Submission
from ehcportal.models.request import Request
from ehcportal.queries.panels import published

MOST = 200


class Order(StrEnum):
    """By which date the list is ordered, the newest first."""

    PUBLISHED = "published"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class Item:
    """A document that was published to the family (guide row U10)."""

    id: str
    title: str
    published_at: datetime
    document_on: date
    mime: str
    size: int
    is_ready: bool
    is_new: bool


def items(
    session: Session, case_id: str, account_id: str, order: Order, most: int = MOST
) -> list[Item]:
    """Return what this account may see, in one statement."""
    opened = sa.exists().where(
        col(DocumentOpening.publication_id) == Publication.id,
        col(DocumentOpening.account_id) == account_id,
    )
    newest = {Order.PUBLISHED: Publication.published_at, Order.DATED: Document.document_on}[order]
    rows = session.connection().execute(
        published(case_id, account_id)
        .join(DocumentVersion, _version_shown())
        .join(StoredFile, col(StoredFile.id) == DocumentVersion.file_id)
        .with_only_columns(
            col(Publication.id),
            col(Document.title),
            col(Publication.published_at),
            col(Document.document_on),
            col(StoredFile.mime),
            col(StoredFile.size),
            col(StoredFile.state) == FileState.CLEAN,
            ~opened,
        )
        .order_by(col(newest).desc(), col(Publication.id))
        .limit(most)
    )
    return [Item(*row) for row in rows]


def _version_shown() -> sa.ColumnElement[bool]:
    return sa.and_(
        col(DocumentVersion.document_id) == Publication.document_id,
        col(DocumentVersion.number) == Publication.version_number,
    )


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document that this account may open, with its file."""

    publication: Publication
    name: str
    file: StoredFile


def openable(
    session: Session, case_id: str, account_id: str, publication_id: str
) -> OpenedDocument | None:
    """Return a document this account may see, in one statement; nothing for anybody else's."""
    visible = published(case_id, account_id).where(col(Publication.id) == publication_id)
    row = session.exec(
        select(Publication, DocumentVersion.name, StoredFile)
        .join(DocumentVersion, _version_shown())
        .join(StoredFile, and_(col(StoredFile.id) == DocumentVersion.file_id))
        .where(col(Publication.id).in_(visible))
    ).first()
    return OpenedDocument(*row) if row else None


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that the account itself has sent about this case."""

    id: str
    title: str
    reference: str
    submitted_at: datetime


def sent_forms(session: Session, case_id: str, account_id: str) -> list[SentForm]:
    """Return the account's own sent forms about a case, the newest first, in one statement."""
    rows = session.exec(
        select(Submission.id, Submission.title, Submission.reference, Submission.submitted_at)
        .join(Request, and_(col(Request.submission_id) == Submission.id), isouter=True)
        .where(
            col(Submission.account_id) == account_id,
            or_(col(Submission.case_id) == case_id, col(Request.case_id) == case_id),
        )
        .order_by(col(Submission.submitted_at).desc())
        .limit(MOST)
    )
    return [SentForm(*row) for row in rows]
