"""What waits for the post, what was posted, and mails that did not arrive (guide row C09)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.document import Document, DocumentVersion, FileState, StoredFile
from ehcportal.models.person import PersonAddress, PersonName
from ehcportal.models.posting import (
    IS_UNHEARD,
    IS_WAITING,
    PostItem,
    PostReason,
    PostRecord,
    ServiceMail,
)
from ehcportal.notifications import claims
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut, moment_of

PAGE = 50
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class PostLine:
    """A paper that goes by post, or went."""

    id: str
    version: int
    case_id: str
    child: str
    reference: str
    document_id: str
    title: str
    number: int
    reason: PostReason
    serves: bool
    made_at: datetime
    posted_on: date | None
    closed_reason: str | None


@dataclass(frozen=True, slots=True)
class LostMail:
    """A mail about a decision, a plan or a date that did not reach somebody."""

    id: str
    case_id: str
    child: str
    reference: str
    to: str
    email: str
    path: str
    failed_at: datetime
    fault: str
    settled_at: datetime | None
    settled_how: str

    @property
    def came_back(self) -> bool:
        """Whether a mail server had taken it before."""
        return self.fault.startswith(claims.RETURNED)


def waiting(session: Session, after: Cursor | None) -> Listed[PostLine]:
    """Return what waits for the post in all cases, the oldest first, along one index."""
    query = _lines().where(IS_WAITING).order_by(col(PostItem.made_at), col(PostItem.id))
    begins = _begins(after)
    if begins is not None:
        query = query.where(sa.tuple_(col(PostItem.made_at), col(PostItem.id)) > begins)
    rows = [PostLine(*row) for row in session.connection().execute(query.limit(PAGE + 1))]
    return cut(rows, PAGE, lambda last: Cursor(last.made_at.isoformat(), last.id))


def of_case(session: Session, case_id: str) -> list[PostLine]:
    """Return every paper of a case that goes or went by post, what waits first."""
    query = _lines().where(col(PostItem.case_id) == case_id)
    order = (col(PostItem.posted_on).is_not(None), col(PostItem.made_at).desc())
    return [PostLine(*row) for row in session.connection().execute(query.order_by(*order))]


def _begins(after: Cursor | None) -> Any:
    try:
        return (moment_of(after.key), after.id) if after is not None else None
    except ValueError:
        return None


def _lines() -> Any:
    newest = (
        sa.select(sa.func.max(DocumentVersion.number))
        .where(col(DocumentVersion.document_id) == PostItem.document_id)
        .scalar_subquery()
    )
    return (
        sa.select(
            col(PostItem.id),
            col(PostItem.version),
            col(PostItem.case_id),
            _child(),
            col(Case.reference),
            col(PostItem.document_id),
            col(Document.title),
            newest,
            col(PostItem.reason),
            col(PostItem.serves),
            col(PostItem.made_at),
            col(PostItem.posted_on),
            col(PostItem.closed_reason),
        )
        .join(Document, col(Document.id) == PostItem.document_id)
        .join(Case, col(Case.id) == PostItem.case_id)
        .join(PersonName, is_current_name(Case.person_id))
    )


def _child() -> Any:
    return col(PersonName.surname) + ", " + col(PersonName.forename)


def lost(session: Session, case_id: str = "") -> list[LostMail]:
    """Return mails that failed: those of a case with what came of them, or all that wait."""
    query: Any = (
        sa.select(
            col(ServiceMail.id),
            col(ServiceMail.case_id),
            _child(),
            col(Case.reference),
            col(Account.forename) + " " + col(Account.surname),
            col(Account.email),
            col(ServiceMail.path),
            col(ServiceMail.failed_at),
            sa.func.coalesce(col(ServiceMail.fault), ""),
            col(ServiceMail.settled_at),
            sa.func.coalesce(col(ServiceMail.settled_how), ""),
        )
        .join(Account, col(Account.id) == ServiceMail.account_id)
        .join(Case, col(Case.id) == ServiceMail.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .order_by(col(ServiceMail.failed_at), col(ServiceMail.id))
    )
    if case_id:
        of_case = col(ServiceMail.case_id) == case_id
        query = query.where(of_case, col(ServiceMail.failed_at).is_not(None))
    else:
        query = query.where(IS_UNHEARD).limit(PAGE)
    return [LostMail(*row) for row in session.connection().execute(query)]


def records(session: Session, item_id: str) -> list[tuple[PostRecord, str]]:
    """Return each day that was noted for a paper with who noted it, the newest first."""
    rows = session.execute(
        sa.select(PostRecord, Account)
        .join(Account, col(Account.id) == PostRecord.by_id, isouter=True)
        .where(col(PostRecord.post_item_id) == item_id)
        .order_by(col(PostRecord.made_at).desc())
    )
    return [(row, by.name if by else "") for row, by in rows]


def files(session: Session, case_id: str) -> list[StoredFile]:
    """Return the PDFs of a case that wait for the post, in the order of the list."""
    newer: Any = aliased(DocumentVersion)
    has_newer = sa.exists().where(
        newer.document_id == DocumentVersion.document_id, newer.number > DocumentVersion.number
    )
    rows = session.exec(
        select(StoredFile)
        .join(DocumentVersion, col(DocumentVersion.file_id) == StoredFile.id)
        .join(PostItem, col(PostItem.document_id) == DocumentVersion.document_id)
        .where(
            col(PostItem.case_id) == case_id,
            col(PostItem.posted_on).is_(None),
            col(PostItem.closed_at).is_(None),
            StoredFile.mime == PDF,
            StoredFile.state == FileState.CLEAN,
            ~has_newer,
        )
        .order_by(col(PostItem.made_at).desc())
    )
    return list(rows)


def address(session: Session, person_id: str) -> PersonAddress | None:
    """Return where the child lives now, for the envelope; case staff alone read it."""
    return session.exec(
        select(PersonAddress)
        .where(PersonAddress.person_id == person_id, col(PersonAddress.to_on).is_(None))
        .order_by(col(PersonAddress.from_on).desc())
    ).first()
