"""One act with several cases: asked first, done where one may, and answered case by case."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.models.alert import Alert
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.document import Document, Publication
from ehcportal.models.person import Person, Relationship
from ehcportal.security.audit import SYSTEM
from ehcportal.services import clockwork, teams
from tests import factories
from tests.cast import Cast

DO = "/council/tray/several"


def a_case(session: Session, cast: Cast, name: str, parent: str = "") -> Case:
    child = factories.person(session, name, "Okafor")
    if parent:
        factories.relationship(session, cast.accounts[parent], child)
    case = factories.case(session, child, opened=60, coordinator=cast.accounts["caseworker"])
    factories.request(session, received=60, joined_to=case)
    clockwork.note(session, case.id)
    return case


@pytest.fixture
def two(cast: Cast, database: Database) -> list[str]:
    with database.unit() as session:
        return [a_case(session, cast, name, "parent").id for name in ("Maya", "Noel")]


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return str(answer.get_data(as_text=True))


def does(cast: Cast, who: str = "caseworker", **fields: Any) -> str:
    """Send the page; return the page that says what was done."""
    answer = cast[who].post(DO, fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return page(cast[who].get(answer.headers["Location"]))


def test_cases_are_given_to_somebody_after_a_page_that_names_them(
    cast: Cast, two: list[str], database: Database
) -> None:
    asked = page(cast["caseworker"].get(DO, query_string={"act": "reassign", "case": two}))
    assert "Okafor, Maya" in asked
    assert "Okafor, Noel" in asked
    chosen = cast.accounts["other_caseworker"].id
    said = does(cast, act="reassign", case=two, coordinator=chosen)
    assert "Given to them" in said
    with database.reading() as session:
        now = select(CaseAssignment.account_id).where(col(CaseAssignment.to_at).is_(None))
        assert set(session.exec(now)) == {chosen}
    tray = page(cast["other_caseworker"].get("/council/tray"))
    assert "Okafor, Maya" in tray


def test_a_case_of_another_team_is_left_and_said_so(
    cast: Cast, two: list[str], database: Database
) -> None:
    with database.unit() as session:
        team = teams.make(session, SYSTEM, "North")
        teams.give_case(session, SYSTEM, two[0], team.id, version=1)
    chosen = cast.accounts["manager"].id
    said = does(cast, "support", act="reassign", case=two, coordinator=chosen)
    assert "the case belongs to another team" in said
    with database.reading() as session:
        given = select(CaseAssignment.case_id).where(CaseAssignment.account_id == chosen)
        assert list(session.exec(given)) == [two[1]]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"act": "reassign", "coordinator": ""}, "Choose who coordinates"),
        ({"act": "publish"}, "Choose at least one document"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_done(
    cast: Cast, two: list[str], fields: dict[str, str], wrong: str
) -> None:
    assert wrong in page(cast["caseworker"].post(DO, {**fields, "case": two}), 422)


def test_without_a_case_nothing_is_done(cast: Cast, two: list[str]) -> None:
    assert "Choose at least one case" in page(cast["caseworker"].post(DO, {"act": "chase"}), 422)
    assert cast["caseworker"].get(DO).status_code == 303
    assert cast["caseworker"].post(DO, {"act": "dance", "case": two}).status_code == 400
    assert cast["parent"].get(DO).status_code == 404


def test_who_is_waited_for_is_reminded_once_a_day(
    cast: Cast, two: list[str], database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, two[0])
        factories.decision(session, case, ago=50)
        factories.advice(session, case, asked=40, received=20)
        factories.plan(session, case, (PlanKind.DRAFT, 2))
        clockwork.note(session, case.id)
    said = does(cast, act="chase", case=two)
    assert "Reminded" in said
    assert "the case waits for us" in said
    assert "Reminded today already" in does(cast, act="chase", case=[two[0]])
    with database.reading() as session:
        told = session.exec(select(Alert).where(Alert.case_id == two[0])).all()
        assert [each.account_id for each in told] == [cast.accounts["parent"].id]
    shown = page(cast["parent"].get(f"/cases/{two[0]}/timeline"))
    assert "We reminded you" in shown


def test_an_adviser_without_account_and_address_is_said_to_be_rung(
    cast: Cast, two: list[str], database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, two[0])
        factories.decision(session, case, ago=50)
        factories.advice(session, case, asked=45)
        clockwork.note(session, case.id)
    assert "Ring them" in does(cast, act="chase", case=[two[0]])


def a_paper(session: Session, case_id: str) -> str:
    shown = factories.published(session, session.get_one(Case, case_id), "Report")
    session.delete(shown)
    session.flush()
    paper = session.get_one(Document, shown.document_id)
    return f"{case_id}.{paper.id}.{paper.version}"


def test_papers_go_to_the_families_that_may_read_them(
    cast: Cast, two: list[str], database: Database
) -> None:
    with database.unit() as session:
        papers = [a_paper(session, each) for each in two]
        child = session.get_one(Case, two[1]).person_id
        tied = select(Relationship).where(Relationship.person_id == child)
        session.exec(tied).one().protected = True
    asked = page(cast["caseworker"].get(DO, query_string={"act": "publish", "case": two}))
    assert asked.count("Report") == 2
    unsure = {"act": "publish", "case": two, "paper": papers}
    assert "say that you have checked" in page(cast["caseworker"].post(DO, unsure), 422)
    said = does(cast, sure="yes", **unsure)
    assert "Published to the family" in said
    assert "somebody is protected" in said
    with database.reading() as session:
        assert list(session.exec(select(Publication.case_id))) == [two[0]]
    assert "Report" in page(cast["parent"].get(f"/cases/{two[0]}/documents"))
    assert "changed meanwhile" in does(cast, sure="yes", **unsure)


def test_parents_who_are_apart_get_nothing_at_once(
    cast: Cast, two: list[str], database: Database
) -> None:
    with database.unit() as session:
        paper = a_paper(session, two[0])
        child = session.get_one(Person, session.get_one(Case, two[0]).person_id)
        factories.relationship(session, cast.accounts["second_parent"], child)
    said = does(cast, act="publish", case=two, paper=[paper], sure="yes")
    assert "the parents are apart" in said
