"""How an account stands to a case, and the cases it may see: the one door to every case."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.case import Case, CaseAssignment, CaseContributor, CasePart
from ehcportal.models.person import (
    PersonName,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.policy import Action, Actor, Relation, allows
from ehcportal.policy.rules import CASE_STAFF
from ehcportal.queries.in_force import in_force, is_current_name

OF_KIND = {
    RelationshipKind.PARENT: Relation.PARENT,
    RelationshipKind.CARER: Relation.PARENT,
    RelationshipKind.FOSTER_CARER: Relation.FOSTER_CARER,
    RelationshipKind.SOCIAL_WORKER: Relation.SOCIAL_WORKER,
    RelationshipKind.YOUNG_PERSON: Relation.YOUNG_PERSON,
    RelationshipKind.ADVOCATE: Relation.ADVOCATE_FULL,
    RelationshipKind.SUPPORTER: Relation.ADVOCATE_FULL,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with what ties the actor to it."""

    case: Case
    relations: frozenset[Relation]
    relationship_id: str | None


def standing(session: Session, actor: Actor, case_id: str) -> Standing | None:
    """Return the case and the actor's current ties to it, in one statement.

    Returns nothing when there is no such case, or none of the actor's and the actor is not staff:
    the two cannot be told apart.
    """
    values = {"case": case_id, "who": actor.account_id, "today": clock.today()}
    rows = session.execute(_ties_to_case(), values).all()
    if not rows:
        return None
    relations = frozenset(relation for row in rows for relation in _relations(row))
    if not relations and actor.staff_role not in CASE_STAFF:
        return None
    tie_id = next((row.tie_id for row in rows if row.tie_id is not None), None)
    return Standing(case=rows[0][0], relations=relations, relationship_id=tie_id)


@cache
def _ties_to_case() -> Any:
    """Return the statement of ``standing``; built once, it is many times quicker."""
    who: Any = sa.bindparam("who")
    today: Any = sa.bindparam("today")
    is_tied = and_(
        Relationship.person_id == Case.person_id,
        col(Relationship.account_id) == who,
        in_force(Relationship, today),
    )
    takes_part = and_(
        CaseAssignment.case_id == Case.id,
        col(CaseAssignment.account_id) == who,
        col(CaseAssignment.to_at).is_(None),
    )
    contributes = and_(
        CaseContributor.case_id == Case.id,
        col(CaseContributor.account_id) == who,
        col(CaseContributor.to_at).is_(None),
    )
    return (
        sa.select(
            Case,
            col(Relationship.id).label("tie_id"),
            col(Relationship.kind),
            col(Relationship.view),
            col(CaseAssignment.part),
            col(CaseContributor.id).label("contributor_id"),
        )
        .join(Relationship, is_tied, isouter=True)
        .join(CaseAssignment, takes_part, isouter=True)
        .join(CaseContributor, contributes, isouter=True)
        .where(col(Case.id) == sa.bindparam("case"))
    )


def _relations(row: Any) -> set[Relation]:
    found: set[Relation] = set()
    if row.tie_id is not None:
        limited = row.view is View.LIMITED and row.kind in {
            RelationshipKind.ADVOCATE,
            RelationshipKind.SUPPORTER,
        }
        found.add(Relation.ADVOCATE_LIMITED if limited else OF_KIND[row.kind])
    if row.part is not None:
        found.add(Relation.COORDINATOR if row.part is CasePart.COORDINATOR else Relation.COVER)
    if row.contributor_id is not None:
        found.add(Relation.CONTRIBUTOR)
    return found


def case_for(session: Session, actor: Actor, case_id: str, to: Action) -> Standing | None:
    """Return the case if ``actor`` may do ``to`` with it, else nothing."""
    found = standing(session, actor, case_id)
    if found is None or not allows(actor, to, found.relations):
        return None
    return found


@dataclass(frozen=True, slots=True)
class VisibleCase:
    """A case that an account may see as family or as somebody who stands beside it."""

    case_id: str
    reference: str
    person_id: str
    forename: str
    surname: str
    kind: RelationshipKind
    opened_on: date
    ended_on: date | None


def visible_cases(session: Session, actor: Actor) -> list[VisibleCase]:
    """Return one case of each child that the actor is currently tied to, by surname, in one query.

    It is the open case or, when all have ended, the newest.
    """
    today = clock.today()
    rows = session.exec(
        select(Case, PersonName, Relationship.kind)
        .join(Relationship, and_(Relationship.person_id == Case.person_id))
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            Relationship.account_id == actor.account_id,
            in_force(Relationship, today),
        )
        .order_by(PersonName.folded, col(Case.ended_on).is_not(None), col(Case.opened_on).desc())
    ).all()
    of_person: dict[str, VisibleCase] = {}
    for case, name, kind in rows:
        of_person.setdefault(case.person_id, _visible(case, name, RelationshipKind(kind)))
    return list(of_person.values())


def _visible(case: Case, name: PersonName, kind: RelationshipKind) -> VisibleCase:
    return VisibleCase(
        case_id=case.id,
        reference=case.reference,
        person_id=case.person_id,
        forename=name.forename,
        surname=name.surname,
        kind=kind,
        opened_on=case.opened_on,
        ended_on=case.ended_on,
    )
