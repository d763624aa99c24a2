"""Leap days and nights on which the clocks change: no date by law comes a day early or late."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ehcportal.clock import LONDON, london_day, london_midnight
from ehcportal.domain.clocks import due
from ehcportal.domain.law import LAW
from tests.domain.second_count import SECOND


def last_sunday(year: int, month: int) -> date:
    """The day on which clocks go forward (March) or back (October)."""
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


YEARS = st.integers(2020, 2044)
NIGHTS = st.builds(last_sunday, YEARS, st.sampled_from((3, 10)))
LEAP_DAYS = st.integers(505, 511).map(lambda number: date(4 * number, 2, 29))
NEAR = st.integers(-400, 400).map(lambda days: timedelta(days=days))
DUTIES = st.sampled_from(
    sorted({each.key for each in LAW.in_force(date(2026, 1, 1))} & set(SECOND))
)


@given(st.one_of(NIGHTS, LEAP_DAYS), NEAR, DUTIES)
def test_a_date_near_a_leap_day_or_a_clock_change_is_the_law_s(
    day: date, near: timedelta, duty: str
) -> None:
    start = day + near
    assert due(duty, start).due_on == SECOND[duty](start, ())


@given(NIGHTS, st.integers(0, 24 * 60 - 1))
def test_whatever_the_clock_in_london_shows_that_night_it_is_that_day(
    night: date, minutes: int
) -> None:
    """Also in the hour that is there twice, and in summer when London is ahead of UTC."""
    shown = datetime.combine(night, time(minutes // 60, minutes % 60), tzinfo=LONDON)
    for fold in (0, 1):
        assert london_day(shown.replace(fold=fold).astimezone(UTC)) == night


@given(st.one_of(NIGHTS, LEAP_DAYS), st.integers(-2, 2))
def test_a_day_begins_at_midnight_in_london_and_not_in_greenwich(day: date, near: int) -> None:
    begins = london_midnight(day + timedelta(days=near))
    assert london_day(begins) == day + timedelta(days=near)
    assert london_day(begins - timedelta(seconds=1)) == day + timedelta(days=near - 1)
