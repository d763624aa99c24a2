"""Documents of a case that one account of the family may see, and forms it has sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.case import Case
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.form import Submission
from ehcportal.models.request import AccessDecision, AccessOutcome, AccessRequest, Request
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.panels import opened, published

MOST = 200
PAGE = 25
"""Documents of one page; the others are behind **More items**."""


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
    is_blocked: bool = False
    replaced_at: datetime | None = None
    """When a newer version took the place of what was published first."""


def items(
    session: Session,
    case_id: str,
    account_id: str,
    order: Order,
    *,
    after: Cursor | None = None,
    most: int = PAGE,
) -> Listed[Item]:
    """Return a page of what this account may see, in one statement."""
    newest = {Order.PUBLISHED: Publication.published_at, Order.DATED: Document.document_on}[order]
    rows = session.connection().execute(
        published(case_id, account_id)
        .join(DocumentVersion, version_shown())
        .join(StoredFile, col(StoredFile.id) == DocumentVersion.file_id)
        .with_only_columns(
            col(Publication.id),
            col(Document.title),
            col(Publication.published_at),
            col(Document.document_on),
            col(StoredFile.mime),
            col(StoredFile.size),
            col(StoredFile.state) == FileState.CLEAN,
            ~opened(account_id),
            col(StoredFile.state) == FileState.BLOCKED,
            sa.case((col(DocumentVersion.number) > 1, col(DocumentVersion.added_at))),
        )
        .where(*_after(order, newest, after))
        .order_by(col(newest).desc(), col(Publication.id))
        .limit(most + 1)
    )
    found = [Item(*row) for row in rows]
    return cut(found, most, lambda each: Cursor(_key(order, each).isoformat(), each.id))


def _key(order: Order, item: Item) -> date:
    return item.published_at if order is Order.PUBLISHED else item.document_on


def _after(order: Order, newest: Any, after: Cursor | None) -> list[sa.ColumnElement[bool]]:
    """Return the condition of a page that is not the first; a broken place is the first."""
    if after is None:
        return []
    kind = datetime if order is Order.PUBLISHED else date
    try:
        key = kind.fromisoformat(after.key)
    except ValueError:
        return []
    same_day = and_(col(newest) == key, col(Publication.id) > after.id)
    return [or_(col(newest) < key, same_day)]


def version_shown() -> sa.ColumnElement[bool]:
    """Return the condition that joins a publication to the version it shows."""
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
        .join(DocumentVersion, version_shown())
        .join(StoredFile, and_(col(StoredFile.id) == DocumentVersion.file_id))
        .where(col(Publication.id).in_(visible))
    ).first()
    return OpenedDocument(*row) if row else None


def was_withdrawn(session: Session, case_id: str, account_id: str, publication_id: str) -> bool:
    """Whether this account could see a document that was taken back since."""
    to_them = or_(
        col(Publication.only_account_id).is_(None), col(Publication.only_account_id) == account_id
    )
    found = session.exec(
        select(Publication.id).where(
            Publication.id == publication_id,
            Publication.case_id == case_id,
            Publication.audience == DocumentAudience.FAMILY,
            to_them,
            col(Publication.withdrawn_at).is_not(None),
        )
    )
    return found.first() is not None


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
        .where(Submission.account_id == account_id, about_case(case_id))
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST)
    )
    return [SentForm(*row) for row in rows]


def about_case(case_id: str) -> sa.ColumnElement[bool]:
    """Return the condition that a form was sent for a case, led to it, or asked to see its child.

    An access request belongs to the case of the child for whom it was granted.
    """
    joined = sa.exists().where(
        col(Request.submission_id) == Submission.id, col(Request.case_id) == case_id
    )
    granted = (
        sa.exists()
        .where(col(AccessRequest.submission_id) == Submission.id)
        .where(col(AccessDecision.access_request_id) == AccessRequest.id)
        .where(col(AccessDecision.outcome) == AccessOutcome.APPROVED)
        .where(col(Case.person_id) == AccessDecision.person_id, col(Case.id) == case_id)
    )
    return or_(col(Submission.case_id) == case_id, joined, granted)
