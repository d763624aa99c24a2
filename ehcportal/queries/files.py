"""Which stored file a person may open: their own of a form, and staff those that were sent."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import (
    Contribution,
    ContributionFile,
    Draft,
    DraftFile,
    Submission,
    SubmissionFile,
)
from ehcportal.models.request import Request
from ehcportal.policy import Action, Actor, allows
from ehcportal.queries.drafts import Owner


@dataclass(frozen=True, slots=True)
class Readable:
    """A clean file that may be opened, and the case it belongs to, for the read record."""

    file: StoredFile
    name: str
    case_id: str | None = None


def readable(session: Session, file_id: str, owner: Owner, actor: Actor | None) -> Readable | None:
    """Return the file if it is clean and this person's to read; nothing tells why not."""
    return (
        _of_draft(session, file_id, owner)
        or _of_submission(session, file_id, actor)
        or _of_addition(session, file_id, actor)
    )


def _of_draft(session: Session, file_id: str, owner: Owner) -> Readable | None:
    row = session.exec(
        select(StoredFile, DraftFile.name)
        .join(DraftFile, col(DraftFile.file_id) == StoredFile.id)
        .join(Draft, col(Draft.id) == DraftFile.draft_id)
        .where(StoredFile.id == file_id, StoredFile.state == FileState.CLEAN, owner.holds())
    ).first()
    return Readable(*row) if row else None


def _of_submission(session: Session, file_id: str, actor: Actor | None) -> Readable | None:
    if actor is None:
        return None
    query = (
        select(
            StoredFile,
            SubmissionFile.name,
            sa.func.coalesce(Submission.case_id, Request.case_id),
        )
        .join(SubmissionFile, col(SubmissionFile.file_id) == StoredFile.id)
        .join(Submission, col(Submission.id) == SubmissionFile.submission_id)
        .join(Request, col(Request.submission_id) == Submission.id, isouter=True)
        .where(StoredFile.id == file_id, StoredFile.state == FileState.CLEAN)
    )
    if not allows(actor, Action.WORK_REQUESTS):
        query = query.where(Submission.account_id == actor.account_id)
    row = session.exec(query).first()
    return Readable(*row) if row else None


def _of_addition(session: Session, file_id: str, actor: Actor | None) -> Readable | None:
    """Return a file that was added to a request later: its author's own, and staff's."""
    if actor is None:
        return None
    query = (
        select(
            StoredFile,
            ContributionFile.name,
            sa.func.coalesce(Submission.case_id, Request.case_id),
        )
        .join(ContributionFile, col(ContributionFile.file_id) == StoredFile.id)
        .join(Contribution, col(Contribution.id) == ContributionFile.contribution_id)
        .join(Submission, col(Submission.id) == Contribution.submission_id)
        .join(Request, col(Request.submission_id) == Submission.id, isouter=True)
        .where(StoredFile.id == file_id, StoredFile.state == FileState.CLEAN)
    )
    if not allows(actor, Action.WORK_REQUESTS):
        query = query.where(Contribution.account_id == actor.account_id)
    row = session.exec(query).first()
    return Readable(*row) if row else None
