"""How many cases are in the parts of the work tray, counted no further than a page can use."""

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from ehcportal.models.desk import CaseStanding
from ehcportal.queries.tray import OTHERS, Asked, When, Whose, conditions

MOST = 1000
"""No count goes beyond, so that counting takes no longer with more cases."""


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


def counts(session: Session, asked: Asked) -> Counts:
    """Count whose cases there are, and what is due in those that are listed; one statement."""
    plain = Asked(asked.account_id, asked.today, asked.whose, asked.team_id)
    kinds = [replace(plain, whose=whose) for whose in Whose]
    kinds += [replace(plain, when=when) for when in (When.OVERDUE, When.TODAY, When.WEEK)]
    kinds.append(replace(plain, waiting_for=OTHERS))
    columns = [_count(conditions(each)) for each in kinds]
    return Counts(*session.connection().execute(sa.select(*columns)).one())


def _count(wanted: list[Any]) -> Any:
    some = sa.select(sa.literal(1)).select_from(CaseStanding).where(*wanted).limit(MOST)
    return sa.select(sa.func.count()).select_from(some.subquery()).scalar_subquery()
