"""What an adviser reads besides the ask: papers sent along, and what the family asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, and_, col, func, select

from ehcportal.domain.facts import Source
from ehcportal.forms.fields.base import text
from ehcportal.models.assessment import AdviceEvidence
from ehcportal.models.document import Document, DocumentVersion, FileState, StoredFile
from ehcportal.models.form import FormVersion, Submission
from ehcportal.models.request import Request

FAMILIES = (Source.PARENT, Source.YOUNG_PERSON)
MAY_SHARE, YES = "may_share", "yes"
"""The question of a request by which the family says that it may be shared."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper that goes along with an ask."""

    document_id: str
    title: str
    document_on: date
    mime: str
    size: int
    is_ready: bool


def sent_along(session: Session, ask_id: str) -> list[Evidence]:
    """Return the papers that go along with an ask and stand, in one statement."""
    rows = session.exec(_papers(ask_id).order_by(col(Document.title), col(Document.id)))
    return [
        Evidence(
            document_id=document.id,
            title=document.title,
            document_on=document.document_on,
            mime=file.mime,
            size=file.size,
            is_ready=FileState(file.state) is FileState.CLEAN,
        )
        for document, _version, file in rows
    ]


def openable(session: Session, ask_id: str, document_id: str) -> tuple[StoredFile, str] | None:
    """Return one of them with the name of its newest file."""
    row = session.exec(_papers(ask_id).where(Document.id == document_id)).first()
    return (row[2], row[1].name) if row else None


def _papers(ask_id: str) -> Any:
    newest = (
        select(func.max(DocumentVersion.number))
        .where(DocumentVersion.document_id == Document.id)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(Document, DocumentVersion, StoredFile)
        .join(AdviceEvidence, and_(AdviceEvidence.document_id == Document.id))
        .join(
            DocumentVersion,
            and_(DocumentVersion.document_id == Document.id, DocumentVersion.number == newest),
        )
        .join(StoredFile, and_(StoredFile.id == DocumentVersion.file_id))
        .where(
            AdviceEvidence.advice_request_id == ask_id,
            col(AdviceEvidence.taken_back_at).is_(None),
            col(Document.withdrawn_at).is_(None),
        )
    )


def family_request(session: Session, case_id: str) -> tuple[Submission, FormVersion] | None:
    """Return the newest request of the family that they let us share, as it was sent."""
    rows = session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .join(Request, and_(Request.submission_id == Submission.id))
        .where(
            Request.case_id == case_id,
            col(Request.source).in_(FAMILIES),
            col(Request.closed_at).is_(None),
        )
        .order_by(col(Submission.submitted_at).desc())
    ).all()
    may_be_shared = (each for each in rows if text(each[0].answers.get(MAY_SHARE)) == YES)
    return next(may_be_shared, None)
