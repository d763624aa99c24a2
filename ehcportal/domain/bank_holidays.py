"""The bank holidays of England: those of the law, and those that were proclaimed or moved once.

Banking and Financial Dealings Act 1971, section 1 and schedule 1, with New Year's Day and the
first Monday in May, which are proclaimed each year. A council adds what is proclaimed before a
new version of the portal knows it (``law.extra_bank_holidays`` of its profile).
"""

from collections.abc import Iterable
from datetime import date, timedelta

MONDAY, SATURDAY = 0, 5
DAY, WEEK = timedelta(days=1), timedelta(days=7)

MOVED = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
"""A day of the usual rule, and the day that was proclaimed in its place."""

PROCLAIMED = frozenset(
    {
        date(1999, 12, 31),
        date(2002, 6, 3),
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    }
)
"""Days besides: the millennium, jubilees, a wedding, a funeral and a coronation."""


def bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """Return the bank holidays of these years, from 1978 on; all of them are working weekdays."""
    wanted = frozenset(years)
    usual = {MOVED.get(each, each) for year in wanted for each in _usual(year)}
    return frozenset(usual | {each for each in PROCLAIMED if each.year in wanted})


def _usual(year: int) -> list[date]:
    easter = easter_sunday(year)
    return [
        *_on_weekdays(date(year, 1, 1)),
        easter - 2 * DAY,
        easter + DAY,
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 6, 1)) - WEEK,
        _monday_from(date(year, 9, 1)) - WEEK,
        *_on_weekdays(date(year, 12, 25), date(year, 12, 26)),
    ]


def _on_weekdays(*days: date) -> list[date]:
    """Put what falls on a weekend on the next weekdays that are free."""
    found = [each for each in days if each.weekday() < SATURDAY]
    for each in days:
        if each.weekday() >= SATURDAY:
            free = _monday_from(each)
            while free in found:
                free += DAY
            found.append(free)
    return found


def _monday_from(on: date) -> date:
    """Return the first Monday from a day on, that day included."""
    return on + timedelta(days=(MONDAY - on.weekday()) % 7)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    proemptosis = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - proemptosis // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
