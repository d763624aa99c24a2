"""Who of the family reads messages of a case: everybody with a full view today."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.person import Person, Relationship
from ehcportal.policy.rules import FAMILY
from ehcportal.queries.in_force import in_force
from ehcportal.queries.standing import Years, relation_of
from ehcportal.queries.ties import INVITER, invited_by


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to whom the council can write in the portal."""

    account_id: str
    name: str
    described_as: str


def readers(session: Session, person_id: str) -> list[Addressee]:
    """Return them by surname, in one statement."""
    today = clock.today()
    rows = session.execute(
        sa.select(Account, Relationship, Person, INVITER)
        .join(Relationship, and_(Relationship.account_id == Account.id))
        .join(Person, and_(Person.id == Relationship.person_id))
        .join(INVITER, invited_by(today), isouter=True)
        .where(col(Relationship.person_id) == person_id, in_force(Relationship, today))
        .order_by(col(Account.surname), col(Account.forename), col(Account.id))
    ).all()
    return [
        Addressee(account.id, account.name, tie.described_as or tie.kind.value)
        for account, tie, person, inviter in rows
        if relation_of(tie, inviter, Years.of(person)) in FAMILY
    ]
