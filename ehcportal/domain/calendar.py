"""Counting days, weeks and months the way the SEND Regulations and the Tribunal do.

Bank holidays come in as a parameter: they are proclaimed, so no rule can know them.
"""

import calendar
from collections.abc import Collection
from datetime import date, timedelta

DAYS_IN_A_WEEK = 7
SATURDAY = 5
NO_BANK_HOLIDAYS: frozenset[date] = frozenset()


def end_of_weeks(started_on: date, weeks: int, *, first_day_counts: bool = True) -> date:
    """Return the last day of a period of calendar weeks.

    Weekends, bank holidays and school holidays count and never move the end. When the first day
    counts, it is day 1, so six weeks end 41 days later.
    """
    return end_of_days(started_on, weeks * DAYS_IN_A_WEEK, first_day_counts=first_day_counts)


def end_of_days(started_on: date, days: int, *, first_day_counts: bool = True) -> date:
    """Return the last day of a period of calendar days.

    A period "beginning with" a day always counts that day (Regulations 13(1)(a) and 22(2)(c)).
    """
    return started_on + timedelta(days=days - 1 if first_day_counts else days)


def clear_days_before(on: date, days: int) -> date:
    """Return the last day that leaves ``days`` whole days between it and the date."""
    return on - timedelta(days=days + 1)


def corresponding_date(started_on: date, months: int) -> date:
    """Return the same day of the month some months later, or that month's last day.

    The corresponding date rule: two months from 31 December end on the last day of February.
    """
    whole_months = started_on.year * 12 + started_on.month - 1 + months
    year, month = divmod(whole_months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(started_on.day, last_day))


def end_of_months_beginning_with(started_on: date, months: int) -> date:
    """Return the last day of months that begin with a day: the day before the same date.

    A period that begins on 29 February ends on 27 February, the stricter of the two readings.
    """
    return corresponding_date(started_on, months) - timedelta(days=1)


def is_working_day(on: date, bank_holidays: Collection[date]) -> bool:
    """Say whether a day is Monday to Friday and no bank holiday in England."""
    return on.weekday() < SATURDAY and on not in bank_holidays


def next_working_day(on: date, bank_holidays: Collection[date]) -> date:
    """Return the day itself if it is a working day, or the first one after it."""
    while not is_working_day(on, bank_holidays):
        on += timedelta(days=1)
    return on


def end_of_working_days(started_on: date, days: int, bank_holidays: Collection[date]) -> date:
    """Return the last of some working days, counted from the starting day if it is one itself."""
    last = next_working_day(started_on, bank_holidays)
    for _ in range(days - 1):
        last = next_working_day(last + timedelta(days=1), bank_holidays)
    return last


def tribunal_day(on: date, bank_holidays: Collection[date]) -> date:
    """Return the last day for the Tribunal, when the period would end in August or at Christmas.

    First-tier Tribunal (HESC) Rules 2008, rule 12: a period that ends in August, or from
    25 December to 1 January, runs to the first working day after. Other days stay as they are.
    """
    if on.month == 8:
        return next_working_day(date(on.year, 9, 1), bank_holidays)
    if (on.month, on.day) >= (12, 25):
        return next_working_day(date(on.year + 1, 1, 2), bank_holidays)
    if (on.month, on.day) == (1, 1):
        return next_working_day(date(on.year, 1, 2), bank_holidays)
    return on
