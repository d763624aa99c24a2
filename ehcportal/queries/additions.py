"""What was added to a request after it was sent, and whose requests a person may add to (D10).

An addition is read by whoever wrote it and by staff, and by those who are asked for advice where
its author lets them. Another adult of the family never reads it,
whatever they may read of the request itself.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Contribution, ContributionFile, FormVersion, Submission
from ehcportal.models.request import Request

MOST = 200


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file of an addition; only a clean one can be opened."""

    id: str
    name: str
    size: int
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Addition:
    """A dated addition with its author; ``question_id`` is empty where it is about the whole."""

    id: str
    author: str
    on_behalf_of_child: bool
    question_id: str
    text: str
    added_at: datetime
    share: str = ""
    """``case`` where advisers read it too, ``council`` where nobody else does."""
    files: tuple[AddedFile, ...] = ()


def own_request(
    session: Session, case_id: str, account_id: str, submission_id: str
) -> tuple[Submission, FormVersion] | None:
    """Return a request of the case that this account sent itself, with the form as it was then."""
    return session.exec(
        select(Submission, FormVersion)
        .join(FormVersion, and_(FormVersion.digest == Submission.form_digest))
        .join(Request, and_(Request.submission_id == Submission.id))
        .where(
            Submission.id == submission_id,
            Submission.account_id == account_id,
            or_(col(Submission.case_id) == case_id, col(Request.case_id) == case_id),
        )
    ).first()


def own_requests(session: Session, case_id: str, account_id: str) -> list[Submission]:
    """Return the requests of the case that this account sent itself, the newest first."""
    return list(
        session.exec(
            select(Submission)
            .join(Request, and_(Request.submission_id == Submission.id))
            .where(
                Submission.account_id == account_id,
                or_(col(Submission.case_id) == case_id, col(Request.case_id) == case_id),
            )
            .order_by(col(Submission.submitted_at).desc())
            .limit(MOST)
        )
    )


def additions(
    session: Session, submission_id: str, account_id: str | None = None
) -> list[Addition]:
    """Return the additions of one account, or for staff of everybody, in order of time."""
    wanted = [] if account_id is None else [Contribution.account_id == account_id]
    rows = session.exec(
        select(Contribution, Account)
        .join(Account, and_(Account.id == Contribution.account_id))
        .where(Contribution.submission_id == submission_id, *wanted)
        .order_by(col(Contribution.added_at), col(Contribution.id))
        .limit(MOST)
    ).all()
    files = _files(session, submission_id) if rows else {}
    return [
        Addition(
            id=each.id,
            author=author.name,
            on_behalf_of_child=each.on_behalf_of_child,
            question_id=each.question_id or "",
            text=each.text,
            added_at=each.added_at,
            share=each.share,
            files=tuple(files.get(each.id, ())),
        )
        for each, author in rows
    ]


def size_of_files(session: Session, submission_id: str) -> int:
    """Return how many bytes were added to a request."""
    return session.exec(
        select(sa.func.coalesce(sa.func.sum(StoredFile.size), 0))
        .join(ContributionFile, and_(ContributionFile.file_id == StoredFile.id))
        .join(Contribution, and_(Contribution.id == ContributionFile.contribution_id))
        .where(Contribution.submission_id == submission_id)
    ).one()


def _files(session: Session, submission_id: str) -> dict[str, list[AddedFile]]:
    rows = session.exec(
        select(ContributionFile, StoredFile)
        .join(StoredFile, and_(StoredFile.id == ContributionFile.file_id))
        .join(Contribution, and_(Contribution.id == ContributionFile.contribution_id))
        .where(Contribution.submission_id == submission_id)
        .order_by(col(ContributionFile.name), col(ContributionFile.id))
    )
    found: dict[str, list[AddedFile]] = {}
    for sent, file in rows:
        is_clean = FileState(file.state) is FileState.CLEAN
        added = AddedFile(file.id, sent.name, file.size, is_clean)
        found.setdefault(sent.contribution_id, []).append(added)
    return found
