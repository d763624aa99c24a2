"""What waits behind the four doors of the dashboard, in one statement whatever there is of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentOpening,
    DocumentVersion,
    Publication,
)
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.message import Message, MessageReading, Thread, ThreadMember
from ehcportal.models.person import Relationship, View
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.request import Request
from ehcportal.models.review import Review
from ehcportal.models.voice import VoicePiece
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class Panels:
    """Counts, and the newest thing of each kind, as one account sees them."""

    asked_by_viewer: bool
    to_complete: int
    next_form_due: date | None
    new_messages: int
    newest_subject: str | None
    newest_author: str | None
    newest_sent_at: datetime | None
    new_documents: int
    newest_document: str | None
    newest_published_at: datetime | None
    has_plan: bool = False
    """Whether a draft or a plan was ever sent."""
    has_review: bool = False
    """Whether a review of the plan was ever begun, so that its page has something to show."""


def panels(session: Session, case_id: str, account_id: str) -> Panels:
    """Return the four panels of a case for one account."""
    values = {"case": case_id, "who": account_id, "today": clock.today()}
    return Panels(*session.connection().execute(_statement(), values).one())


@fixed
def _statement() -> Any:
    """Return the one statement; it is built once, which costs more than to run it."""
    case_id: Any = sa.bindparam("case", type_=sa.String())
    account_id: Any = sa.bindparam("who", type_=sa.String())
    today: Any = sa.bindparam("today", type_=sa.Date())
    message, document = _newest_message(case_id, account_id), _newest_document(case_id, account_id)
    assigned = _next_assignment(case_id, account_id)
    return sa.select(
        sa.exists().where(col(Request.case_id) == case_id, col(Request.made_by_id) == account_id),
        _count(to_complete(case_id, account_id)) + _count(own_advice(case_id, account_id, today)),
        assigned(FormAssignment.due_on),
        _count(unread(case_id, account_id)),
        message(Thread.subject),
        message(col(Account.forename) + " " + col(Account.surname)),
        message(Message.sent_at),
        _count(_unopened(case_id, account_id)),
        document(Document.title),
        document(Publication.published_at),
        sa.exists().where(
            col(Plan.case_id) == case_id,
            col(PlanVersion.plan_id) == Plan.id,
            col(PlanVersion.served_on).is_not(None),
            col(PlanVersion.dropped_at).is_(None),
        ),
        sa.exists().where(col(Review.case_id) == case_id, col(Review.dropped_on).is_(None)),
    )


def _count(query: Any) -> Any:
    return sa.select(sa.func.count()).select_from(query.subquery()).scalar_subquery()


def to_complete(case_id: str, account_id: str) -> Any:
    """Return the select of forms that were assigned and not sent."""
    sent = sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)
    return sa.select(col(FormAssignment.id)).where(
        col(FormAssignment.case_id) == case_id,
        col(FormAssignment.account_id) == account_id,
        col(FormAssignment.cancelled_at).is_(None),
        ~sent,
    )


def own_advice(case_id: Any, account_id: Any, today: Any) -> Any:
    """Return the select of asks for the family's own advice that this account has not answered.

    The law asks the parent or young person for it (Regulation 6(1)(a)). Who sees all of the case is
    asked, each for themselves; they answer with the first thing they tell us from that day on.
    """
    has_told = sa.exists().where(
        col(VoicePiece.case_id) == AdviceRequest.case_id,
        col(VoicePiece.made_by_id) == account_id,
        col(VoicePiece.removed_at).is_(None),
        sa.func.date(VoicePiece.made_at) >= sa.func.date(AdviceRequest.asked_on),
    )
    is_asked = sa.exists().where(
        col(Relationship.person_id) == Case.person_id,
        col(Relationship.account_id) == account_id,
        col(Relationship.view) == View.FULL,
        in_force(Relationship, today),
    )
    return (
        sa.select(col(AdviceRequest.id))
        .join(Case, col(Case.id) == AdviceRequest.case_id)
        .where(
            col(AdviceRequest.case_id) == case_id,
            col(AdviceRequest.paragraph) == OF_FAMILY,
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.withdrawn_on).is_(None),
            col(Case.ended_on).is_(None),
            is_asked,
            ~has_told,
        )
    )


def _next_assignment(case_id: str, account_id: str) -> Any:
    def column(wanted: Any) -> Any:
        return (
            to_complete(case_id, account_id)
            .with_only_columns(wanted)
            .order_by(col(FormAssignment.due_on).is_(None), col(FormAssignment.due_on))
            .limit(1)
            .scalar_subquery()
        )

    return column


def of_threads(case_id: str, account_id: str) -> Any:
    """Return the select of messages in those threads of a case that the account takes part in."""
    return (
        sa.select(col(Message.id))
        .join(Thread, col(Thread.id) == Message.thread_id)
        .join(ThreadMember, col(ThreadMember.thread_id) == Thread.id)
        .where(col(Thread.case_id) == case_id, col(ThreadMember.account_id) == account_id)
    )


def unread(case_id: str, account_id: str) -> Any:
    """Return the select of messages that the account has not read."""
    read = sa.exists().where(
        col(MessageReading.message_id) == Message.id, col(MessageReading.account_id) == account_id
    )
    return of_threads(case_id, account_id).where(col(Message.author_id) != account_id, ~read)


def _newest_message(case_id: str, account_id: str) -> Any:
    def column(wanted: Any) -> Any:
        return (
            of_threads(case_id, account_id)
            .join(Account, col(Account.id) == Message.author_id)
            .where(col(Message.author_id) != account_id)
            .with_only_columns(wanted)
            .order_by(col(Message.sent_at).desc())
            .limit(1)
            .scalar_subquery()
        )

    return column


def published(case_id: str, account_id: str) -> Any:
    """Return the select of what was published to the family of a case, or to this account."""
    return (
        sa.select(col(Publication.id))
        .join(Document, col(Document.id) == Publication.document_id)
        .where(
            col(Publication.case_id) == case_id,
            col(Publication.audience) == DocumentAudience.FAMILY,
            sa.or_(
                col(Publication.only_account_id).is_(None),
                col(Publication.only_account_id) == account_id,
            ),
            col(Publication.withdrawn_at).is_(None),
            col(Document.withdrawn_at).is_(None),
        )
    )


def opened(account_id: Any) -> Any:
    """Whether the account has opened a publication since the version came that it shows."""
    shown: Any = aliased(DocumentVersion)
    return sa.exists().where(
        col(DocumentOpening.publication_id) == Publication.id,
        col(DocumentOpening.account_id) == account_id,
        shown.document_id == Publication.document_id,
        shown.number == Publication.version_number,
        col(DocumentOpening.opened_at) >= shown.added_at,
    )


def _unopened(case_id: str, account_id: str) -> Any:
    return published(case_id, account_id).where(~opened(account_id))


def _newest_document(case_id: str, account_id: str) -> Any:
    def column(wanted: Any) -> Any:
        return (
            published(case_id, account_id)
            .with_only_columns(wanted)
            .order_by(col(Publication.published_at).desc())
            .limit(1)
            .scalar_subquery()
        )

    return column
