"""Children with a plan who move to the next school soon, with the days planned back from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

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
from ehcportal.models.desk import ENDED, CaseStanding
from ehcportal.models.person import PersonName
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
    setting_id = col(CaseStanding.setting_id)
    if kind:
        return setting_id.in_(sa.select(col(Setting.id)).where(at[kind]))
    any_of_them = sa.select(col(Setting.id)).where(sa.or_(*at.values()))
    return sa.or_(setting_id.is_(None), setting_id.not_in(any_of_them))


def _moving(
    session: Session, year: int, kind: str, today: date, after: Cursor | None
) -> list[Mover]:
    page = _page(year, kind, today, after).subquery()
    runs = and_(Review.case_id == page.c.case_id, col(Review.dropped_on).is_(None), ~is_decided())
    rows = session.execute(
        sa.select(
            page.c.case_id,
            col(Case.reference),
            col(PersonName.forename),
            col(PersonName.surname),
            sa.func.coalesce(Setting.name, ""),
            col(Review.meeting_on),
            page.c.prepared == PREPARED,
            page.c.folded,
        )
        .join(Case, and_(Case.id == page.c.case_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(Setting, and_(Setting.id == page.c.setting_id), isouter=True)
        .join(Review, runs, isouter=True)
        .order_by(page.c.prepared, page.c.folded, page.c.case_id)
    )
    return [Mover(*row) for row in rows]


def _page(year: int, kind: str, today: date, after: Cursor | None) -> Any:
    """Return the statement for a page of them and one more, from what lists know of each case."""
    standing = CaseStanding
    changed = col(standing.amended_on) >= year_begins(today)
    prepared = sa.case((changed, PREPARED), else_=WAITING)
    place = prepared, col(standing.folded), col(standing.case_id)
    return (
        sa.select(
            col(standing.case_id),
            col(standing.setting_id),
            prepared.label("prepared"),
            col(standing.folded),
        )
        .where(
            col(standing.born_on).between(*born_between(year, today)),
            col(standing.final_on).is_not(None),
            col(standing.ranks_on) < ENDED,
            _of_kind(kind),
            *_after(place, after),
        )
        .order_by(*place)
        .limit(PAGE + 1)
    )


def _after(place: Sequence[Any], after: Cursor | None) -> list[Any]:
    if after is None:
        return []
    begins = (sa.literal(after.key[:1]), sa.literal(after.key[1:]), sa.literal(after.id))
    return [sa.tuple_(*place) > sa.tuple_(*begins)]


def _place(last: Mover) -> Cursor:
    return Cursor((PREPARED if last.prepared else WAITING) + last.folded, last.case_id)
