"""What families added to a request after it was sent, as advisers can be given it (Reg 6(3)).

The author says of each addition whether advisers may read it. It goes along as the request does:
not from a request that is closed, and not what staff withhold (security note 26).
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Contribution, ContributionFile, FormVersion, Submission
from ehcportal.models.request import Request
from ehcportal.queries import evidence_there
from ehcportal.queries.additions import AddedFile
from ehcportal.queries.evidence_there import Consent


@dataclass(frozen=True, slots=True)
class Read:
    """An addition as an adviser reads it: not who wrote it; with the form it is about."""

    row: Contribution
    answers: dict[str, Any]
    source: str
    language: str
    files: list[AddedFile]


def goes_along(session: Session, made: Contribution) -> bool:
    """Whether an addition goes along with every ask by itself."""
    request = session.exec(
        select(Request).where(
            Request.submission_id == made.submission_id, col(Request.closed_at).is_(None)
        )
    ).first()
    shares = request and evidence_there.of_addition(made, request.withheld_reason)
    return shares is Consent.YES


def one(session: Session, contribution_id: str) -> Read:
    """Return an addition with its files and the form it is about; ask first whether it goes."""
    row, sent, source = session.execute(
        sa.select(Contribution, Submission, col(FormVersion.source))
        .join(Submission, col(Submission.id) == Contribution.submission_id)
        .join(FormVersion, col(FormVersion.digest) == Submission.form_digest)
        .where(col(Contribution.id) == contribution_id)
    ).one()
    files = [
        AddedFile(stored.id, name, stored.size, stored.state == FileState.CLEAN)
        for stored, name in _files(session, contribution_id)
    ]
    return Read(row, sent.answers, source, sent.language, files)


def file_of(session: Session, contribution_id: str, file_id: str) -> tuple[StoredFile, str] | None:
    """Return one file of an addition with its name."""
    found = _files(session, contribution_id)
    return next((each for each in found if each[0].id == file_id), None)


def _files(session: Session, contribution_id: str) -> list[tuple[StoredFile, str]]:
    rows = session.exec(
        select(StoredFile, ContributionFile.name)
        .join(ContributionFile, col(ContributionFile.file_id) == StoredFile.id)
        .where(ContributionFile.contribution_id == contribution_id)
        .order_by(col(ContributionFile.name), col(ContributionFile.id))
    )
    return [(stored, name) for stored, name in rows]
