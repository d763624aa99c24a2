"""How many cases are in the parts of the work tray, counted no further than a page can use."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Session

from ehcportal.models.desk import CaseStanding
from ehcportal.queries.tray import OTHERS, Asked, When, Whose, conditions

MOST = 200
"""No count goes beyond, so that counting takes no longer with more cases; the page says "200+"."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are of each kind, up to ``MOST``."""

    mine: int
    team: int
    all: int
    overdue: int
    today: int
    week: int
    others: int
    """Those that wait for somebody outside the council."""
    most: ClassVar[int] = MOST


def counts(session: Session, asked: Asked) -> Counts:
    """Count whose cases there are, and what is due in those that are listed; one statement."""
    given = {"who": asked.account_id, "team": asked.team_id}
    return Counts(*session.connection().execute(_statement(asked.today, asked.whose), given).one())


@lru_cache(maxsize=len(Whose))
def _statement(today: date, whose: Whose) -> Any:
    """Return the statement for a day; it is the same for everybody, so it is built once."""
    who: Any = sa.bindparam("who", type_=sa.String())
    team_id: Any = sa.bindparam("team", type_=sa.String())
    plain = Asked(who, today, whose, team_id)
    mine, team, everybody = (replace(plain, whose=each) for each in Whose)
    parts = [replace(plain, when=when) for when in (When.OVERDUE, When.TODAY, When.WEEK)]
    parts.append(replace(plain, waiting_for=OTHERS))
    wider = [_count(conditions(each)) for each in (team, everybody)]
    if whose is Whose.MINE:
        among = (_among(conditions(replace(each, whose=Whose.ALL))) for each in parts)
        return sa.select(sa.func.count(), *wider, *among).where(*conditions(mine))
    return sa.select(
        _count(conditions(mine)), *wider, *(_count(conditions(each)) for each in parts)
    )


def _count(wanted: list[Any]) -> Any:
    some = sa.select(sa.literal(1)).select_from(CaseStanding).where(*wanted).limit(MOST)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()


def _among(wanted: list[Any]) -> Any:
    """Count those of one's own cases, which are few: all of them are read once."""
    return sa.func.count(sa.case((sa.and_(*wanted), 1)))
