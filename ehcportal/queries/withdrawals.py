"""Whether somebody of the family can take the request back themselves (guide row C11).

It is theirs to take back who hold the right to ask: a person with parental responsibility or, once
the rights are theirs, the young person. Nobody takes back what another one asked for.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.domain import requeststeps
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.facts import Source
from ehcportal.models.person import ParentalResponsibility, Person, Relationship, RelationshipKind
from ehcportal.models.request import Request
from ehcportal.queries.in_force import in_force
from ehcportal.queries.standing import Years

FAMILY = frozenset({Source.PARENT, Source.YOUNG_PERSON})


class Obstacle(StrEnum):
    """Why somebody of the family cannot take the request back by themselves."""

    NOT_YOURS = "not_yours"
    NOTHING_OPEN = "nothing_open"
    ANSWERED = "answered"
    ANOTHER_ASKED = "another_asked"


@dataclass(frozen=True, slots=True)
class Withdrawable:
    """The open requests of a case, and why they cannot be taken back by this person, if so."""

    requests: tuple[Request, ...]
    obstacle: Obstacle | None = None


def withdrawable(
    session: Session, dates: CaseDates, case_id: str, person_id: str, account_id: str
) -> Withdrawable:
    """Return what is open, and why this person cannot take it back, if so."""
    holders = _holders(session, person_id)
    wanted = select(Request).where(Request.case_id == case_id, col(Request.closed_at).is_(None))
    found = tuple(session.exec(wanted.order_by(col(Request.received_on), col(Request.id))))
    return Withdrawable(found, _obstacle(dates, found, account_id, holders))


def _holders(session: Session, person_id: str) -> frozenset[str]:
    """Return the accounts of those who hold the right to ask, in one statement."""
    ties = session.exec(
        select(Relationship, Person)
        .join(Person, and_(Person.id == Relationship.person_id))
        .where(Relationship.person_id == person_id, in_force(Relationship, clock.today()))
    )
    return frozenset(
        tie.account_id for tie, child in ties if _holds(tie, grown=Years.of(child).are_grown)
    )


def _holds(tie: Relationship, *, grown: bool) -> bool:
    if grown or tie.kind is RelationshipKind.YOUNG_PERSON:
        return grown and tie.kind is RelationshipKind.YOUNG_PERSON
    return tie.parental_responsibility is ParentalResponsibility.YES


def _obstacle(
    dates: CaseDates, found: tuple[Request, ...], account_id: str, holders: frozenset[str]
) -> Obstacle | None:
    if account_id not in holders:
        return Obstacle.NOT_YOURS
    if not found or dates.facts.ended_on is not None:
        return Obstacle.NOTHING_OPEN
    if requeststeps.close_request(dates):
        return Obstacle.ANSWERED
    alone = holders == {account_id}
    own = (each.source in FAMILY and (alone or each.made_by_id == account_id) for each in found)
    return None if all(own) else Obstacle.ANOTHER_ASKED
