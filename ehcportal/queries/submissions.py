"""Forms as they were sent: the sender's list, one receipt, and the day the council must answer."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import StartReason
from ehcportal.domain.rules import Counting
from ehcportal.models.document import StoredFile
from ehcportal.models.form import Contribution, FormVersion, Submission, SubmissionFile
from ehcportal.models.request import Request

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class SentForm:
    """One line of View My Submitted Forms (guide row H18)."""

    id: str
    title: str
    about: str
    reference: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent with a form."""

    id: str
    file_id: str
    question_id: str
    name: str
    size: int
    sha256: str
    state: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request its sender waits on: what they wrote and when the council must answer."""

    submission_id: str | None
    reference: str
    child_name: str
    received_on: date
    answer: DueDate


def of_draft(session: Session, draft_id: str, account_id: str) -> str | None:
    """Return the id of what became of a draft, for its sender only."""
    return session.exec(
        select(Submission.id).where(
            Submission.draft_id == draft_id, Submission.account_id == account_id
        )
    ).first()


def sent_by(session: Session, account_id: str) -> list[SentForm]:
    """Return what the account has sent, the latest first."""
    rows = session.connection().execute(
        sa.select(
            col(Submission.id),
            col(Submission.title),
            col(Submission.about),
            col(Submission.reference),
            col(Submission.submitted_at),
        )
        .where(col(Submission.account_id) == account_id)
        .order_by(col(Submission.submitted_at).desc(), col(Submission.id))
        .limit(MOST_LISTED)
    )
    return [SentForm(*row) for row in rows]


def own(
    session: Session, submission_id: str, account_id: str
) -> tuple[Submission, FormVersion] | None:
    """Return what the account sent, with the form as it was then."""
    return session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .where(Submission.id == submission_id, Submission.account_id == account_id)
    ).first()


def files(session: Session, submission_id: str) -> list[SentFile]:
    """Return the files that were sent with a form."""
    rows = session.exec(
        select(SubmissionFile, StoredFile)
        .join(StoredFile, and_(StoredFile.id == SubmissionFile.file_id))
        .where(SubmissionFile.submission_id == submission_id)
        .order_by(col(StoredFile.uploaded_at), col(SubmissionFile.id))
    )
    return [
        SentFile(
            id=sent.id,
            file_id=stored.id,
            question_id=sent.question_id,
            name=sent.name,
            size=stored.size,
            sha256=stored.sha256,
            state=stored.state.value,
        )
        for sent, stored in rows
    ]


def additions(session: Session, submission_id: str) -> list[Contribution]:
    """Return what was added later, in order."""
    return list(
        session.exec(
            select(Contribution)
            .where(Contribution.submission_id == submission_id)
            .order_by(col(Contribution.added_at))
        )
    )


def decision_due(session: Session, submission_id: str, counting: Counting) -> DueDate | None:
    """Return by when the council must answer, if a form sent was a request that starts the clock.

    Counted from the day of receipt alone, so that it says nothing of any child already known.
    """
    made = session.exec(select(Request).where(Request.submission_id == submission_id)).first()
    if made is None or made.start_reason is StartReason.NOTICE:
        return None
    return due(law.DECISION_TO_ASSESS, made.received_on, counting=counting)


def waiting(session: Session, account_id: str, counting: Counting) -> list[Waiting]:
    """Return the account's own requests that no case shows yet, for the page after the login."""
    rows = session.exec(
        select(Request)
        .where(
            Request.made_by_id == account_id,
            Request.start_reason == StartReason.REQUEST,
            col(Request.case_id).is_(None),
            col(Request.closed_at).is_(None),
        )
        .order_by(col(Request.received_on), col(Request.id))
        .limit(MOST_LISTED)
    )
    return [
        Waiting(
            submission_id=row.submission_id,
            reference=row.reference,
            child_name=f"{row.child_forename} {row.child_surname}".strip(),
            received_on=row.received_on,
            answer=due(law.DECISION_TO_ASSESS, row.received_on, counting=counting),
        )
        for row in rows
    ]
