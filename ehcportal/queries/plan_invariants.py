"""A plan's versions were served in order, unchanged since, with the days to comment by law."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, func

from ehcportal import clock
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.facts import PlanKind
from ehcportal.models.event import Event
from ehcportal.models.plan import Plan, PlanLine, PlanVersion
from ehcportal.models.proceeding import Move, MoveDirection

SERVED = tuple(f"plan.{each.value}" for each in PlanKind)
"""The kinds of lines on a timeline that tell of a version."""

COMMENT_DUTIES = {PlanKind.DRAFT: law.COMMENTS, PlanKind.AMENDMENT: law.AMENDMENT_COMMENTS}


class Served(NamedTuple):
    """A version that was served."""

    case_id: str
    id: str
    number: int
    kind: PlanKind
    on: date
    comments_until: date | None


def faults(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Yield a line for everything that is wrong with the plans of these cases."""
    plans: dict[str, list[Served]] = {}
    for row in session.connection().execute(_served(case_ids)):
        plans.setdefault(row[0], []).append(Served(*row))
    came_in = _moved_in(session, case_ids)
    told = _told(session, case_ids)
    for case_id, served in plans.items():
        yield from _order(served, has_come_in=case_id in came_in)
        yield from _windows(served)
        sent_here = len(served) - (case_id in came_in)
        if told.get(case_id, 0) < sent_here:
            yield f"case {case_id}: a version of its plan is missing on its timeline"
    yield from _changed(session, case_ids)


def _served(case_ids: list[str]) -> Any:
    return (
        sa.select(
            col(Plan.case_id),
            col(PlanVersion.id),
            col(PlanVersion.number),
            col(PlanVersion.kind),
            col(PlanVersion.served_on),
            col(PlanVersion.comments_until),
        )
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(Plan.case_id).in_(case_ids), col(PlanVersion.served_on).is_not(None))
        .order_by(col(Plan.case_id), col(PlanVersion.number))
    )


def _order(served: list[Served], *, has_come_in: bool) -> Iterator[str]:
    """Days follow the numbers; a first final follows a draft, and what changes it follows that."""
    for before, after in pairwise(served):
        if after.on < before.on:
            yield f"plan_version {after.id}: it was served before number {before.number}"
    kinds: set[PlanKind] = {PlanKind.DRAFT, PlanKind.FINAL} if has_come_in else set()
    for version in served:
        needed = BEFORE[version.kind]
        if needed is not None and needed not in kinds:
            yield f"plan_version {version.id}: there was no {needed.value} before it"
        kinds.add(version.kind)


BEFORE = {
    PlanKind.DRAFT: None,
    PlanKind.FINAL: PlanKind.DRAFT,
    PlanKind.AMENDMENT: PlanKind.FINAL,
    PlanKind.AMENDED_FINAL: PlanKind.AMENDMENT,
}


def _windows(served: list[Served]) -> Iterator[str]:
    """The days to comment may be more than the law's, never fewer (Regs 13(1)(a), 22(2)(c))."""
    for version in served:
        duty = COMMENT_DUTIES.get(version.kind)
        if duty is None or version.comments_until is None:
            continue
        if version.comments_until < due(duty, version.on).due_on:
            yield f"plan_version {version.id}: the family has fewer days to comment than by law"


def _changed(session: Session, case_ids: list[str]) -> Iterator[str]:
    """No line of a version was written after the day on which it was served."""
    wanted: Any = (
        sa.select(
            col(PlanVersion.id), col(PlanVersion.served_on), func.max(col(PlanLine.changed_at))
        )
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .join(PlanLine, col(PlanLine.plan_version_id) == PlanVersion.id)
        .where(col(Plan.case_id).in_(case_ids), col(PlanVersion.served_on).is_not(None))
        .group_by(col(PlanVersion.id), col(PlanVersion.served_on))
    )
    for version_id, served_on, changed_at in session.connection().execute(wanted):
        if clock.london_day(changed_at) > served_on:
            yield f"plan_version {version_id}: it was changed after it was served"


def _moved_in(session: Session, case_ids: list[str]) -> set[str]:
    wanted = sa.select(col(Move.case_id)).where(
        col(Move.case_id).in_(case_ids), col(Move.direction) == MoveDirection.IN
    )
    return set(session.connection().execute(wanted).scalars())


def _told(session: Session, case_ids: list[str]) -> dict[str, int]:
    wanted: Any = (
        sa.select(col(Event.case_id), func.count())
        .where(col(Event.case_id).in_(case_ids), col(Event.kind).in_(SERVED))
        .group_by(col(Event.case_id))
    )
    rows = session.connection().execute(wanted)
    return {str(case_id): number for case_id, number in rows}
