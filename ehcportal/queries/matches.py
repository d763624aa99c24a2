"""Children already known who may be the one that a request is about. For staff alone.

Nothing that is found here may ever reach the sender: it may be somebody else's child.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_

from ehcportal.domain.names import fold
from ehcportal.models.case import Case
from ehcportal.models.person import Person, PersonName
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.search import called, named, pupil_number, reference

MOST = 20


class Likeness(StrEnum):
    """Why a child may be the same, the strongest first."""

    UPN = "upn"
    NAME_AND_BIRTH = "name_and_birth"
    SURNAME_AND_BIRTH = "surname_and_birth"
    NAME_ONLY = "name_only"
    FOUND = "found"

    @property
    def is_strong(self) -> bool:
        """Whether two facts agree that seldom agree by chance."""
        return self in {Likeness.UPN, Likeness.NAME_AND_BIRTH}


@dataclass(frozen=True, slots=True)
class Match:
    """A child already known."""

    person_id: str
    forename: str
    surname: str
    birth_date: date | None
    upn: str | None
    case_id: str | None
    case_reference: str | None
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Sought:
    """What the sender wrote about the child."""

    folded: str
    surname: str
    birth_date: date | None
    upn: str | None


def possible(session: Session, sought: Sought, *, also: str = "", prefix: str = "") -> list[Match]:
    """Return children who may be the same, and those that staff look for, in one statement.

    A former name counts like the current one, which is the one that is shown.
    """
    conditions = list(_alike(sought))
    if also.strip():
        conditions.append(_found(also, prefix))
    matches = [_match(row, sought) for row in _rows(session, or_(*conditions))]
    ranked = sorted(matches, key=lambda each: list(Likeness).index(each.likeness))
    best = {each.person_id: each for each in reversed(ranked)}
    return [each for each in ranked if best[each.person_id] is each]


def _alike(sought: Sought) -> list[Any]:
    same_name = col(PersonName.folded) == sought.folded
    conditions = [same_name]
    if sought.birth_date:
        surname = named(fold(sought.surname))
        conditions.append(and_(col(Person.birth_date) == sought.birth_date, surname))
    if sought.upn:
        conditions.append(col(Person.upn) == sought.upn)
    return conditions


def _found(words: str, prefix: str) -> Any:
    upn = pupil_number(words)
    if upn:
        return col(Person.upn) == upn
    quoted = reference(words, prefix)
    return col(Case.reference) == quoted if quoted else called(words)


def _rows(session: Session, condition: Any) -> list[Any]:
    current = aliased(PersonName)
    is_open = and_(Case.person_id == Person.id, col(Case.ended_on).is_(None))
    query = (
        sa.select(Person, PersonName, current, Case)
        .join(PersonName, and_(PersonName.person_id == Person.id))
        .join(current, is_current_name(Person.id, current))
        .join(Case, is_open, isouter=True)
        .where(condition, col(Person.merged_into_id).is_(None))
        .order_by(col(Case.id).is_(None), col(PersonName.folded), col(Person.id))
        .limit(MOST)
    )
    return list(session.execute(query).all())


def _match(row: Any, sought: Sought) -> Match:
    person, matched, current, case = row
    return Match(
        person_id=person.id,
        forename=current.forename,
        surname=current.surname,
        birth_date=person.birth_date,
        upn=person.upn,
        case_id=case.id if case else None,
        case_reference=case.reference if case else None,
        likeness=_likeness(person, matched, sought),
    )


def _likeness(person: Person, name: PersonName, sought: Sought) -> Likeness:
    same_birth = sought.birth_date is not None and person.birth_date == sought.birth_date
    if sought.upn and person.upn == sought.upn:
        return Likeness.UPN
    if name.folded == sought.folded:
        return Likeness.NAME_AND_BIRTH if same_birth else Likeness.NAME_ONLY
    if same_birth and name.folded.startswith(fold(sought.surname)):
        return Likeness.SURNAME_AND_BIRTH
    return Likeness.FOUND
