"""On a leap day, and in the hour that a clock change leaves out or repeats, all dates are right."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from icalendar import Calendar
from pypdf import PdfReader
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.models.assessment import Decision
from ehcportal.models.document import Publication
from tests import factories
from tests.cast import Cast
from tests.deciding import Deciding

HARD = (
    (datetime(2027, 3, 28, 0, 59, 50, tzinfo=UTC), date(2027, 5, 8), date(2027, 5, 28)),
    (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 8, 11), date(2027, 9, 1)),
    (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), date(2027, 12, 11), date(2028, 1, 4)),
    (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), date(2027, 12, 11), date(2028, 1, 4)),
    (datetime(2028, 2, 29, 23, 59, tzinfo=UTC), date(2028, 4, 10), date(2028, 4, 29)),
)
"""A moment; the last day to answer what came then; the last day to appeal against that answer.

Counted by hand: 41 days on, and two months on, past August and the days of Christmas (rule 12).
"""


def asked_now(cast: Cast, database: Database) -> Deciding:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.request(session, received=0, joined_to=case)
        return Deciding(cast, database, case.id)


def in_calendar(desk: Deciding) -> set[date]:
    """The days of the calendar file as a calendar program reads them."""
    answer = desk.cast["parent"].get(f"/cases/{desk.case_id}/dates.ics")
    assert answer.status_code == 200
    return {each["DTSTART"].dt for each in Calendar.from_ical(answer.get_data()).walk("VEVENT")}


@pytest.mark.parametrize(("moment", "answer_by", "appeal_by"), HARD)
def test_a_day_that_is_hard_to_count_is_the_same_on_pages_letter_and_calendar(
    cast: Cast, database: Database, moment: datetime, answer_by: date, appeal_by: date
) -> None:
    with time_machine.travel(moment, tick=False):
        desk, today = asked_now(cast, database), clock.today()
        assert date_words(answer_by) in desk.page(f"/council/cases/{desk.case_id}")
        assert weekday_words(answer_by) in desk.page(f"/cases/{desk.case_id}/dates", "parent")
        assert answer_by in in_calendar(desk)
        desk.write()
        assert desk.send().status_code == 303
        with database.reading() as session:
            told = session.exec(select(Decision)).one()
            assert (told.decided_on, told.notified_on) == (today, today)
            sent = session.exec(select(Publication)).one().id
        opened = desk.cast["parent"].get(f"/cases/{desk.case_id}/documents/{sent}", buffered=True)
        pages = PdfReader(BytesIO(opened.data)).pages
        letter = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert weekday_words(appeal_by) in letter
        assert date_words(today) in letter
        assert weekday_words(appeal_by) in desk.page(f"/cases/{desk.case_id}/dates", "parent")
        assert appeal_by in in_calendar(desk)
        assert date_words(today) in desk.page(f"/cases/{desk.case_id}", "parent")
