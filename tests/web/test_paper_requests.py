"""A request that came outside the portal counts from the day it arrived, and never from later."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import StartReason
from ehcportal.filters import weekday_date
from ehcportal.models.request import CameBy, Request
from tests import factories
from tests.cast import Cast
from tests.schools import School, school  # noqa: F401

WORDS = "He is tired every day.\nI cannot go on."


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def enter(cast: Cast, who: str = "caseworker", **changed: Any) -> Any:
    fields = {
        "came_by": "post",
        "source": "parent",
        "sender": "Ivy Marsh, 4 Weir Lane",
        "forename": "Poppy",
        "surname": "Marsh",
        "told": WORDS,
        **day("on", clock.today()),
    }
    return cast[who].post("/council/requests/paper", {**fields, **changed})


def entered(database: Database) -> list[Request]:
    with database.reading() as session:
        found = list(session.exec(select(Request)))
        session.expunge_all()
        return found


def test_its_six_weeks_run_from_the_day_it_arrived(cast: Cast, database: Database) -> None:
    arrived = factories.days_ago(9)
    answer = enter(cast, earlier="It lay in another office", **day("on", arrived))
    assert answer.status_code == 303
    page = cast["caseworker"].get(answer.headers["Location"]).get_data(as_text=True)
    assert weekday_date(arrived + timedelta(days=41)) in page
    for words in ("By post", "It lay in another office", "I cannot go on", "Ivy Marsh"):
        assert words in page, words
    made = entered(database)[0]
    assert (made.received_on, made.came_by) == (arrived, CameBy.POST)
    assert made.entered_by_id == cast.accounts["caseworker"].id
    assert "Marsh, Poppy" in cast["caseworker"].get("/council/requests").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        (day("on", factories.days_ago(-1)), "The day cannot be to come"),
        (day("on", factories.days_ago(3)), "Say why it is entered after"),
        ({"on-day": "31", "on-month": "2"}, "Enter a real date"),
        ({"came_by": "portal"}, "Choose how it came"),
        ({"source": "council"}, "Choose who asked"),
        ({"sender": ""}, "Enter who asked"),
        ({"surname": " "}, "last name"),
        ({"upn": "12"}, "A pupil number has"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(
    cast: Cast, database: Database, changed: dict[str, str], wrong: str
) -> None:
    answer = enter(cast, **changed)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wrong in shown
    assert "I cannot go on" in shown
    assert entered(database) == []


def test_what_a_professional_tells_is_a_notice_and_starts_no_weeks(
    cast: Cast, database: Database
) -> None:
    enter(cast, source="professional", came_by="phone")
    assert entered(database)[0].start_reason is StartReason.NOTICE


def test_pressed_twice_it_is_entered_once(cast: Cast, database: Database) -> None:
    first, again = enter(cast, _idem="one"), enter(cast, _idem="one")
    assert first.headers["Location"] == again.headers["Location"]
    assert len(entered(database)) == 1


@pytest.mark.parametrize("who", ["parent", "senco", "administrator"])
def test_nobody_but_case_staff_enters_one(cast: Cast, database: Database, who: str) -> None:
    assert enter(cast, who).status_code == 404
    assert entered(database) == []


def test_the_setting_that_asked_on_paper_follows_its_request(school: School) -> None:  # noqa: F811
    cast = school.cast
    paper = {"source": "setting", "sender": "The head", "told": "He cannot read yet."}
    assert enter(cast, **paper).status_code == 422, "which setting is it?"
    either = enter(cast, **paper, setting_name="brook")
    assert either.status_code == 422
    assert "Which one is it?" in either.text
    sent = enter(cast, **paper, setting_name="brook", setting=school.millbrook)
    assert sent.status_code == 303
    assert "Poppy Marsh" in cast["senco"].get(school.pupils()).text
    others = cast["other_senco"].get(f"/settings/{school.northbrook}/pupils").text
    assert "Poppy" not in others
