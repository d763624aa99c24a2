"""Children already known who may be the one that a request is about. For staff alone.

Nothing that is found here may ever reach the sender: it may be somebody else's child.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

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
    ways = _alike(sought)
    if also.strip():
        ways.append(_found(also, prefix))
    matches = [_match(row, sought) for row in _rows(session, sa.union(*ways))]
    ranked = sorted(matches, key=lambda each: list(Likeness).index(each.likeness))
    best = {each.person_id: each for each in reversed(ranked)}
    return [each for each in ranked if best[each.person_id] is each]


def _alike(sought: Sought) -> list[Any]:
    """Return the names in question, each way of looking a select with an index of its own."""
    ways = [_names().where(col(PersonName.folded) == sought.folded)]
    if sought.birth_date:
        surname = named(fold(sought.surname))
        ways.append(_persons().where(col(Person.birth_date) == sought.birth_date, surname))
    if sought.upn:
        ways.append(_persons().where(col(Person.upn) == sought.upn))
    return ways


def _names() -> sa.Select[Any]:
    return sa.select(col(PersonName.id))


def _persons() -> sa.Select[Any]:
    return _names().join(Person, and_(Person.id == PersonName.person_id))


def _found(words: str, prefix: str) -> sa.Select[Any]:
    upn = pupil_number(words)
    if upn:
        return _persons().where(col(Person.upn) == upn)
    quoted = reference(words, prefix)
    if quoted:
        return _persons().join(Case, _is_open()).where(col(Case.reference) == quoted)
    return _names().where(called(words))


def _is_open() -> Any:
    return and_(Case.person_id == Person.id, col(Case.ended_on).is_(None))


def _rows(session: Session, names: Any) -> list[Any]:
    current = aliased(PersonName)
    query = (
        sa.select(Person, PersonName, current, Case)
        .join(PersonName, and_(PersonName.person_id == Person.id))
        .join(current, is_current_name(Person.id, current))
        .join(Case, _is_open(), isouter=True)
        .where(col(PersonName.id).in_(names), col(Person.merged_into_id).is_(None))
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
