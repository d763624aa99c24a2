"""Whose the days to comment on a plan are: who of a family must accept it for them to end early."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel import col

from ehcportal.models.case import Case
from ehcportal.models.person import Person, Relationship, RelationshipKind
from ehcportal.queries.fact_parts import part
from ehcportal.queries.in_force import in_force
from ehcportal.queries.standing import PARENTS, rights_passed

if TYPE_CHECKING:
    from ehcportal.queries.fact_rows import FactRow

FOR_A_CHILD = PARENTS | {RelationshipKind.SOCIAL_WORKER}
"""Parents, and the social worker for the council as corporate parent."""

LACKS_CAPACITY = 1


def of_the_family() -> sa.Select[Any]:
    """Return who is tied to the child today and may hold the right to comment."""
    today: sa.BindParameter[Any] = sa.bindparam("today", type_=sa.Date())
    tied = part(
        "tie",
        Case.id,
        Relationship.account_id,
        Person.birth_date,
        word=Relationship.kind,
        number=sa.case((col(Person.lacks_capacity), LACKS_CAPACITY)),
    )
    return (
        tied.join(Person, col(Person.id) == Case.person_id)
        .join(Relationship, col(Relationship.person_id) == Case.person_id)
        .where(
            col(Relationship.kind).in_(FOR_A_CHILD | {RelationshipKind.YOUNG_PERSON}),
            in_force(Relationship, today),
        )
    )


def speakers(ties: Iterable["FactRow"]) -> frozenset[str]:
    """Return the accounts whose days they are (Regulations 13(1)(a) and 22(2)(c)).

    Every parent, each for themselves; the young person alone once the rights are theirs, whatever
    they let a parent see (section 83 of the Act). No advocate: they speak for one of these.
    """
    return frozenset(each.key for each in ties if each.word in _whose(each))


def _whose(tie: "FactRow") -> frozenset[RelationshipKind]:
    are_grown = rights_passed(tie.first) and tie.number != LACKS_CAPACITY
    return frozenset({RelationshipKind.YOUNG_PERSON}) if are_grown else FOR_A_CHILD
