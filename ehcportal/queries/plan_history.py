"""How a plan is being written: what became of a line, what was removed, and who is writing now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.audit import ReadRecord
from ehcportal.models.plan import Plan, PlanLine, PlanVersion, Section
from ehcportal.models.plan_history import LineAct, PlanLineState

OPENED_LINE = "write_plan_line"
"""The reading that is recorded when somebody opens a line to write it."""

STILL_THERE = timedelta(minutes=20)
"""For how long whoever opened a line counts as writing."""

MOST = 200


@dataclass(frozen=True, slots=True)
class State:
    """A line as it was after somebody changed it."""

    version_number: int
    number: int
    act: LineAct
    section: Section
    area: str | None
    text: str
    details: dict[str, Any]
    agreed_by_health_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that was taken out of a version and can be brought back."""

    key: str
    section: Section
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who has a line open, or has just changed one."""

    account_id: str
    name: str
    section: Section
    line_key: str
    at: datetime


def history(session: Session, case_id: str, key: str) -> list[State]:
    """Return what became of a line in all versions of the plan, the latest first."""
    rows = session.execute(
        sa.select(PlanLineState, col(PlanVersion.number), Account)
        .join(PlanVersion, and_(PlanVersion.id == PlanLineState.plan_version_id))
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .join(Account, and_(Account.id == PlanLineState.by_id), isouter=True)
        .where(col(Plan.case_id) == case_id, col(PlanLineState.line_key) == key)
        .order_by(col(PlanVersion.number).desc(), col(PlanLineState.number).desc())
        .limit(MOST)
    )
    return [_state(state, number, by) for state, number, by in rows]


def ever_was(session: Session, case_id: str, key: str) -> bool:
    """Say whether the plan of this case has, or had, a line of this key in any version."""
    of_case = (
        sa.select(col(PlanVersion.id))
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(col(Plan.case_id) == case_id)
    )
    there = sa.exists().where(col(PlanLine.plan_version_id).in_(of_case), col(PlanLine.key) == key)
    was = sa.exists().where(
        col(PlanLineState.plan_version_id).in_(of_case), col(PlanLineState.line_key) == key
    )
    return bool(session.execute(sa.select(sa.or_(there, was))).scalar())


def removed(session: Session, version_id: str) -> list[Removed]:
    """Return what was taken out of a version and not brought back, the latest first."""
    there = sa.select(col(PlanLine.key)).where(col(PlanLine.plan_version_id) == version_id)
    rows = session.execute(
        sa.select(PlanLineState, Account)
        .join(Account, and_(Account.id == PlanLineState.by_id), isouter=True)
        .where(
            col(PlanLineState.plan_version_id) == version_id,
            col(PlanLineState.act) == LineAct.REMOVED,
            col(PlanLineState.line_key).not_in(there),
        )
        .order_by(col(PlanLineState.at).desc(), col(PlanLineState.number).desc())
        .limit(MOST)
    )
    found: dict[str, Removed] = {}
    for state, by in rows:
        name = by.name if by else ""
        last = Removed(state.line_key, state.section, state.text, name, state.at)
        found.setdefault(state.line_key, last)
    return list(found.values())


def writing_now(session: Session, case_id: str, version_id: str) -> list[Writer]:
    """Return who opened a line of a version lately, each with the last one, in one statement."""
    rows = session.execute(
        sa.select(ReadRecord, Account, PlanLine)
        .join(Account, and_(Account.id == ReadRecord.account_id))
        .join(PlanLine, and_(PlanLine.key == ReadRecord.object_id))
        .where(
            col(ReadRecord.case_id) == case_id,
            col(ReadRecord.action) == OPENED_LINE,
            col(ReadRecord.at) > clock.now() - STILL_THERE,
            col(PlanLine.plan_version_id) == version_id,
        )
        .order_by(col(ReadRecord.seq).desc())
        .limit(MOST)
    )
    found: dict[str, Writer] = {}
    for read, who, line in rows:
        last = Writer(who.id, who.name, line.section, line.key, read.at)
        found.setdefault(who.id, last)
    return sorted(found.values(), key=lambda each: each.name)


def _state(row: PlanLineState, version_number: int, by: Account | None) -> State:
    return State(
        version_number=version_number,
        number=row.number,
        act=row.act,
        section=row.section,
        area=row.area,
        text=row.text,
        details=dict(row.details),
        agreed_by_health_on=row.agreed_by_health_on,
        by=by.name if by else "",
        at=row.at,
    )
