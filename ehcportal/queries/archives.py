"""Archives of a case: the one that a person has, and whether it may still be handed out."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.document import Document, DocumentAudience, Publication
from ehcportal.models.voice import CaseArchive
from ehcportal.policy import Action, Actor
from ehcportal.queries.standing import case_for


@dataclass(frozen=True, slots=True)
class Asked:
    """How an archive stands that somebody asked for (guide row S10)."""

    id: str
    done: int
    total: int
    size: int | None
    ready_at: datetime | None
    failed_at: datetime | None
    expires_at: datetime
    is_outdated: bool = False
    """Whether something that is in it was taken back since."""

    @property
    def state(self) -> str:
        """One of making, ready, failed, outdated."""
        if self.is_outdated:
            return "outdated"
        if self.failed_at is not None:
            return "failed"
        return "making" if self.ready_at is None else "ready"


def latest(session: Session, case_id: str, account_id: str, now: datetime) -> Asked | None:
    """Return the archive that the person has now or waits for, in one statement."""
    row = session.execute(
        sa.select(
            col(CaseArchive.id),
            col(CaseArchive.done),
            col(CaseArchive.total),
            col(CaseArchive.size),
            col(CaseArchive.ready_at),
            col(CaseArchive.failed_at),
            col(CaseArchive.expires_at),
            _was_taken_back(),
        )
        .where(*_of(case_id, account_id), *kept(now))
        .order_by(col(CaseArchive.asked_at).desc())
        .limit(1)
    ).first()
    return Asked(*row) if row else None


def ready(
    session: Session, case_id: str, account_id: str, archive_id: str, now: datetime
) -> CaseArchive | None:
    """Return a person's own archive that may be handed out at this moment."""
    found = session.exec(
        select(CaseArchive).where(
            CaseArchive.id == archive_id,
            *_of(case_id, account_id),
            *kept(now),
            col(CaseArchive.ready_at).is_not(None),
            col(CaseArchive.storage_key).is_not(None),
        )
    ).first()
    return found if found is not None and not is_outdated(session, found) else None


def kept(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions for an archive whose day is not over."""
    return (col(CaseArchive.removed_at).is_(None), col(CaseArchive.expires_at) > now)


def may_have(session: Session, archive: CaseArchive) -> bool:
    """Whether who asked may still have it: their access runs, and nothing in it was taken back."""
    actor = Actor(archive.account_id)
    opened = case_for(session, actor, archive.case_id, Action.DOWNLOAD_ALL)
    return opened is not None and not is_outdated(session, archive)


def is_outdated(session: Session, archive: CaseArchive) -> bool:
    """Whether a document or the sight of a form was taken back since the archive was asked for."""
    return bool(
        session.execute(
            sa.select(_was_taken_back()).where(col(CaseArchive.id) == archive.id)
        ).scalar()
    )


def _was_taken_back() -> sa.ColumnElement[bool]:
    """Return the same as a condition: of what this person could read and nobody else."""
    document = (
        sa.exists()
        .where(col(Document.id) == Publication.document_id)
        .where(
            col(Publication.case_id) == CaseArchive.case_id,
            col(Publication.audience) == DocumentAudience.FAMILY,
            or_(
                col(Publication.only_account_id).is_(None),
                col(Publication.only_account_id) == CaseArchive.account_id,
            ),
            or_(
                col(Publication.withdrawn_at) >= CaseArchive.asked_at,
                col(Document.withdrawn_at) >= CaseArchive.asked_at,
            ),
        )
    )
    rule = (
        sa.exists()
        .where(col(Case.person_id) == SharingRule.person_id)
        .where(
            col(Case.id) == CaseArchive.case_id,
            col(SharingRule.to_account_id) == CaseArchive.account_id,
            col(SharingRule.ended_at) >= CaseArchive.asked_at,
        )
    )
    return or_(document, rule)


def _of(case_id: str, account_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(CaseArchive.case_id) == case_id, col(CaseArchive.account_id) == account_id)
