"""Final plans whose provision nobody has looked at four weeks later: good practice, not law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ehcportal.domain.facts import PlanKind
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.models.person import PersonName
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.start_check import StartCheck
from ehcportal.queries.in_force import is_current_name

AFTER = timedelta(weeks=4)
NO_LONGER = timedelta(weeks=26)
"""After half a year the next review asks the same, and more."""

FINALS = tuple(each for each in PlanKind if each.is_final)
MOST, MOST_TOLD = 100, 20
HELP_CHECK = "help-check"
"""The form in which a family says which help in the plan is not given."""

MISSING = frozenset({"partly", "no"})


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A final plan that is in force and was not looked at."""

    version_id: str
    case_id: str
    reference: str
    child: str
    served_on: date
    told: int = 0
    """How often the family has told since then which help is given, and which is not."""

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
            _told_since(),
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


def _told_since() -> Any:
    return (
        sa.select(sa.func.count())
        .where(
            col(Submission.case_id) == Plan.case_id,
            col(Submission.form_id) == HELP_CHECK,
            col(Submission.received_on) >= col(PlanVersion.served_on),
        )
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Help that is not given as the plan says, in the words of the family."""

    what: str
    happening: str
    gap: str


@dataclass(frozen=True, slots=True)
class Told:
    """A form in which the family went through the help in the plan."""

    submission_id: str
    received_on: date
    gaps: tuple[Gap, ...]


def told(session: Session, case_id: str, since: date | None) -> list[Told]:
    """Return what the family told about the help since the plan in force, the newest first."""
    query = (
        select(Submission)
        .where(Submission.case_id == case_id, Submission.form_id == HELP_CHECK)
        .order_by(col(Submission.submitted_at).desc())
        .limit(MOST_TOLD)
    )
    if since is not None:
        query = query.where(Submission.received_on >= since)
    return [
        Told(each.id, each.received_on, tuple(_gaps(each.answers.get("provision"))))
        for each in session.exec(query)
    ]


def _gaps(rows: object) -> Iterator[Gap]:
    """Yield each line of which the family says that it is given in part, or not at all."""
    for each in rows if isinstance(rows, list) else ():
        if isinstance(each, Mapping) and each.get("happening") in MISSING:
            said = (str(each.get(name) or "") for name in ("what", "happening", "gap"))
            yield Gap(*said)


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
