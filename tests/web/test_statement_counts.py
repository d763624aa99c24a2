"""How often each page asks the database: few times, no more often with more rows, by an index."""

from flask import Flask
from sqlmodel import col, select

from ehcportal.db import Database
from ehcportal.models.event import Event
from ehcportal.models.request import Request
from tests.cast import Cast
from tests.place import Place
from tests.places import PLACES, Demo, begin, enter, send
from tests.scans import scans
from tests.statements import statements

MOST = 12
"""Statements a page may take, session, policy and the record of the reading included."""

FILTERED = {
    "caseworker": (
        "/council/cases?show=mine",
        "/council/cases?show=ended",
        "/council/cases?q=o",
        "/council/cases?q=maya okafor",
        "/council/tray",
        "/council/tray?show=team",
        "/council/tray?show=all&when=overdue",
        "/council/tray?show=all&order=name",
        "/council/tray?show=all&duty=final_plan",
        "/council/tray?show=all&words=o",
        "/council/requests?show=overdue",
        "/council/requests?show=access",
        "/council/messages",
        "/council/feedback?show=done",
        "/council/referrals?show=closed",
        "/council/cases?show=waiting",
    ),
    "administrator": ("/council/staff?show=invited", "/council/staff?show=left"),
}
"""What staff choose in lists, who chooses it."""

LISTS = ("sent-forms", "saved-forms", "inbox", "form-guide", "overview", "home-without-a-case")


def asked(cast: Cast, demo: Demo, place: Place) -> int:
    """Open a page; return how many statements it took."""
    player = cast[place.who]
    with statements(demo.app.extensions["database"].engine) as seen:
        answer = player.get(demo.path(place))
    assert answer.status_code == 200, f"{place.name} leads to {answer.headers.get('Location')}"
    return len(seen)


def test_no_page_of_the_journey_asks_the_database_more_than_twelve_times(app: Flask) -> None:
    cast, demo = enter(app)
    taken = {place.name: asked(cast, demo, place) for place in PLACES}
    assert {name: number for name, number in taken.items() if number > MOST} == {}


def test_no_page_reads_a_table_that_grows_from_end_to_end(app: Flask) -> None:
    cast, demo = enter(app)
    whole = {}
    for place in PLACES:
        with scans(app.extensions["database"].engine) as seen:
            cast[place.who].get(demo.path(place))
        whole[place.name] = seen
    for who, paths in FILTERED.items():
        for path in paths:
            with scans(app.extensions["database"].engine) as seen:
                assert cast[who].get(path).status_code == 200, path
            whole[path] = seen
    assert {name: tables for name, tables in whole.items() if tables} == {}


def test_a_statement_for_which_no_index_serves_is_noticed(database: Database) -> None:
    line, of_case = col(Event.kind) == "x", col(Event.case_id) == "x"
    requests = select(Request.id).where(Request.case_id == "x")
    for wanted, expected in (
        (of_case, set()),
        (line, {"event"}),
        (of_case & line, set()),
        (of_case | col(Event.only_account_id).in_(requests), {"event"}),
    ):
        with scans(database.engine) as seen, database.reading() as session:
            session.exec(select(Event).where(wanted)).all()
        assert seen == expected, str(wanted)


def test_a_list_asks_no_more_often_when_it_is_longer(app: Flask) -> None:
    cast, demo = enter(app)
    lists = [place for place in PLACES if place.name in LISTS]
    before = {place.name: asked(cast, demo, place) for place in lists}
    for _ in range(3):
        begin(cast, "assessment-request")
        send(cast, "assessment-request")
        send(cast, "access-request")
    assert {place.name: asked(cast, demo, place) for place in lists} == before
