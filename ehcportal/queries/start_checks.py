"""Final plans whose provision nobody has looked at four weeks later: good practice, not law."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ehcportal.domain.facts import PlanKind
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.person import PersonName
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.start_check import StartCheck
from ehcportal.queries.in_force import is_current_name

AFTER = timedelta(weeks=4)
NO_LONGER = timedelta(weeks=26)
"""After half a year the next review asks the same, and more."""

FINALS = tuple(each for each in PlanKind if each.is_final)
MOST = 100


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A final plan that is in force and was not looked at."""

    version_id: str
    case_id: str
    reference: str
    child: str
    served_on: date

    @property
    def check_on(self) -> date:
        """The day on which its four weeks have passed."""
        return self.served_on + AFTER


@dataclass(frozen=True, slots=True)
class Checked:
    """What somebody found."""

    checked_on: date
    all_there: bool
    missing: str
    by: str


def conditions(today: date) -> tuple[Any, ...]:
    """Return what makes a version wait for a look: newest final, its weeks over, not looked at."""
    newer: Any = aliased(PlanVersion)
    replaced = sa.exists().where(
        newer.plan_id == PlanVersion.plan_id,
        newer.number > PlanVersion.number,
        newer.kind.in_(FINALS),
        newer.served_on.is_not(None),
    )
    looked = sa.exists().where(col(StartCheck.plan_version_id) == PlanVersion.id)
    served_on = col(PlanVersion.served_on)
    return (
        served_on <= today - AFTER,
        served_on > today - NO_LONGER,
        col(PlanVersion.kind).in_(FINALS),
        col(PlanVersion.dropped_at).is_(None),
        ~replaced,
        ~looked,
    )


def waiting(session: Session, today: date, case_id: str = "") -> list[Unchecked]:
    """Return the plans of open cases that wait for a look, the oldest first; or that of one."""
    query = (
        sa.select(
            col(PlanVersion.id),
            col(Plan.case_id),
            col(Case.reference),
            col(PersonName.surname) + ", " + col(PersonName.forename),
            col(PlanVersion.served_on),
        )
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .join(Case, col(Case.id) == Plan.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .where(*conditions(today), col(Case.ended_on).is_(None))
        .order_by(col(PlanVersion.served_on), col(PlanVersion.id))
        .limit(MOST)
    )
    if case_id:
        query = query.where(col(Plan.case_id) == case_id)
    rows: Any = session.connection().execute(query)
    return [Unchecked(*row) for row in rows]


def of_case(session: Session, case_id: str) -> list[Checked]:
    """Return what was found in a case, the newest first."""
    rows = session.execute(
        sa.select(StartCheck, Account)
        .join(Account, col(Account.id) == StartCheck.by_id, isouter=True)
        .where(col(StartCheck.case_id) == case_id)
        .order_by(col(StartCheck.made_at).desc())
    )
    return [
        Checked(row.checked_on, row.all_there, row.missing, by.name if by else "")
        for row, by in rows
    ]
