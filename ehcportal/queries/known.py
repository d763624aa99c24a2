"""What the portal knows already, so that a form does not ask for it again (WCAG 2.2, 3.3.7).

A child's address on the council's record is left out: it is shown to its owner and to staff only,
and another adult on the case may be the one who must not learn it.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.domain.names import fold
from ehcportal.forms.conditions import Answer
from ehcportal.forms.fields.base import KnownPerson
from ehcportal.forms.known import Known
from ehcportal.forms.wording import MYSELF
from ehcportal.models.account import Account
from ehcportal.models.person import (
    Person,
    PersonName,
    Relationship,
    RelationshipKind,
)
from ehcportal.queries.in_force import in_force, is_current_name

Row = tuple[Relationship, Person, PersonName]

WORDS = frozenset({"mother", "father", "parent", "step parent", "grandparent", "carer"})
OF_KIND = {
    RelationshipKind.PARENT: "parent",
    RelationshipKind.CARER: "carer",
    RelationshipKind.FOSTER_CARER: "foster_carer",
    RelationshipKind.ADVOCATE: "advocate",
    RelationshipKind.SUPPORTER: "advocate",
}


def people(session: Session, account_id: str, today: date) -> tuple[KnownPerson, ...]:
    """Return the children and young people on an account; one's own record is "Myself"."""
    return tuple(
        KnownPerson(person.id, f"{name.forename} {name.surname}".strip())
        for tie, person, name in _ties(session, account_id, today)
        if tie.kind is not RelationshipKind.YOUNG_PERSON
    )


def known(session: Session, account_id: str, today: date) -> Known:
    """Return everything that may be filled in for this account."""
    account = session.get_one(Account, account_id)
    facts = {
        MYSELF if tie.kind is RelationshipKind.YOUNG_PERSON else person.id: _facts(
            tie, person, name
        )
        for tie, person, name in _ties(session, account_id, today)
    }
    return Known(account=_of_account(account), people=facts)


def _ties(session: Session, account_id: str, today: date) -> list[Row]:
    rows = session.execute(_tied(), {"who": account_id, "today": today})
    return list({person.id: (tie, person, name) for tie, person, name in rows}.values())


@cache
def _tied() -> Any:
    """Return the statement; a form asks it at every step, so it is built once."""
    today: Any = sa.bindparam("today")
    return (
        sa.select(Relationship, Person, PersonName)
        .join(Person, and_(Person.id == Relationship.person_id))
        .join(PersonName, is_current_name(Person.id))
        .where(
            col(Relationship.account_id) == sa.bindparam("who"),
            in_force(Relationship, today),
            col(Person.died_on).is_(None),
        )
        .order_by(col(PersonName.folded), col(Person.id))
    )


def _facts(tie: Relationship, person: Person, name: PersonName) -> Mapping[str, Answer]:
    return {
        "name": {"first": name.forename, "last": name.surname},
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "birth_date_estimated": "yes" if person.birth_date_estimated else "",
        "upn": person.upn or "",
        "nhs_number": person.nhs_number or "",
        "kind": _relationship(tie),
        "responsibility": tie.parental_responsibility.value,
    }


def _relationship(tie: Relationship) -> str:
    described = fold(tie.described_as or "")
    return described.replace(" ", "_") if described in WORDS else OF_KIND.get(tie.kind, "")


def _of_account(account: Account) -> Mapping[str, Answer]:
    return {
        "name": {"first": account.forename, "last": account.surname},
        "forename": account.forename,
        "surname": account.surname,
        "email": account.email,
        "phone": account.phone or "",
        "organisation": account.organisation or "",
        "role": account.professional_role or "",
        "address": {
            "property": account.property_name or "",
            "house": account.house or "",
            "street": account.street or "",
            "area": account.area or "",
            "town": account.town or "",
            "county": account.county or "",
            "postcode": account.postcode or "",
        },
    }
