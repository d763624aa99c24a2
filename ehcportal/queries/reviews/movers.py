"""Children with a plan who move to the next school soon, with the days planned back from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.domain.facts import PlanKind
from ehcportal.domain.phases import (
    FEBRUARY,
    LAST_YEARS,
    LAST_YEARS_OF_KIND,
    TransferDates,
    born_between,
    transfer_dates,
    year_begins,
)
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import Person, PersonName
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.review import Review
from ehcportal.models.setting import Setting
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.reviews.rows import is_decided

PAGE = 50
PREPARED, WAITING = "1", "0"
"""How the place in the list begins: those whose plan was changed stand last."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A child with a plan in the last school year before a move."""

    case_id: str
    reference: str
    forename: str
    surname: str
    setting: str
    meeting_on: date | None
    prepared: bool
    folded: str


@dataclass(frozen=True, slots=True)
class Move:
    """Those who move on at one time, with the days planned back from it."""

    school_year: int
    kind: str
    """Of a kind of school that ends with a year of its own: the word for it."""
    dates: TransferDates
    found: Listed[Mover]


def movers(
    session: Session, today: date, school_year: int | None = None, after: Cursor | None = None
) -> list[Move]:
    """Return the children who move to the next school after this school year, with their dates.

    By age: nursery, year 6 and year 11; and the last years of infant, first and middle schools,
    whose children do not move after year 6. Moves between colleges are named in the review.
    Each group begins with its first page; ``school_year`` names the one to go on with.
    """
    groups = [(year, day, "") for year, day in LAST_YEARS.items()]
    groups += [(year, FEBRUARY, word) for word, year in LAST_YEARS_OF_KIND.items()]
    return [
        Move(
            school_year=year,
            kind=kind,
            dates=transfer_dates(date(year_begins(today).year + 1, *day)),
            found=cut(_moving(session, year, kind, today, after), PAGE, _place),
        )
        for year, day, kind in groups
        if school_year in {None, year}
    ]


def _of_kind(kind: str) -> Any:
    """Say whether the child is at such a school, or at none that ends with a year of its own."""
    at = {each: col(Setting.kind).ilike(f"%{each}%") for each in LAST_YEARS_OF_KIND}
    return at[kind] if kind else sa.or_(col(Setting.id).is_(None), ~sa.or_(*at.values()))


def _moving(
    session: Session, year: int, kind: str, today: date, after: Cursor | None
) -> list[Mover]:
    first, last = born_between(year, today)
    has_plan = _served([kind for kind in PlanKind if kind.is_final])
    prepared = _served([PlanKind.AMENDED_FINAL], year_begins(today))
    runs = and_(Review.case_id == Case.id, col(Review.dropped_on).is_(None), ~is_decided())
    place = sa.case((prepared, PREPARED), else_=WAITING), col(PersonName.folded), col(Case.id)
    rows = session.execute(
        sa.select(
            col(Case.id),
            col(Case.reference),
            col(PersonName.forename),
            col(PersonName.surname),
            sa.func.coalesce(Setting.name, ""),
            col(Review.meeting_on),
            prepared,
            col(PersonName.folded),
        )
        .join(Person, and_(Person.id == Case.person_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(CaseStanding, and_(CaseStanding.case_id == Case.id), isouter=True)
        .join(Setting, and_(Setting.id == CaseStanding.setting_id), isouter=True)
        .join(Review, runs, isouter=True)
        .where(col(Person.birth_date).between(first, last), col(Case.ended_on).is_(None), has_plan)
        .where(_of_kind(kind), *_after(place, after))
        .order_by(*place)
        .limit(PAGE + 1)
    )
    return [Mover(*row) for row in rows]


def _after(place: Sequence[Any], after: Cursor | None) -> list[Any]:
    if after is None:
        return []
    begins = (sa.literal(after.key[:1]), sa.literal(after.key[1:]), sa.literal(after.id))
    return [sa.tuple_(*place) > sa.tuple_(*begins)]


def _place(last: Mover) -> Cursor:
    return Cursor((PREPARED if last.prepared else WAITING) + last.folded, last.case_id)


def _served(kinds: Sequence[PlanKind], since: date = date.min) -> Any:
    return sa.exists().where(
        col(Plan.case_id) == Case.id,
        col(PlanVersion.plan_id) == Plan.id,
        col(PlanVersion.kind).in_(kinds),
        col(PlanVersion.served_on) >= since,
        col(PlanVersion.dropped_at).is_(None),
    )
