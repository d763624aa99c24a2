"""Children of the cast with their ties, as the council's records hold them."""

from datetime import date

import pytest
from flask import Flask

from ehcportal.demo.cast import CHILDREN, TIES
from ehcportal.models.person import Relationship
from tests import factories
from tests.cast import Cast


@pytest.fixture
def families(app: Flask, cast: Cast) -> dict[str, str]:
    """The ids of the children by key."""
    ids = {}
    with app.extensions["database"].unit() as session:
        for child in CHILDREN:
            born = date(*child.birth)
            person = factories.person(
                session, child.forename, child.surname, birth_date=born, upn=child.upn
            )
            ids[child.key] = person.id
        for tie in TIES:
            ended = date(2026, 2, 1) if tie.has_ended else None
            session.add(
                Relationship(
                    account_id=cast.accounts[tie.member].id,
                    person_id=ids[tie.child],
                    kind=tie.kind,
                    described_as=tie.described_as,
                    view=tie.view,
                    from_on=date(2026, 1, 1),
                    to_on=ended,
                )
            )
    return ids
