"""After signing in each person lands where they can go on (rows U01, S09)."""

from ehcportal.db import Database
from ehcportal.domain.facts import Source
from tests import factories
from tests.cast import Cast
from tests.statements import statements


def test_one_child_leads_to_the_dashboard(cast: Cast, database: Database) -> None:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child)
    assert cast["parent"].get("/home").headers["Location"] == f"/cases/{case.id}"


def test_several_children_stand_in_order_of_last_and_first_name(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        for forename, surname in (("Wren", "Hale"), ("Rowan", "Hale"), ("Émile", "Adair")):
            child = factories.person(session, forename, surname)
            factories.relationship(session, cast.accounts["parent_of_two"], child)
            case = factories.case(session, child, opened=30)
            factories.request(session, received=30, joined_to=case, source=Source.SETTING)
    assert cast["parent_of_two"].get("/home").headers["Location"] == "/cases"
    with statements(database.engine) as seen:
        page = cast["parent_of_two"].get("/cases").get_data(as_text=True)
    assert page.index("Adair, Émile") < page.index("Hale, Rowan") < page.index("Hale, Wren")
    assert page.count("Next key date") == 3
    assert len(seen) <= 8


def test_an_ended_case_gives_way_to_the_open_one_of_the_same_child(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        factories.case(session, child, opened=900, ended=400)
        now = factories.case(session, child, opened=10)
    assert cast["parent"].get("/home").headers["Location"] == f"/cases/{now.id}"


def test_without_a_case_the_page_says_what_was_sent_and_what_happens_next(
    cast: Cast, database: Database
) -> None:
    with database.unit() as session:
        sent = factories.submission(session, cast.accounts["stranger"])
        factories.request(session, cast.accounts["stranger"], sent=sent)
    page = cast["stranger"].get("/home").get_data(as_text=True)
    assert "We must tell you whether we will assess by" in page
    assert f"/forms/sent/{sent.id}" in page


def test_somebody_new_is_shown_the_two_ways_in(cast: Cast) -> None:
    page = cast["stranger"].get("/home").get_data(as_text=True)
    assert "/forms/assessment-request" in page
    assert "/forms/access-request" in page


def test_staff_land_on_the_work_tray_and_an_administrator_on_a_page_of_their_own(
    cast: Cast,
) -> None:
    assert cast["caseworker"].get("/home").headers["Location"] == "/council/tray"
    assert cast["administrator"].get("/home").status_code == 200
    assert cast["nobody"].get("/home").status_code == 303
