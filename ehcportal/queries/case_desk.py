"""What stands behind the doors of a case on the council's page of it, in two statements."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ehcportal.domain.facts import PlanKind
from ehcportal.models.account import Account
from ehcportal.models.desk import CaseNote
from ehcportal.models.document import Document, Publication
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.message import Message, MessageReading, Thread
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.posting import IS_UNHEARD, IS_WAITING, PostItem, ServiceMail
from ehcportal.models.voice import VoicePiece
from ehcportal.queries import notices


@dataclass(frozen=True, slots=True)
class Desk:
    """Counts, and the newest thing of each kind. ``unread`` is what this person has not read."""

    papers: int
    unpublished: int
    newest_paper: str | None
    unread: int
    newest_subject: str | None
    newest_sent_at: datetime | None
    forms_out: int
    pieces: int
    notes: int
    plan_kind: PlanKind | None
    plan_number: int | None
    plan_served_on: date | None
    post_waiting: int
    """Papers that wait for the post."""
    mail_lost: int
    """Mails about a decision, plan or date that did not arrive, and nobody was reached since."""
    untold: int = 0
    """Those whom the law has us tell of the request, and for whom a letter is still to be made."""


def desk(session: Session, case_id: str, account_id: str) -> Desk:
    """Return what waits behind the doors of a case, in one statement."""
    values = {"case": case_id, "who": account_id}
    return Desk(*session.connection().execute(_statement(), values).one())


@cache
def _statement() -> Any:
    """Return the one statement; it is built once, which costs more than to run it."""
    case_id: Any = sa.bindparam("case", type_=sa.String())
    who: Any = sa.bindparam("who", type_=sa.String())
    papers = _papers(case_id)
    written = sa.select(col(Message.id)).join(Thread, col(Thread.id) == Message.thread_id)
    written = written.where(col(Thread.case_id) == case_id)
    return sa.select(
        _count(papers),
        _count(papers.where(~_is_shown())),
        _first(papers.order_by(col(Document.created_at).desc()), Document.title),
        _count(written.where(col(Message.from_council).is_(False), ~_is_read(who))),
        _first(written.order_by(col(Message.sent_at).desc()), Thread.subject),
        _first(written.order_by(col(Message.sent_at).desc()), Message.sent_at),
        _count(_forms_out(case_id)),
        _count(_pieces(case_id)),
        _count(sa.select(col(CaseNote.id)).where(col(CaseNote.case_id) == case_id)),
        *(_first(_versions(case_id), each) for each in VERSION),
        _count(sa.select(col(PostItem.id)).where(col(PostItem.case_id) == case_id, IS_WAITING)),
        _count(
            sa.select(col(ServiceMail.id)).where(col(ServiceMail.case_id) == case_id, IS_UNHEARD)
        ),
        _count(notices.waiting(case_id)),
    )


def _of(table: Any, case_id: Any) -> Any:
    return sa.select(col(table.id)).where(col(table.case_id) == case_id)


VERSION: tuple[Any, ...] = (PlanVersion.kind, PlanVersion.number, PlanVersion.served_on)


def _papers(case_id: Any) -> Any:
    return sa.select(col(Document.id)).where(
        col(Document.case_id) == case_id, col(Document.withdrawn_at).is_(None)
    )


def _is_shown() -> Any:
    return sa.exists().where(
        col(Publication.document_id) == Document.id, col(Publication.withdrawn_at).is_(None)
    )


def _is_read(who: Any) -> Any:
    return sa.exists().where(
        col(MessageReading.message_id) == Message.id, col(MessageReading.account_id) == who
    )


def _forms_out(case_id: Any) -> Any:
    sent = sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)
    return sa.select(col(FormAssignment.id)).where(
        col(FormAssignment.case_id) == case_id, col(FormAssignment.cancelled_at).is_(None), ~sent
    )


def _pieces(case_id: Any) -> Any:
    return sa.select(col(VoicePiece.id)).where(
        col(VoicePiece.case_id) == case_id, col(VoicePiece.removed_at).is_(None)
    )


def _versions(case_id: Any) -> Any:
    return (
        sa.select(col(PlanVersion.id))
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(Plan.case_id) == case_id, col(PlanVersion.dropped_at).is_(None))
        .order_by(col(PlanVersion.number).desc())
    )


def _count(query: Any) -> Any:
    return sa.select(sa.func.count()).select_from(query.subquery()).scalar_subquery()


def _first(query: Any, wanted: Any) -> Any:
    return query.with_only_columns(wanted).limit(1).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Note:
    """A note of staff. ``corrected`` is set on one that a further note has put right."""

    id: str
    text: str
    by: str
    written_at: datetime
    corrects_id: str | None
    corrected: bool


def notes(session: Session, case_id: str, limit: int = 200) -> list[Note]:
    """Return the notes on a case, the newest first, in one statement. For the council alone."""
    values = {"case": case_id, "most": limit}
    return [Note(*row) for row in session.connection().execute(_notes(), values)]


@cache
def _notes() -> Any:
    """Return the statement; it is built once, too."""
    later: Any = aliased(CaseNote)
    corrected = sa.exists().where(
        later.corrects_id == CaseNote.id, later.case_id == CaseNote.case_id
    )
    return (
        sa.select(
            col(CaseNote.id),
            col(CaseNote.text),
            col(Account.forename) + " " + col(Account.surname),
            col(CaseNote.written_at),
            col(CaseNote.corrects_id),
            corrected,
        )
        .join(Account, col(Account.id) == CaseNote.written_by_id)
        .where(col(CaseNote.case_id) == sa.bindparam("case"))
        .order_by(col(CaseNote.written_at).desc(), col(CaseNote.id).desc())
        .limit(sa.bindparam("most", type_=sa.Integer()))
    )
