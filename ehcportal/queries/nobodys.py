"""Open cases that nobody coordinates, for those who can take them (guide row C02).

A case that came with a plan from another council, or whose coordinator left, waits for somebody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.models.case import Case
from ehcportal.models.desk import ENDED, NO_DATE, CaseStanding
from ehcportal.models.person import PersonName
from ehcportal.queries.in_force import is_current_name

MOST = 3
"""So many stand above the tray; the others are one press away."""


@dataclass(frozen=True, slots=True)
class Nobodys:
    """A case that waits for somebody, and what is due in it next."""

    case_id: str
    reference: str
    child: str
    stage: str
    ranks_on: date

    @property
    def due_on(self) -> date | None:
        """Return the next date, if there is one."""
        return self.ranks_on if self.ranks_on < NO_DATE else None


def cases(session: Session, team_ids: Collection[str]) -> list[Nobodys]:
    """Return the first of them, of these teams or of none, the most urgent first.

    One more than ``MOST`` says that there are others.
    """
    rows = session.connection().execute(_statement(), {"teams": list(team_ids) or [""]})
    return [Nobodys(*row) for row in rows]


@cache
def _statement() -> Any:
    """Return the one statement; it is built once, which costs more than to run it."""
    standing = CaseStanding
    team = col(standing.team_id)
    name = col(PersonName.forename) + " " + col(PersonName.surname)
    return (
        sa.select(
            col(standing.case_id),
            col(Case.reference),
            name,
            col(standing.stage),
            col(standing.ranks_on),
        )
        .join(Case, col(Case.id) == standing.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(standing.coordinator_id).is_(None),
            col(standing.ranks_on) < ENDED,
            sa.or_(team.is_(None), team.in_(sa.bindparam("teams", expanding=True))),
        )
        .order_by(col(standing.ranks_on), col(standing.case_id))
        .limit(MOST + 1)
    )
