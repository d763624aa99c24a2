"""How an account stands to a case, and the cases it may see: the one door to every case."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.domain.rights import rights_pass_on
from ehcportal.models.case import Case, CasePart
from ehcportal.models.person import (
    Person,
    PersonName,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.policy import Action, Actor, Relation, allows
from ehcportal.policy.rules import CASE_STAFF
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.ties import HELPERS, INVITER, TODAY, WHO, invited_by, ties_to_case

OF_KIND = {
    RelationshipKind.PARENT: Relation.PARENT,
    RelationshipKind.CARER: Relation.PARENT,
    RelationshipKind.FOSTER_CARER: Relation.FOSTER_CARER,
    RelationshipKind.SOCIAL_WORKER: Relation.SOCIAL_WORKER,
    RelationshipKind.YOUNG_PERSON: Relation.YOUNG_PERSON,
    RelationshipKind.ADVOCATE: Relation.ADVOCATE_FULL,
    RelationshipKind.SUPPORTER: Relation.ADVOCATE_FULL,
}


PARENTS = frozenset({RelationshipKind.PARENT, RelationshipKind.CARER})
AFTER_RIGHTS = {
    None: Relation.PARENT_LIMITED,
    View.LIMITED: Relation.PARENT_LIMITED,
    View.FULL: Relation.PARENT,
    View.NONE: None,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with what ties the actor to it."""

    case: Case
    relations: frozenset[Relation]
    relationship_id: str | None
    advice_request_ids: frozenset[str] = frozenset()
    """Of a contributor: the pieces of advice that they were asked for."""


def standing(session: Session, actor: Actor, case_id: str) -> Standing | None:
    """Return the case and the actor's current ties to it, in one statement.

    Returns nothing when there is no such case, or none of the actor's and the actor is not staff:
    the two cannot be told apart.
    """
    values = {
        "case": case_id,
        "who": actor.account_id,
        "today": clock.today(),
        "now": clock.now(),
    }
    rows = session.execute(ties_to_case(), values).all()
    if not rows:
        return None
    relations = frozenset(relation for row in rows for relation in _relations(row, actor))
    if not relations and actor.staff_role not in CASE_STAFF:
        return None
    tie_id = next((row.tie_id for row in rows if row.tie_id is not None), None)
    asked = frozenset(row.advice_request_id for row in rows if row.advice_request_id)
    return Standing(rows[0][0], relations, tie_id, asked)


def _relations(row: Any, actor: Actor) -> set[Relation]:
    found: set[Relation] = set()
    if row.tie_id is not None:
        family = relation_of(row, inviter_of(row), Years.of(row))
        found |= {family} if family else set()
    if row.part is not None:
        found.add(Relation.COORDINATOR if row.part is CasePart.COORDINATOR else Relation.COVER)
    if row.contributor_id is not None:
        found.add(Relation.CONTRIBUTOR)
    if row.is_senco:
        found.add(Relation.SENCO)
    if row.opening_id is not None:
        found.add(Relation.WITH_REASON)
    if actor.staff_role in CASE_STAFF and (row.team_post_id or row[0].team_id is None):
        found.add(Relation.TEAM)
    return found


@dataclass(frozen=True, slots=True)
class Years:
    """What decides whether the rights are the young person's own."""

    birth_date: date | None
    lacks_capacity: bool = False

    @classmethod
    def of(cls, person: Any) -> "Years":
        """Return them of a person, or of a row with those columns."""
        return cls(person.birth_date, person.lacks_capacity)

    @property
    def are_grown(self) -> bool:
        """Whether the young person decides what a parent sees."""
        return rights_passed(self.birth_date) and not self.lacks_capacity


@dataclass(frozen=True, slots=True)
class Inviter:
    """How whoever invited an advocate or supporter stands to the child."""

    kind: RelationshipKind
    once_grown: View | None
    view: View = View.FULL


def inviter_of(row: Any) -> Inviter | None:
    """Return how whoever invited stands to the child, from a row with their columns."""
    if row.inviter_kind is None:
        return None
    return Inviter(row.inviter_kind, row.inviter_once_grown)


def relation_of(tie: Any, inviter: Any, years: Years) -> Relation | None:
    """Return how a relationship, or a row with its columns, stands to the child today.

    Once the rights are the young person's (``domain.rights``), a parent sees what they decide: no
    more than the dates while they have not said, nothing if they said so, and in any case all if
    the young person cannot decide this and the parent stands in their place. Whoever was invited
    by one of the family sees no more than that person, and nothing once that person's tie ended.
    """
    own = _alone(tie, years)
    if tie.kind not in HELPERS or tie.invited_by_id is None:
        return own
    above = _alone(inviter, years) if inviter is not None else None
    if above is None:
        return None
    return Relation.ADVOCATE_LIMITED if above is Relation.PARENT_LIMITED else own


def _alone(tie: Any, years: Years) -> Relation | None:
    if tie.kind in HELPERS and tie.view is View.LIMITED:
        return Relation.ADVOCATE_LIMITED
    if tie.kind not in PARENTS or not years.are_grown:
        return OF_KIND[tie.kind]
    return AFTER_RIGHTS[tie.once_grown]


def rights_passed(birth_date: date | None) -> bool:
    """Whether the last day of compulsory school age is over (sections 80 and 83 of the Act)."""
    return birth_date is not None and clock.today() > rights_pass_on(birth_date)


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
    relation: Relation
    opened_on: date
    ended_on: date | None


def visible_cases(session: Session, actor: Actor) -> list[VisibleCase]:
    """Return one case of each child that the actor is currently tied to, by surname, in one query.

    It is the open case or, when all have ended, the newest.
    """
    values = {"who": actor.account_id, "today": clock.today()}
    of_person: dict[str, VisibleCase] = {}
    for row in session.connection().execute(_cases_of_ties(), values):
        relation = relation_of(row, inviter_of(row), Years.of(row))
        if relation is not None:
            of_person.setdefault(row.person_id, _visible(row, relation))
    return list(of_person.values())


@fixed
def _cases_of_ties() -> Any:
    """Return the statement with parameters who and today; it is built once."""
    return (
        sa.select(
            col(Case.id).label("case_id"),
            col(Case.reference),
            col(Case.person_id),
            col(Case.opened_on),
            col(Case.ended_on),
            col(PersonName.forename),
            col(PersonName.surname),
            col(Person.birth_date),
            col(Person.lacks_capacity),
            col(Relationship.kind),
            col(Relationship.view),
            col(Relationship.once_grown),
            col(Relationship.invited_by_id),
            INVITER.kind.label("inviter_kind"),
            INVITER.once_grown.label("inviter_once_grown"),
        )
        .join(Person, and_(Person.id == Case.person_id))
        .join(Relationship, and_(Relationship.person_id == Case.person_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(INVITER, invited_by(TODAY), isouter=True)
        .where(col(Relationship.account_id) == WHO, in_force(Relationship, TODAY))
        .order_by(PersonName.folded, col(Case.ended_on).is_not(None), col(Case.opened_on).desc())
    )


def _visible(row: Any, relation: Relation) -> VisibleCase:
    return VisibleCase(
        case_id=row.case_id,
        reference=row.reference,
        person_id=row.person_id,
        forename=row.forename,
        surname=row.surname,
        kind=row.kind,
        relation=relation,
        opened_on=row.opened_on,
        ended_on=row.ended_on,
    )
