"""Children and young people: their records, and the ties of accounts to them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, or_, select

from ehcportal import clock
from ehcportal.domain.names import fold as folded
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.models.account import Account
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    PersonAddress,
    PersonName,
    Placement,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.models.setting import Setting
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.ties import HELPERS
from ehcportal.security.audit import Trace

__all__ = ["Child", "Tie", "create", "folded", "folded_name", "tie"]


@dataclass(frozen=True, slots=True)
class Child:
    """What is known of a child when their record is made."""

    forename: str
    surname: str
    birth_date: date | None = None
    birth_date_estimated: bool = False
    upn: str | None = None
    sex: str | None = None
    address: str = ""
    postcode: str | None = None
    setting_id: str | None = None
    setting_name: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How an account is to stand to a child, and how staff made sure of it."""

    kind: RelationshipKind
    described_as: str
    parental_responsibility: ParentalResponsibility
    verified_how: str
    view: View = View.FULL
    verified_by_id: str | None = None
    """Who made sure, if that was not who acts now; and when, if it was earlier."""
    verified_at: datetime | None = None


def create(session: Session, child: Child) -> Person:
    """Make the record of a child who was not known before, with name, address and setting."""
    today = clock.today()
    person = Person(
        birth_date=child.birth_date,
        birth_date_estimated=child.birth_date_estimated,
        upn=child.upn,
        sex=child.sex,
    )
    session.add(person)
    session.flush()
    session.add(
        PersonName(
            person_id=person.id,
            forename=child.forename,
            surname=child.surname,
            folded=folded_name(child.forename, child.surname),
            turned=turned_name(child.forename, child.surname),
            from_on=today,
        )
    )
    _where(session, person, child, today)
    return person


def _where(session: Session, person: Person, child: Child, today: date) -> None:
    if child.address:
        session.add(
            PersonAddress(
                person_id=person.id,
                lines=child.address[:500],
                postcode=child.postcode,
                from_on=today,
            )
        )
    if child.setting_name:
        session.add(
            Placement(
                person_id=person.id,
                setting_id=_listed(session, child.setting_id),
                name=child.setting_name[:150],
                from_on=today,
            )
        )


def _listed(session: Session, setting_id: str | None) -> str | None:
    """Return the id if the council's list has it; a sender may name a school that it has not."""
    return setting_id if setting_id and session.get(Setting, setting_id) else None


def tie(
    session: Session, trace: Trace, *, account_id: str, person_id: str, wanted: Tie
) -> Relationship:
    """Give an account its tie to a child, or return the one it has; the tie opens the case.

    What one of the family gave to an advocate does not take its place: that person could end it.
    Raises ``StaleDataError`` when the address was blocked meanwhile: a block holds the child's row.
    """
    today = clock.today()
    session.get(Person, person_id, populate_existing=True, with_for_update=True)
    if is_blocked(session, person_id, session.get_one(Account, account_id).email_folded):
        raise StaleDataError("the address has been blocked for this child")
    query = select(Relationship).where(
        Relationship.account_id == account_id,
        Relationship.person_id == person_id,
        or_(col(Relationship.to_on).is_(None), col(Relationship.to_on) >= today),
    )
    if wanted.kind not in HELPERS:
        query = query.where(col(Relationship.invited_by_id).is_(None))
    found = session.exec(query).first()
    if found is not None:
        return found
    given = Relationship(
        account_id=account_id,
        person_id=person_id,
        kind=wanted.kind,
        described_as=wanted.described_as[:80] or None,
        parental_responsibility=wanted.parental_responsibility,
        view=wanted.view,
        from_on=today,
        verified_by_id=wanted.verified_by_id or trace.account_id,
        verified_how=wanted.verified_how[:200],
        verified_at=wanted.verified_at or clock.now(),
    )
    session.add(given)
    session.flush()
    return given
