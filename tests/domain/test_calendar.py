"""Counting months and working days goes wrong at month ends, holidays and in August."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain.calendar import (
    corresponding_date,
    end_of_working_days,
    is_working_day,
    tribunal_day,
)
from ehcportal.domain.dates import (
    date_words,
    from_today_words,
    lateness_words,
    weekday_words,
)
from ehcportal.domain.rights import rights_pass_on

DAYS = st.dates(min_value=date(2014, 9, 1), max_value=date(2090, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(
    start: date, months: int, end: date
) -> None:
    assert corresponding_date(start, months) == end


@given(DAYS, st.integers(1, 36))
def test_months_never_spill_into_the_month_after(start: date, months: int) -> None:
    end = corresponding_date(start, months)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day <= start.day


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (date(2026, 7, 31), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 9, 1)),
        (date(2024, 8, 31), date(2024, 9, 2)),
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2027, 1, 4)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2027, 1, 2), date(2027, 1, 2)),
    ],
)
def test_the_tribunal_stands_still_in_august_and_at_christmas(end: date, last: date) -> None:
    assert tribunal_day(end, ()) == last


def test_the_first_working_day_after_new_year_skips_a_bank_holiday() -> None:
    assert tribunal_day(date(2027, 12, 31), {date(2028, 1, 3)}) == date(2028, 1, 4)


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=5))
def test_working_days_end_on_a_working_day_after_that_many(
    start: date, days: int, holidays: set[date]
) -> None:
    end = end_of_working_days(start, days, holidays)

    between = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert sum(is_working_day(day, holidays) for day in between) == days
    assert is_working_day(end, holidays)


@pytest.mark.parametrize(
    ("born", "rights_pass"),
    [
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 7, 15), date(2026, 6, 26)),
        (date(2011, 1, 1), date(2027, 6, 25)),
    ],
)
def test_rights_pass_on_the_last_friday_in_june_and_not_on_a_birthday(
    born: date, rights_pass: date
) -> None:
    assert rights_pass_on(born) == rights_pass


def test_dates_are_words_that_do_not_depend_on_the_machine() -> None:
    assert date_words(date(2023, 3, 12)) == "12 March 2023"
    assert weekday_words(date(2023, 3, 12)) == "Sunday 12 March 2023"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 29), "7 days from now"),
        (date(2027, 1, 3), "6 weeks from now"),
        (date(2026, 11, 19), "3 days ago"),
    ],
)
def test_the_distance_of_a_day_is_told_as_people_say_it(on: date, words: str) -> None:
    assert from_today_words(on, date(2026, 11, 22)) == words


def test_one_day_late_is_not_one_days() -> None:
    assert lateness_words(1) == "1 day late"
    assert lateness_words(21) == "3 weeks late"
