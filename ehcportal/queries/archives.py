"""Archives of a case: the one that a person has, and whether it may still be handed out."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from ehcportal.models.access import SharingRule
from ehcportal.models.case import Case
from ehcportal.models.document import Document, Publication
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

    @property
    def state(self) -> str:
        """One of making, ready, failed."""
        if self.failed_at is not None:
            return "failed"
        return "making" if self.ready_at is None else "ready"


def latest(session: Session, case_id: str, account_id: str, now: datetime) -> Asked | None:
    """Return the archive that the person has now or waits for, in one statement."""
    row = session.exec(
        select(CaseArchive)
        .where(*_of(case_id, account_id), *kept(now))
        .order_by(col(CaseArchive.asked_at).desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    return Asked(row.id, row.done, row.total, row.size, row.ready_at, row.failed_at, row.expires_at)


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
    documents = (
        select(Publication.id)
        .join(Document, col(Document.id) == Publication.document_id)
        .where(
            Publication.case_id == archive.case_id,
            or_(
                col(Publication.withdrawn_at) >= archive.asked_at,
                col(Document.withdrawn_at) >= archive.asked_at,
            ),
        )
    )
    rules = (
        select(SharingRule.id)
        .join(Case, col(Case.person_id) == SharingRule.person_id)
        .where(
            Case.id == archive.case_id,
            SharingRule.to_account_id == archive.account_id,
            col(SharingRule.ended_at) >= archive.asked_at,
        )
    )
    return bool(session.execute(sa.select(or_(documents.exists(), rules.exists()))).scalar())


def _of(case_id: str, account_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(CaseArchive.case_id) == case_id, col(CaseArchive.account_id) == account_id)
