"""A beginning that hundreds of names have: the lists show the same as with few, and as quickly."""

import re

import pytest
from sqlmodel import Session

from ehcportal.db import Database
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.models.person import Person, PersonName
from ehcportal.queries.search import BROAD
from ehcportal.services import clockwork
from tests import factories
from tests.cast import Cast

CHILDREN = BROAD + 30


def add_names(session: Session) -> None:
    """Add so many children whose first or last name begins with "quin", and one with neither."""
    for number in range(CHILDREN):
        called = ("Quinn", f"Adair{number:03}") if number % 2 else (f"Ash{number:03}", "Quinlan")
        _add(session, *called)
    _add(session, "Maya", "Adaeze")


def _add(session: Session, forename: str, surname: str) -> None:
    child = Person()
    session.add(child)
    session.flush()
    case = factories.case(session, child)
    names = {"folded": folded_name(forename, surname), "turned": turned_name(forename, surname)}
    session.add(PersonName(person_id=child.id, forename=forename, surname=surname, **names))
    clockwork.note(session, case.id)


@pytest.mark.parametrize("path", ["/council/tray?show=all&words={}", "/council/cases?q={}"])
def test_every_child_whose_name_begins_so_is_listed_once(
    cast: Cast, database: Database, path: str
) -> None:
    with database.unit() as session:
        add_names(session)
    seen: list[str] = []
    page = cast["caseworker"].get(path.format("quin")).text
    while True:
        assert "Adaeze" not in page
        seen += sorted(set(re.findall(r"Quinlan, Ash\d+|Adair\d+, Quinn", page)))
        further = re.search(r'href="([^"]+after=[^"]+)"', page)
        if further is None:
            break
        page = cast["caseworker"].get(further[1].replace("&amp;", "&")).text
    assert len(seen) == len(set(seen)) == CHILDREN
