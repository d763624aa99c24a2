"""The bank holidays of England: the rule of each, and what was proclaimed otherwise.

Banking and Financial Dealings Act 1971, Schedule 1, and the proclamations under its section 1. A
day that is proclaimed from now on is entered here, or by a council in its profile until then.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ehcportal.domain.calendar import SATURDAY

MAY, JUNE, AUGUST = 5, 6, 8

MOVED = {
    (1995, "may"): date(1995, 5, 8),
    (2002, "spring"): date(2002, 6, 4),
    (2012, "spring"): date(2012, 6, 4),
    (2020, "may"): date(2020, 5, 8),
    (2022, "spring"): date(2022, 6, 2),
}
"""Bank holidays that were kept on another day of that year."""

ADDED = {
    date(1999, 12, 31),
    date(2002, 6, 3),
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
}
"""Days that were bank holidays once."""


def bank_days(years: Iterable[int]) -> frozenset[date]:
    """Return the bank holidays of these years, from 1978 on."""
    return frozenset(day for year in years for day in _of(year))


def _of(year: int) -> Iterator[date]:
    sunday = easter(year)
    yield from _kept(date(year, 1, 1), later=1)
    yield sunday - timedelta(days=2)
    yield sunday + timedelta(days=1)
    yield MOVED.get((year, "may"), _monday_from(date(year, MAY, 1)))
    yield MOVED.get((year, "spring"), _monday_from(date(year, JUNE, 1)) - timedelta(weeks=1))
    yield _monday_from(date(year, AUGUST, 25))
    christmas = date(year, 12, 25)
    yield from _kept(christmas, later=2)
    yield from _kept(christmas + timedelta(days=1), later=2)
    yield from (day for day in ADDED if day.year == year)


def _kept(day: date, *, later: int) -> Iterator[date]:
    """Give the day, and if it falls on a weekend the day that is free in its place.

    The two days of Christmas both move by two days, so that they stay apart; New Year's Day moves
    to the Monday.
    """
    yield day
    if day.weekday() >= SATURDAY:
        yield day + timedelta(days=later) if later > 1 else _monday_from(day)


def _monday_from(day: date) -> date:
    """Return the day itself if it is a Monday, or the first Monday after it."""
    return day + timedelta(days=-day.weekday() % 7)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the Calendar Act 1750, as one sum)."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    late = epact // 28
    moon = epact - late * (1 - late * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    return date(year, 3, 28) + timedelta(days=moon - weekday)
