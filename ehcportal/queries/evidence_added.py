"""What families added to a request after it was sent, as advisers can be given it (Reg 6(3)).

The author says of each addition whether advisers may read it. It goes along as the request does:
not from a request that is closed, and not what staff withhold (security note 26).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Contribution, ContributionFile, FormVersion, Submission
from ehcportal.models.request import Request
from ehcportal.queries.additions import AddedFile
from ehcportal.queries.evidence_there import COUNCIL_ONLY, MOST, WITH_ALL, Consent, There

KIND = "addition"


@dataclass(frozen=True, slots=True)
class Read:
    """An addition as an adviser reads it: not who wrote it; with the form it is about."""

    row: Contribution
    answers: dict[str, Any]
    source: str
    language: str
    files: list[AddedFile]


def added(session: Session, case_id: str) -> Iterator[There]:
    """Yield what was added to the requests of a case that stand, the newest first."""
    rows = session.execute(
        _standing()
        .where(col(Request.case_id) == case_id)
        .order_by(col(Contribution.added_at).desc(), col(Contribution.id))
        .limit(MOST)
    )
    for row, withheld in rows:
        yield There(
            key=f"{KIND}-{row.id}",
            title="",
            on=clock.london_day(row.added_at),
            consent=_consent(row, withheld),
            of_family=True,
        )


def goes_along(session: Session, made: Contribution) -> bool:
    """Whether an addition goes along with every ask by itself."""
    found = session.execute(_standing().where(col(Contribution.id) == made.id)).first()
    return found is not None and _consent(*found) is Consent.YES


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


def _standing() -> Any:
    return (
        sa.select(Contribution, col(Request.withheld_reason))
        .join(Request, col(Request.submission_id) == Contribution.submission_id)
        .where(col(Request.closed_at).is_(None))
    )


def _consent(row: Contribution, withheld: str | None) -> Consent:
    if withheld or row.share == COUNCIL_ONLY:
        return Consent.NO
    return Consent.YES if row.share == WITH_ALL else Consent.NOT_SAID
