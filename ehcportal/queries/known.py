"""What the portal knows already, so that a form does not ask for it again (WCAG 2.2, 3.3.7).

A child's address on the council's record is left out: it is shown to its owner and to staff only,
and another adult on the case may be the one who must not learn it. Who sees nothing of a case is
not told of the child here either, and who sees no more than its dates gets the name alone.
"""

from collections.abc import Mapping
from datetime import date
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
from ehcportal.policy.rules import LIMITED
from ehcportal.queries.fixed import fixed
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.standing import Years, inviter_of, relation_of
from ehcportal.queries.ties import INVITER, invited_by

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
        KnownPerson(tie.person_id, f"{tie.forename} {tie.surname}".strip())
        for tie, _sees_all in _ties(session, account_id, today)
        if tie.kind is not RelationshipKind.YOUNG_PERSON
    )


def known(session: Session, account_id: str, today: date) -> Known:
    """Return everything that may be filled in for this account."""
    account = session.get_one(Account, account_id)
    facts = {
        MYSELF if tie.kind is RelationshipKind.YOUNG_PERSON else tie.person_id: _facts(
            tie, sees_all=sees_all
        )
        for tie, sees_all in _ties(session, account_id, today)
    }
    return Known(account=_of_account(account), people=facts)


def _ties(session: Session, account_id: str, today: date) -> list[tuple[Any, bool]]:
    """Return the children whose case the account may see, and whether it may see all of it."""
    found: dict[str, tuple[Any, bool]] = {}
    for tie in session.connection().execute(_tied(), {"who": account_id, "today": today}):
        relation = relation_of(tie, inviter_of(tie), Years.of(tie))
        earlier = found.get(tie.person_id)
        if relation is not None and (earlier is None or not earlier[1]):
            found[tie.person_id] = (tie, relation not in LIMITED)
    return list(found.values())


@fixed
def _tied() -> Any:
    """Return the statement; a form asks it at every step, so it is built once."""
    today: Any = sa.bindparam("today", type_=sa.Date())
    return (
        sa.select(
            *(Relationship.person_id, Relationship.kind, Relationship.view),  # type: ignore[call-overload]
            *(Relationship.once_grown, Relationship.invited_by_id, Relationship.described_as),
            *(Relationship.parental_responsibility, PersonName.forename, PersonName.surname),
            *(Person.birth_date, Person.birth_date_estimated, Person.lacks_capacity),
            *(Person.upn, Person.nhs_number),
            INVITER.kind.label("inviter_kind"),
            INVITER.once_grown.label("inviter_once_grown"),
        )
        .join(Person, and_(Person.id == Relationship.person_id))
        .join(PersonName, is_current_name(Person.id))
        .join(INVITER, invited_by(today), isouter=True)
        .where(
            col(Relationship.account_id) == sa.bindparam("who"),
            in_force(Relationship, today),
            col(Person.died_on).is_(None),
        )
        .order_by(col(PersonName.folded), col(Person.id))
    )


def _facts(tie: Any, *, sees_all: bool) -> Mapping[str, Answer]:
    of_the_tie: dict[str, Answer] = {
        "name": {"first": tie.forename, "last": tie.surname},
        "kind": _relationship(tie),
        "responsibility": tie.parental_responsibility.value,
    }
    return {**of_the_tie, **_of_person(tie)} if sees_all else of_the_tie


def _of_person(person: Any) -> Mapping[str, Answer]:
    return {
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "birth_date_estimated": "yes" if person.birth_date_estimated else "",
        "upn": person.upn or "",
        "nhs_number": person.nhs_number or "",
    }


def _relationship(tie: Any) -> str:
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
