"""Days in three boxes, typed or pasted, right and wrong."""

import pytest

from tests.forms.asking import KNOWN, lines, problems, question, read

BIRTH = question("date", label="Date of birth", past=True, earliest="-30 years")


@pytest.mark.parametrize(
    "boxes",
    [
        {"q_day": "3", "q_month": "3", "q_year": "2020"},
        {"q_day": " 03", "q_month": "03 ", "q_year": "2020"},
        {"q_day": "3", "q_month": "March", "q_year": "2020"},
        {"q_day": "3", "q_month": "mar.", "q_year": "2020"},
        {"q_day": "3/3/2020"},
        {"q_day": "03.03.2020"},
        {"q_day": "3-3-2020"},
        {"q_day": "2020-03-03"},
        {"q_day": "3 March 2020"},
        {"q_day": "3rd March, 2020"},
        {"q_year": "3 Mar 2020"},
    ],
)
def test_a_date_may_be_typed_or_pasted_in_any_usual_way(boxes: dict[str, str]) -> None:
    answer = read(BIRTH, **boxes)
    assert answer == "2020-03-03"
    assert problems(BIRTH, answer) == {}
    assert lines(BIRTH, answer) == ("3 March 2020",)


@pytest.mark.parametrize(
    ("boxes", "control", "message"),
    [
        ({"q_day": "3", "q_year": "2020"}, "q-month", "must include a month"),
        ({"q_month": "3"}, "q-day", "must include a day and a year"),
        ({"q_day": "3", "q_month": "3"}, "q-year", "must include a year"),
        ({"q_day": "32", "q_month": "3", "q_year": "2020"}, "q-day", "from 1 to 31"),
        ({"q_day": "x", "q_month": "3", "q_year": "2020"}, "q-day", "from 1 to 31"),
        ({"q_day": "3", "q_month": "13", "q_year": "2020"}, "q-month", "from 1 to 12"),
        ({"q_day": "3", "q_month": "ma", "q_year": "2020"}, "q-month", "from 1 to 12"),
        ({"q_day": "3", "q_month": "3", "q_year": "20"}, "q-year", "4 numbers"),
        ({"q_day": "30", "q_month": "2", "q_year": "2020"}, "q-day", "no such day"),
        ({"q_day": "29", "q_month": "2", "q_year": "2023"}, "q-day", "no such day"),
        ({"q_day": "3", "q_month": "3", "q_year": "0000"}, "q-day", "no such day"),
        ({"q_day": "²", "q_month": "3", "q_year": "2020"}, "q-day", "from 1 to 31"),
    ],
)
def test_the_error_leads_to_the_first_wrong_box_and_says_what_is_wrong(
    boxes: dict[str, str], control: str, message: str
) -> None:
    answer = read(BIRTH, **boxes)
    (found,) = problems(BIRTH, answer).items()
    assert found[0] == control
    assert message in found[1]


def test_what_was_typed_stays_in_the_boxes() -> None:
    answer = read(BIRTH, q_day="3", q_month="Marhc", q_year="2020")
    assert answer == {"day": "3", "month": "Marhc", "year": "2020"}
    assert lines(BIRTH, answer) == ("3 Marhc 2020",)


def test_a_birthday_today_or_later_is_not_in_the_past() -> None:
    assert "q-day" in problems(BIRTH, KNOWN.today.isoformat())
    assert problems(BIRTH, "2026-11-21") == {}


def test_a_year_far_too_early_is_taken_for_a_slip() -> None:
    assert "Check the year" in problems(BIRTH, "1918-03-03")["q-day"]
    assert problems(BIRTH, "1996-11-22") == {}


@pytest.mark.parametrize(
    ("latest", "late"), [("today", "2026-11-23"), ("2026-01-31", "2026-02-01")]
)
def test_a_latest_day_is_the_last_that_is_taken(latest: str, late: str) -> None:
    asked = question("date", latest=latest)
    assert "q-day" in problems(asked, late)
    assert problems(asked, "2026-01-31") == {}


def test_limits_counted_from_a_leap_day_do_not_break() -> None:
    from dataclasses import replace
    from datetime import date

    on_leap_day = replace(KNOWN, today=date(2024, 2, 29))
    asked = question("date", earliest="-25 years")
    assert problems(asked, "1999-02-28", on_leap_day) == {}
    assert "q-day" in problems(asked, "1999-02-27", on_leap_day)


def test_an_empty_date_that_is_a_must_leads_to_the_first_box() -> None:
    asked = question("date", required=True, required_message="Enter the date")
    assert problems(asked, read(asked)) == {"q-day": "Enter the date"}
