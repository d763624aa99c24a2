"""The council's cases: found without a scan, shown whole, with a coordinator who can change."""

import html
import re

import pytest
import sqlalchemy as sa
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.domain.facts import StartReason
from ehcportal.models.case import Case, CaseAssignment
from tests import desk_rows, factories
from tests.cast import Cast
from tests.scans import scans
from tests.statements import statements


@pytest.fixture
def case_id(cast: Cast, database: Database) -> str:
    with database.unit() as session:
        child = factories.person(session, upn="A801234516001")
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.request(session, received=10, joined_to=case)
        return case.id


@pytest.mark.parametrize("page", ["", "/coordinator"])
def test_staff_who_work_on_cases_open_them_and_nobody_else(
    cast: Cast, case_id: str, page: str
) -> None:
    for who, status in {
        "caseworker": 200,
        "other_caseworker": 200,
        "support": 200,
        "manager": 200,
        "administrator": 404,
        "parent": 404,
        "stranger": 404,
        "advocate": 404,
    }.items():
        assert cast[who].get(f"/council/cases/{case_id}{page}").status_code == status, who
    assert cast["nobody"].get("/council/cases").status_code == 303
    assert cast["parent"].get("/council/cases").status_code == 404


@pytest.mark.parametrize("words", ["okaf", "OKAFOR maya", "Ökafor", "A801234516001", "reference"])
def test_a_case_is_found_by_name_reference_and_pupil_number(
    cast: Cast, case_id: str, database: Database, words: str
) -> None:
    with database.unit() as session:
        reference = session.get_one(Case, case_id).reference
        factories.case(session, factories.person(session, "Rowan", "Hale"))
    asked = reference.lower() if words == "reference" else words
    page = cast["caseworker"].get("/council/cases", query_string={"q": asked})
    shown = page.get_data(as_text=True)
    assert "Okafor, Maya" in shown
    assert "Hale, Rowan" not in shown


def test_the_list_goes_on_by_name_and_asks_no_more_with_more_cases(
    cast: Cast, case_id: str, database: Database
) -> None:
    cast["caseworker"].get("/council/cases")
    with statements(database.engine) as few:
        cast["caseworker"].get("/council/cases")
    with database.unit() as session:
        for number in range(30):
            child = factories.person(session, f"Ash{number:02}", "Adair")
            case = factories.case(session, child)
            factories.request(session, received=10, joined_to=case)
    with statements(database.engine) as many:
        first = cast["caseworker"].get("/council/cases").get_data(as_text=True)
    assert len(few) == len(many) <= 8
    assert first.count('class="child"') == 25
    assert "Okafor" not in first
    after = first.split("after=")[1].split('"')[0]
    second = cast["caseworker"].get(f"/council/cases?show=open&after={after}")
    shown = second.get_data(as_text=True)
    assert shown.count('class="child"') == 6
    assert "Okafor, Maya" in shown


def test_a_torn_place_in_the_list_begins_at_the_start(cast: Cast, case_id: str) -> None:
    for after in ("x", "AAAA", "ü"):
        assert cast["caseworker"].get(f"/council/cases?after={after}").status_code == 200


@pytest.mark.parametrize("typed", ["okafor", "Okafor, Maya", "Maya Okafor", "Maya", "Maya Oka"])
def test_the_list_reads_an_index_and_never_the_whole_table(
    cast: Cast, case_id: str, database: Database, typed: str
) -> None:
    with scans(database.engine) as whole:
        page = cast["caseworker"].get("/council/cases", query_string={"q": typed}).text
    assert "Okafor, Maya" in page, "a whole name is found in whichever order it is said"
    assert whole == set()


def test_the_case_page_shows_all_of_it_in_few_statements(
    cast: Cast, case_id: str, database: Database
) -> None:
    path = f"/council/cases/{case_id}"
    cast["caseworker"].get(path)
    with statements(database.engine) as seen:
        page = cast["caseworker"].get(path).get_data(as_text=True)
    assert len(seen) <= 12, seen
    for fact in ("grace.okafor@mail.example", "Mark Reyes", "Decide whether to assess"):
        assert fact in page
    for part in ("Advice", "Papers", "Messages", "Forms", "Notes", "Dates", "Recent"):
        assert f">{part}" in page, part
    assert page.count("Why this date?") >= 4
    assert page.count('class="govuk-button"') == 1


def test_the_coordinator_changes_and_the_family_sees_the_new_name(
    cast: Cast, case_id: str, database: Database
) -> None:
    path = f"/council/cases/{case_id}/coordinator"
    chosen = cast.accounts["other_caseworker"].id
    answer = cast["manager"].post(path, {"coordinator": chosen, "_version": "1"})
    assert answer.status_code == 303
    assert "Sian Walsh" in cast["parent"].get(f"/cases/{case_id}").get_data(as_text=True)
    late = cast["caseworker"].post(
        path, {"coordinator": cast.accounts["manager"].id, "_version": "1"}
    )
    assert late.status_code == 409
    assert "Sian Walsh coordinates this case now." in late.get_data(as_text=True)
    with database.reading() as session:
        current = session.exec(
            select(CaseAssignment.account_id).where(sa.column("to_at").is_(None))
        ).all()
    assert current == [chosen]


def test_nobody_from_outside_can_be_made_coordinator(cast: Cast, case_id: str) -> None:
    answer = cast["manager"].post(
        f"/council/cases/{case_id}/coordinator",
        {"coordinator": cast.accounts["stranger"].id, "_version": "1"},
    )
    assert answer.status_code == 422


def test_the_one_button_leads_to_where_the_next_step_is_done(
    cast: Cast, case_id: str, database: Database
) -> None:
    path = f"/council/cases/{case_id}"
    page = cast["caseworker"].get(path).get_data(as_text=True)
    assert f'<a class="govuk-button" href="{path}/decisions">' in page
    assert cast["caseworker"].get(f"{path}/decisions").status_code == 200
    with database.unit() as session:
        session.get_one(Case, case_id).team_id = desk_rows.team(session, "North").id
    looking = cast["support"].get(path).get_data(as_text=True)
    assert f'<a class="govuk-button" href="{path}/decisions">' not in looking


def test_a_notice_leads_to_its_own_page(cast: Cast, database: Database) -> None:
    with database.unit() as session:
        case = factories.case(session, factories.person(session, "Poppy", "Marsh"))
        told = factories.request(session, joined_to=case, start_reason=StartReason.NOTICE)
        case_id, request_id = case.id, told.id
    page = cast["caseworker"].get(f"/council/cases/{case_id}").get_data(as_text=True)
    assert "Say whether the notice is taken up" in page
    assert f'<a class="govuk-button" href="/council/requests/{request_id}">' in page


def test_every_way_on_from_a_case_and_from_the_tray_leads_to_a_page(
    cast: Cast, case_id: str
) -> None:
    staff = cast["caseworker"]
    for start in (f"/council/cases/{case_id}", "/council/tray"):
        page = staff.get(start).get_data(as_text=True)
        ways = {html.unescape(each) for each in re.findall(r'href="(/council/[^"#]+)"', page)}
        assert len(ways) > 10
        led = {each: staff.get(each).status_code for each in sorted(ways)}
        assert {each: status for each, status in led.items() if status != 200} == {}
