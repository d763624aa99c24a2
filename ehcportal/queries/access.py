"""Who may see a case, as far as one of the family may know it.

Never shown: other adults of the family, whom they asked in, and anybody who is protected. Where
a protected child learns and who helps them is for those alone who are protected with them.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseAssignment, CaseContributor, CasePart
from ehcportal.models.person import Person, Placement, Relationship, RelationshipKind, View
from ehcportal.models.setting import Service, Setting, SettingMembership, SettingRole
from ehcportal.models.staff import StaffMember
from ehcportal.queries.in_force import in_force, placed
from ehcportal.queries.sharing import WITH_THE_CHILD
from ehcportal.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Own:
    """The reader's own tie to the child."""

    kind: RelationshipKind
    described_as: str
    view: View
    knows_where: bool
    """Whether they may know where the child learns and who helps them."""
    beside_young_person: bool
    """Whether the young person signs in as well, and is somebody else."""


def own(session: Session, standing: Standing) -> Own:
    """Return how the reader stands to the child, in one statement."""
    tie, is_protected, is_other = session.exec(
        select(Relationship, Person.protected, _young_person_signs_in())
        .join(Person, and_(Person.id == Relationship.person_id))
        .where(Relationship.id == standing.relationship_id)
    ).one()
    knows = not is_protected or tie.protected or tie.kind in WITH_THE_CHILD
    return Own(tie.kind, tie.described_as or "", tie.view, knows, bool(is_other))


def may_know_where(relationship_id: str | None) -> Any:
    """Return the same as ``Own.knows_where`` as a condition, for a list that asks nothing else."""
    with_the_child = col(Relationship.kind).in_(WITH_THE_CHILD)
    return sa.exists().where(
        col(Relationship.id) == relationship_id,
        col(Person.id) == Relationship.person_id,
        or_(~col(Person.protected), col(Relationship.protected), with_the_child),
    )


def _young_person_signs_in() -> Any:
    """Whether the young person has an account of their own, and is not the reader."""
    theirs: Any = aliased(Relationship)
    return sa.exists().where(
        theirs.person_id == Relationship.person_id,
        theirs.kind == RelationshipKind.YOUNG_PERSON,
        theirs.account_id != Relationship.account_id,
        theirs.protected.is_(False),
        in_force(theirs, clock.today()),
    )


@dataclass(frozen=True, slots=True)
class Seer:
    """A professional or member of staff who may see the case, by name, role and place of work."""

    name: str
    role: str
    place: str = ""


def staff(session: Session, case_id: str) -> list[tuple[CasePart, Seer]]:
    """Return who coordinates the case and who stands in for them, in one statement."""
    rows = session.exec(
        select(CaseAssignment.part, Account, StaffMember)
        .join(Account, and_(Account.id == CaseAssignment.account_id))
        .join(
            StaffMember,
            and_(StaffMember.account_id == Account.id, in_force(StaffMember, clock.today())),
        )
        .join(Case, and_(Case.id == CaseAssignment.case_id))
        .where(
            CaseAssignment.case_id == case_id,
            col(CaseAssignment.to_at).is_(None),
            ~_is_protected(Case.person_id),
        )
        .order_by(col(CaseAssignment.part).desc())
    )
    return [(CasePart(part), Seer(who.name, post.job_title or "")) for part, who, post in rows]


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Everybody who may see a case and whom the reader may know of."""

    own: Own
    staff: list[tuple[CasePart, Seer]]
    sencos: list[Seer]
    professionals: list[Seer]


def seen_by(session: Session, standing: Standing) -> SeenBy:
    """Return who may see a case, as one of the family may know it, in three statements."""
    case = standing.case
    helping = _helping(session, case)
    return SeenBy(
        own=own(session, standing),
        staff=staff(session, case.id),
        sencos=[who for at_school, who in helping if at_school],
        professionals=[who for at_school, who in helping if not at_school],
    )


def _helping(session: Session, case: Case) -> list[tuple[bool, Seer]]:
    """Return who sees the case by their work, and whether it is at the child's school."""
    parts = sa.union_all(_sencos(case), _professionals(case)).subquery()
    found = session.connection().execute(sa.select(parts).order_by(parts.c.surname, parts.c.id))
    return [
        (
            bool(row.at_school),
            Seer(f"{row.forename} {row.surname}", row.role or "", row.place or ""),
        )
        for row in found
    ]


def _seer(at_school: bool, role: Any, place: Any) -> sa.Select[Any]:
    return sa.select(
        sa.literal(at_school).label("at_school"),
        col(Account.id).label("id"),
        col(Account.forename).label("forename"),
        col(Account.surname).label("surname"),
        role.label("role"),
        place.label("place"),
    )


def _sencos(case: Case) -> sa.Select[Any]:
    """Return the SENCos of the setting where the child learns now."""
    today = clock.today()
    return (
        _seer(True, sa.literal("SENCo"), col(Setting.name))
        .join(SettingMembership, and_(SettingMembership.account_id == Account.id))
        .join(Setting, and_(Setting.id == SettingMembership.setting_id))
        .join(Placement, and_(Placement.setting_id == Setting.id))
        .where(
            col(Placement.person_id) == case.person_id,
            placed(today),
            col(SettingMembership.role) == SettingRole.SENCO,
            in_force(SettingMembership, today),
            ~_is_protected(Placement.person_id),
        )
    )


def _professionals(case: Case) -> sa.Select[Any]:
    """Return who was invited for a piece of advice and may see what was asked of them."""
    place = sa.func.coalesce(Service.name, Setting.name, Account.organisation)
    return (
        _seer(False, col(AdviceRequest.role), place)
        .join(CaseContributor, and_(CaseContributor.account_id == Account.id))
        .join(
            AdviceRequest, and_(AdviceRequest.id == CaseContributor.advice_request_id), isouter=True
        )
        .join(Service, and_(Service.id == AdviceRequest.service_id), isouter=True)
        .join(Setting, and_(Setting.id == AdviceRequest.setting_id), isouter=True)
        .join(Case, and_(Case.id == CaseContributor.case_id))
        .where(
            col(CaseContributor.case_id) == case.id,
            col(CaseContributor.to_at).is_(None),
            ~_is_protected(Case.person_id),
        )
    )


def _is_protected(person_id: Any) -> Any:
    """Whether an ``Account`` is of the child's family and protected, whatever their work is."""
    theirs: Any = aliased(Relationship)
    return sa.exists().where(
        theirs.person_id == person_id,
        theirs.account_id == Account.id,
        theirs.protected.is_(True),
    )
