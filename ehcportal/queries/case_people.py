"""The people who stand to a child, with how to reach them: for the council alone."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.person import (
    ParentalResponsibility,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class CasePerson:
    """Somebody who may see the case now, and how staff made sure of it."""

    name: str
    email: str
    phone: str | None
    kind: RelationshipKind
    described_as: str | None
    parental_responsibility: ParentalResponsibility
    view: View
    protected: bool
    from_on: date
    verified_how: str | None


def people(session: Session, person_id: str) -> list[CasePerson]:
    """Return everybody with a current tie to the child, in one statement."""
    rows = session.connection().execute(_tied(), {"person": person_id, "today": clock.today()})
    return [
        CasePerson(
            name=f"{row.forename} {row.surname}",
            email=row.email,
            phone=row.phone,
            kind=row.kind,
            described_as=row.described_as,
            parental_responsibility=row.parental_responsibility,
            view=row.view,
            protected=row.protected,
            from_on=row.from_on,
            verified_how=row.verified_how,
        )
        for row in rows
    ]


@cache
def _tied() -> Any:
    """Return the statement; it is built once, which costs more than to run it."""
    today: Any = sa.bindparam("today")
    return (
        sa.select(
            *(col(Account.forename), col(Account.surname), col(Account.email), col(Account.phone)),
            *(col(Relationship.kind), col(Relationship.described_as)),
            *(col(Relationship.parental_responsibility), col(Relationship.view)),
            *(col(Relationship.protected), col(Relationship.from_on)),
            col(Relationship.verified_how),
        )
        .select_from(Relationship)
        .join(Account, and_(Account.id == Relationship.account_id))
        .where(
            col(Relationship.person_id) == sa.bindparam("person"),
            in_force(Relationship, today),
        )
        .order_by(col(Relationship.from_on), col(Account.surname))
    )
