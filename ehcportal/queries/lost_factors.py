"""Lost second steps as staff see them: who lost one, and how far letting them back in has come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account, FactorLoss
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.queries.in_force import in_force

LAPSES = timedelta(days=30)
"""After which an ask counts no longer, however far it has come."""

MOST_LISTED = 100
"""The longest waiting; an account has one open ask at most."""


class Stage(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    CHECKED = "checked"
    WAITING = "waiting"
    """Two have agreed, and the owner has time to stop it."""
    READY = "ready"
    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    LAPSED = "lapsed"

    @property
    def is_open(self) -> bool:
        """Whether it may still go on."""
        return self in {Stage.ASKED, Stage.CHECKED, Stage.WAITING, Stage.READY}


@dataclass(frozen=True, slots=True)
class Lost:
    """One lost second step, with its owner and the staff who dealt with it."""

    loss: FactorLoss
    owner: Account
    role: StaffRole | None
    checked_by: str | None
    approved_by: str | None
    stage: Stage


def is_open(now: datetime) -> tuple[Any, ...]:
    """Return the conditions under which a loss may still go on."""
    return (
        col(FactorLoss.refused_at).is_(None),
        col(FactorLoss.stopped_at).is_(None),
        col(FactorLoss.done_at).is_(None),
        col(FactorLoss.reported_at) > now - LAPSES,
    )


def stage_of(loss: FactorLoss, now: datetime) -> Stage:
    """Return how far a loss has come."""
    endings = (
        (loss.done_at, Stage.DONE),
        (loss.refused_at, Stage.REFUSED),
        (loss.stopped_at, Stage.STOPPED),
    )
    ended = next((stage for at, stage in endings if at is not None), None)
    if ended is not None:
        return ended
    if loss.reported_at <= now - LAPSES:
        return Stage.LAPSED
    if loss.effective_at is not None:
        return Stage.READY if loss.effective_at <= now else Stage.WAITING
    return Stage.ASKED if loss.checked_at is None else Stage.CHECKED


def waiting(session: Session) -> list[Lost]:
    """Return every open ask, the longest waiting first."""
    rows = session.execute(
        _with_people()
        .where(*is_open(clock.now()))
        .order_by(col(FactorLoss.reported_at), col(FactorLoss.id))
        .limit(MOST_LISTED)
    )
    return [_lost(row) for row in rows]


def one(session: Session, loss_id: str) -> Lost | None:
    """Return one ask, whatever became of it."""
    row = session.execute(_with_people().where(col(FactorLoss.id) == loss_id)).first()
    return _lost(row) if row is not None else None


def _with_people() -> Any:
    checker, approver = aliased(Account), aliased(Account)
    works_here = and_(
        StaffMember.account_id == FactorLoss.account_id, in_force(StaffMember, clock.today())
    )
    return (
        sa.select(FactorLoss, Account, col(StaffMember.role), checker, approver)
        .join(Account, and_(Account.id == FactorLoss.account_id))
        .join(StaffMember, works_here, isouter=True)
        .join(checker, and_(checker.id == FactorLoss.checked_by_id), isouter=True)
        .join(approver, and_(approver.id == FactorLoss.approved_by_id), isouter=True)
    )


def _lost(row: Any) -> Lost:
    loss, owner, role, checker, approver = row
    return Lost(
        loss=loss,
        owner=owner,
        role=role,
        checked_by=checker.name if checker is not None else None,
        approved_by=approver.name if approver is not None else None,
        stage=stage_of(loss, clock.now()),
    )
