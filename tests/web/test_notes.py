"""Notes of staff: kept as they were written, put right by further ones, never shown to families."""

import re

import pytest
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.desk import CaseNote
from tests import desk_rows, factories
from tests.cast import Cast

SAID = "Dr Nair’s office says Tuesday"


@pytest.fixture
def case_id(cast: Cast, database: Database) -> str:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        return factories.case(session, child, coordinator=cast.accounts["caseworker"]).id


def page(cast: Cast, who: str, path: str) -> str:
    answer = cast[who].get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def write(cast: Cast, case_id: str, text: str = SAID) -> str:
    notes = f"/council/cases/{case_id}/notes"
    assert cast["caseworker"].post(notes, {"text": text}).status_code == 303
    return notes


def test_a_note_stands_on_the_page_of_the_case_and_the_family_reads_nothing_of_it(
    cast: Cast, case_id: str
) -> None:
    write(cast, case_id)
    assert SAID in page(cast, "caseworker", f"/council/cases/{case_id}")
    for path in ("", "/timeline", "/dates", "/seen", "/documents"):
        shown = page(cast, "parent", f"/cases/{case_id}{path}")
        assert SAID not in shown
        assert "wrote a note" not in shown


def test_a_note_is_put_right_by_a_further_one_and_only_once(
    cast: Cast, case_id: str, database: Database
) -> None:
    notes = write(cast, case_id)
    link = re.search(rf"{notes}/\w+/correction", page(cast, "caseworker", notes))
    assert link
    assert cast["caseworker"].post(link[0], {"text": "It was Wednesday"}).status_code == 303
    late = cast["manager"].post(link[0], {"text": "It was Thursday"})
    assert late.status_code == 409
    assert "It was Thursday" in late.get_data(as_text=True)
    shown = page(cast, "caseworker", notes)
    assert SAID in shown
    assert "It was Wednesday" in shown
    with database.reading() as session:
        assert len(session.exec(select(CaseNote.id)).all()) == 2


def test_an_empty_or_endless_note_is_not_taken_and_nothing_typed_is_lost(
    cast: Cast, case_id: str
) -> None:
    notes = f"/council/cases/{case_id}/notes"
    empty = cast["caseworker"].post(notes, {"text": "  "})
    assert empty.status_code == 422
    assert "Write the note" in empty.get_data(as_text=True)
    long = cast["caseworker"].post(notes, {"text": "again " * 2000})
    assert long.status_code == 422
    assert "again again" in long.get_data(as_text=True)


def test_a_note_of_another_case_cannot_be_put_right_here(
    cast: Cast, case_id: str, database: Database
) -> None:
    with database.unit() as session:
        other = factories.case(session, factories.person(session, "Rowan", "Hale"))
        note = desk_rows.note(session, other.id, cast.accounts["caseworker"])
    path = f"/council/cases/{case_id}/notes/{note.id}/correction"
    assert cast["caseworker"].get(path).status_code == 404
    assert cast["caseworker"].post(path, {"text": "x"}).status_code == 404
