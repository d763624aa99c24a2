"""Key dates in one's own calendar: a file, and a private address that can be ended (row S11)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.models.account import Account, AccountState
from ehcportal.models.alert import CalendarFeed
from ehcportal.models.audit import ReadRecord
from ehcportal.models.person import Relationship
from ehcportal.models.request import Request
from ehcportal.services.calendars import OF_FEED
from tests import factories
from tests.cast import Cast

ADDRESS = re.compile(r"https?://[^/<]+(/calendar/[\w-]+\.ics)")


@dataclass
class Family:
    """A parent with Maya's case, and the tie to her."""

    app: Flask
    cast: Cast
    case_id: str
    tie_id: str

    def make(self, who: str = "parent") -> str:
        """Make an address; return its path."""
        page = self.cast[who].post("/account/calendar").get_data(as_text=True)
        found = ADDRESS.search(page)
        assert found, page
        return found.group(1)

    def fetch(self, path: str) -> TestResponse:
        """Read it as a calendar program does: without cookies."""
        return self.app.test_client().get(path)


@pytest.fixture
def family(app: Flask, cast: Cast, database: Database) -> Family:
    with database.unit() as session:
        child = factories.person(session)
        tie = factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, opened=20)
        factories.request(session, cast.accounts["parent"], received=20, joined_to=case)
        factories.advice(session, case, "Kingfisher adviser", asked=5)
        return Family(app, cast, case.id, tie.id)


def events(answer: TestResponse) -> list[Any]:
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_case_gives_its_dates_as_whole_days_with_the_moment_in_utc(family: Family) -> None:
    found = events(family.cast["parent"].get(f"/cases/{family.case_id}/dates.ics"))
    assert found
    for each in found:
        on, made = each.decoded("dtstart"), each.decoded("dtstamp")
        assert type(on) is date
        assert isinstance(made, datetime)
        assert made.utcoffset() is not None
        assert not made.utcoffset()
        assert str(each["summary"]).startswith("EHC: ")
    assert family.cast["stranger"].get(f"/cases/{family.case_id}/dates.ics").status_code == 404


def test_neither_file_nor_feed_names_anybody(family: Family) -> None:
    one = family.cast["parent"].get(f"/cases/{family.case_id}/dates.ics").get_data(as_text=True)
    feed = family.fetch(family.make()).get_data(as_text=True)
    for text in (one, feed):
        for word in ("Maya", "Okafor", "Kingfisher", family.cast.accounts["parent"].email):
            assert word not in text


def test_a_private_address_works_without_a_login_and_is_shown_once(family: Family) -> None:
    path = family.make()
    answer = family.fetch(path)
    assert events(answer)
    assert "Set-Cookie" not in answer.headers
    page = family.cast["parent"].get("/account/calendar").get_data(as_text=True)
    assert path not in page
    assert "last read it on" in page


def test_only_a_hash_of_the_address_is_stored(family: Family, database: Database) -> None:
    token = family.make().removeprefix("/calendar/").removesuffix(".ics")
    with database.reading() as session:
        held = session.exec(select(CalendarFeed)).one()
        assert token not in held.token_hash


def test_an_ended_address_is_like_one_that_never_was(family: Family) -> None:
    old = family.make()
    new = family.make()
    assert family.fetch(old).status_code == 404
    assert family.fetch(new).status_code == 200
    assert family.cast["parent"].post("/account/calendar/end").status_code == 303
    ended, never = family.fetch(new), family.fetch("/calendar/never.ics")
    assert (ended.status_code, never.status_code) == (404, 404)
    assert without_number(ended) == without_number(never)


def without_number(answer: TestResponse) -> str:
    """Leave out the number of the request and the page token, which differ each time."""
    text = answer.get_data(as_text=True)
    text = re.sub(r'<b class="number">[^<]+</b>', "", text)
    return re.sub(r'(value|content|nonce)="[^"]+"', "", text)


def test_a_case_leaves_the_feed_with_the_access_to_it(family: Family, database: Database) -> None:
    path = family.make()
    assert events(family.fetch(path))
    with database.unit() as session:
        session.get_one(Relationship, family.tie_id).to_on = factories.days_ago(1)
    assert events(family.fetch(path)) == []


def test_a_closed_account_has_no_feed(family: Family, database: Database) -> None:
    path = family.make()
    with database.unit() as session:
        owner = session.get_one(Account, family.cast.accounts["parent"].id)
        owner.state = AccountState.CLOSED
    assert family.fetch(path).status_code == 404


def test_each_reading_of_a_case_by_the_feed_is_recorded(family: Family, database: Database) -> None:
    family.fetch(family.make())
    with database.reading() as session:
        row = session.exec(select(ReadRecord).where(ReadRecord.case_id == family.case_id)).one()
        assert row.account_id == family.cast.accounts["parent"].id


def test_a_program_that_asks_all_the_time_is_told_to_wait(family: Family) -> None:
    path = family.make()
    codes = {family.fetch(path).status_code for _ in range(OF_FEED.attempts)}
    assert codes == {200}
    answer = family.fetch(path)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_day_that_moves_moves_in_the_calendar_too(family: Family, database: Database) -> None:
    path = family.make()
    before = {str(each["uid"]): each.decoded("dtstart") for each in events(family.fetch(path))}
    with database.unit() as session:
        session.exec(select(Request)).one().received_on = factories.days_ago(18)
    after = {str(each["uid"]): each.decoded("dtstart") for each in events(family.fetch(path))}
    assert before.keys() == after.keys(), "a second entry beside the old one"
    assert before != after
