"""Everybody tied to a child, with what protects and what shares: for the council alone."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import permutations

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.access import SharingRule
from ehcportal.models.account import Account
from ehcportal.models.person import Person, Relationship, RelationshipKind, View
from ehcportal.queries.in_force import in_force
from ehcportal.queries.ties import HELPERS


@dataclass(frozen=True, slots=True)
class Tied:
    """Somebody tied to the child today."""

    tie_id: str
    version: int
    account_id: str
    name: str
    kind: RelationshipKind
    described_as: str
    view: View
    protected: bool
    until: date | None
    invited_by: str

    @property
    def is_adviser(self) -> bool:
        """Whether they stand beside the family as an advocate or supporter."""
        return self.kind in HELPERS


@dataclass(frozen=True, slots=True)
class Pair:
    """Two adults of the family, and whether the second may see what the first sends."""

    sender: Tied
    reader: Tied
    reason: str = ""
    since: datetime | None = None

    @property
    def is_shared(self) -> bool:
        """Whether a rule says so now."""
        return self.since is not None


def tied(session: Session, person_id: str) -> list[Tied]:
    """Return everybody with a current tie to the child, in one statement."""
    inviter = aliased(Account)
    rows = session.execute(
        sa.select(Relationship, Account, inviter)
        .join(Account, and_(Account.id == Relationship.account_id))
        .join(inviter, and_(inviter.id == Relationship.invited_by_id), isouter=True)
        .where(col(Relationship.person_id) == person_id, in_force(Relationship, clock.today()))
        .order_by(col(Relationship.from_on), col(Account.surname), col(Relationship.id))
    )
    return [
        Tied(
            tie_id=tie.id,
            version=tie.version,
            account_id=tie.account_id,
            name=who.name,
            kind=tie.kind,
            described_as=tie.described_as or "",
            view=tie.view,
            protected=tie.protected,
            until=tie.to_on,
            invited_by=by.name if by else "",
        )
        for tie, who, by in rows
    ]


def pairs(session: Session, person_id: str, people: list[Tied]) -> list[Pair]:
    """Return each adult of the family with each other one, and the rule between them if any."""
    rules = session.exec(
        select(SharingRule).where(
            SharingRule.person_id == person_id, col(SharingRule.ended_at).is_(None)
        )
    )
    known = {(each.from_account_id, each.to_account_id): each for each in rules}
    family = {each.account_id: each for each in people if not each.is_adviser}
    found = []
    for sender, reader in permutations(family.values(), 2):
        rule = known.get((sender.account_id, reader.account_id))
        found.append(
            Pair(sender, reader, rule.reason, rule.made_at) if rule else Pair(sender, reader)
        )
    return found


def child(session: Session, person_id: str) -> Person:
    """Return the record of the child: whether they are protected, and its version."""
    return session.get_one(Person, person_id)
