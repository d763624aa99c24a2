"""What lists know a case by: its child, its team, who coordinates it, its newest final plan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.domain.facts import PlanKind
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.models.person import Person, PersonName, Placement
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.queries.in_force import is_current_name, placed

FINALS = tuple(each for each in PlanKind if each.is_final)


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of ``CaseStanding`` that come from elsewhere than the clocks."""

    team_id: str | None
    coordinator_id: str | None
    setting_id: str | None
    folded: str
    turned: str
    born_on: date | None
    final_on: date | None
    amended_on: date | None


def heads(session: Session, case_ids: Collection[str], today: date) -> dict[str, Head]:
    """Return the head of each case, in one statement."""
    placement = sa.and_(col(Placement.person_id) == Case.person_id, placed(today))
    rows = session.connection().execute(
        sa.select(
            col(Case.id),
            col(Case.team_id),
            col(CaseAssignment.account_id),
            col(Placement.setting_id),
            sa.func.coalesce(col(PersonName.folded), ""),
            sa.func.coalesce(col(PersonName.turned), ""),
            col(Person.birth_date),
            _newest(FINALS),
            _newest((PlanKind.AMENDED_FINAL,)),
        )
        .join(Person, col(Person.id) == Case.person_id)
        .join(PersonName, is_current_name(Case.person_id), isouter=True)
        .join(CaseAssignment, _coordinates(), isouter=True)
        .join(Placement, placement, isouter=True)
        .where(col(Case.id).in_(case_ids))
        .order_by(col(Placement.setting_id).is_(None).desc())
    )
    return {row[0]: Head(*row[1:]) for row in rows}


def _coordinates() -> Any:
    return sa.and_(
        col(CaseAssignment.case_id) == Case.id,
        col(CaseAssignment.part) == CasePart.COORDINATOR,
        col(CaseAssignment.to_at).is_(None),
    )


def _newest(kinds: tuple[PlanKind, ...]) -> Any:
    """Return the day on which the newest version of these kinds was served."""
    return (
        sa.select(sa.func.max(col(PlanVersion.served_on)))
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(
            col(Plan.case_id) == Case.id,
            col(PlanVersion.kind).in_(kinds),
            col(PlanVersion.dropped_at).is_(None),
        )
        .correlate(Case)
        .scalar_subquery()
    )
