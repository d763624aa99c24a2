"""Information Requested: who was asked, when, until when, and what came, as page and PDF (U11)."""

import io
from dataclasses import dataclass

import pytest
from pypdf import PdfReader

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.dates import date_words
from ehcportal.models.person import Person, Relationship, RelationshipKind, View
from tests import factories
from tests.cast import Cast


@dataclass
class Asks:
    """Maya's case with one ask open, one late and one answered."""

    path: str
    person_id: str
    case_id: str
    tie_id: str


@pytest.fixture
def asks(cast: Cast, database: Database) -> Asks:
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        tie = factories.relationship(session, who["parent"], child)
        kind = RelationshipKind.ADVOCATE
        factories.relationship(session, who["advocate"], child, kind=kind, view=View.LIMITED)
        case = factories.case(session, child, opened=60)
        factories.advice(session, case, "Educational psychologist", asked=7)
        factories.advice(session, case, "Speech therapist", asked=50)
        heard = factories.advice(session, case, "Paediatrician", asked=40, received=2)
        heard.adviser_name = "Dr Kingfisher"
        base = f"/cases/{case.id}/information-requested"
        return Asks(base, child.id, case.id, tie.id)


def page_of(cast: Cast, asks: Asks, who: str = "parent") -> str:
    answer = cast[who].get(asks.path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def paper_of(cast: Cast, asks: Asks) -> str:
    answer = cast["parent"].get(f"{asks.path}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_each_ask_says_when_until_when_and_what_came(cast: Cast, asks: Asks) -> None:
    page = page_of(cast, asks)
    for role in ("Educational psychologist", "Speech therapist", "Paediatrician"):
        assert role in page
    assert date_words(factories.days_ago(7)) in page
    assert date_words(factories.days_ago(2)) in page
    assert "Late" in page
    assert "not yet" in page


def test_the_paper_says_the_same_as_the_page(cast: Cast, asks: Asks) -> None:
    paper = paper_of(cast, asks)
    for words in ("Information Requested", "Speech therapist", "Dr Kingfisher", "not yet"):
        assert words in paper
    assert date_words(factories.days_ago(2)) in paper
    assert date_words(clock.today()) in paper


def test_the_list_of_documents_leads_there(cast: Cast, asks: Asks) -> None:
    page = cast["parent"].get(f"/cases/{asks.case_id}/documents").get_data(as_text=True)
    assert asks.path in page


def test_who_helps_a_protected_child_is_not_said_to_those_who_may_not_know(
    cast: Cast, asks: Asks, database: Database
) -> None:
    with database.unit() as session:
        session.get_one(Person, asks.person_id).protected = True
    for words in (page_of(cast, asks), paper_of(cast, asks)):
        assert "Kingfisher" not in words
        assert "Paediatrician" in words
    with database.unit() as session:
        session.get_one(Relationship, asks.tie_id).protected = True
    assert "Kingfisher" in page_of(cast, asks)


def test_nobody_asked_is_said_as_well(cast: Cast, database: Database, asks: Asks) -> None:
    with database.unit() as session:
        child = factories.person(session, "Rowan", "Reed")
        factories.relationship(session, cast.accounts["stranger"], child)
        asks.path = f"/cases/{factories.case(session, child).id}/information-requested"
    assert "Nobody has been asked yet" in page_of(cast, asks, "stranger")


def test_a_limited_view_and_strangers_find_nothing(cast: Cast, asks: Asks) -> None:
    for who in ("advocate", "stranger", "caseworker"):
        for path in (asks.path, f"{asks.path}.pdf"):
            assert cast[who].get(path).status_code == 404, (who, path)
