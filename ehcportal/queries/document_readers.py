"""Who would see a document that is published now, by name: staff read it before they send."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.access import SharingRule
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.person import Person, Placement, Relationship, RelationshipKind
from ehcportal.models.setting import Setting, SettingMembership, SettingRole
from ehcportal.policy.rules import FAMILY
from ehcportal.queries.in_force import in_force, placed
from ehcportal.queries.standing import PARENTS, Years, relation_of
from ehcportal.queries.ties import INVITER, invited_by, is_shut_out

MARK = 16
"""Hex digits that tell one circle of readers from another."""


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """One person who would see it."""

    account_id: str
    name: str
    kind: RelationshipKind | None = None
    described_as: str = ""
    place: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody who would see a document of a case, by audience, and what to be careful about."""

    family: tuple[DocumentReader, ...]
    setting: tuple[DocumentReader, ...]
    child_protected: bool
    apart: bool
    """Whether two parents do not see what the other one sends."""

    @property
    def is_delicate(self) -> bool:
        """Whether what one of the family may know can harm another."""
        hidden = any(each.protected for each in self.family)
        return self.child_protected or hidden or self.apart

    @property
    def mark(self) -> str:
        """Return a mark that changes when anybody comes or goes, or becomes protected."""
        everybody = [*self.family, *self.setting]
        told = [f"{each.account_id}:{each.protected}" for each in everybody]
        told += [str(self.child_protected), str(self.apart)]
        return hashlib.sha256(",".join(sorted(told)).encode()).hexdigest()[:MARK]


def readers(session: Session, case: Case) -> Readers:
    """Return who sees documents of a case today, in four statements at most."""
    ties = _ties(session, case.person_id)
    family = _of_family(ties)
    return Readers(
        family=family,
        setting=_setting(session, case.id),
        child_protected=ties[0][2].protected,
        apart=_are_apart(session, case.person_id, family),
    )


def family_of(session: Session, person_id: str) -> tuple[DocumentReader, ...]:
    """Return who of the family sees documents of a case today, in one statement."""
    return _of_family(_ties(session, person_id))


def _ties(session: Session, person_id: str) -> Sequence[Any]:
    """Return each tie with its account, the child and who invited; the child alone without ties."""
    today = clock.today()
    return session.execute(
        sa.select(Relationship, Account, Person, INVITER)
        .select_from(Person)
        .join(
            Relationship,
            and_(Relationship.person_id == Person.id, in_force(Relationship, today)),
            isouter=True,
        )
        .join(Account, and_(Account.id == Relationship.account_id), isouter=True)
        .join(INVITER, invited_by(today), isouter=True)
        .where(col(Person.id) == person_id)
        .order_by(col(Account.surname), col(Account.forename), col(Account.id))
    ).all()


def _of_family(ties: Sequence[Any]) -> tuple[DocumentReader, ...]:
    found: dict[str, DocumentReader] = {}
    for tie, who, person, inviter in ties:
        if tie is not None and relation_of(tie, inviter, Years.of(person)) in FAMILY:
            found[who.id] = DocumentReader(
                who.id, who.name, tie.kind, tie.described_as or "", protected=tie.protected
            )
    return tuple(found.values())


def _setting(session: Session, case_id: str) -> tuple[DocumentReader, ...]:
    today = clock.today()
    rows = session.execute(
        sa.select(Account, col(Setting.name))
        .select_from(Case)
        .join(Placement, and_(Placement.person_id == Case.person_id))
        .join(Setting, and_(Setting.id == Placement.setting_id))
        .join(SettingMembership, and_(SettingMembership.setting_id == Setting.id))
        .join(Account, and_(Account.id == SettingMembership.account_id))
        .where(
            col(Case.id) == case_id,
            placed(today),
            col(Setting.closed_on).is_(None),
            col(SettingMembership.role) == SettingRole.SENCO,
            in_force(SettingMembership, today),
            ~is_shut_out(Account.id),
        )
        .order_by(col(Account.surname), col(Account.id))
    )
    named: dict[str, Any] = {who.id: (who.name, place) for who, place in rows}
    return tuple(DocumentReader(key, name, place=at) for key, (name, at) in named.items())


def _are_apart(session: Session, person_id: str, family: Iterable[DocumentReader]) -> bool:
    parents = [each.account_id for each in family if each.kind in PARENTS]
    if len(parents) < 2:
        return False
    rules = session.exec(
        select(SharingRule.from_account_id, SharingRule.to_account_id).where(
            SharingRule.person_id == person_id, col(SharingRule.ended_at).is_(None)
        )
    )
    return bool(set(permutations(parents, 2)) - set(rules))
