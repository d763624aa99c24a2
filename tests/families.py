"""Children of the cast with their ties, as the council's records hold them."""

from datetime import date

import pytest
from flask import Flask

from ehcportal.demo.cast import CHILDREN, TIES
from ehcportal.domain.names import folded_name
from ehcportal.models.person import Person, PersonName, Relationship
from tests.cast import Cast


@pytest.fixture
def families(app: Flask, cast: Cast) -> dict[str, str]:
    """The ids of the children by key."""
    ids = {}
    with app.extensions["database"].unit() as session:
        for child in CHILDREN:
            person = Person(birth_date=date(*child.birth), upn=child.upn)
            session.add(person)
            session.flush()
            session.add(
                PersonName(
                    person_id=person.id,
                    forename=child.forename,
                    surname=child.surname,
                    folded=folded_name(child.forename, child.surname),
                )
            )
            ids[child.key] = person.id
        for tie in TIES:
            session.add(
                Relationship(
                    account_id=cast.accounts[tie.member].id,
                    person_id=ids[tie.child],
                    kind=tie.kind,
                    described_as=tie.described_as,
                    from_on=date(2026, 1, 1),
                )
            )
    return ids
