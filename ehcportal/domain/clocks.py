"""Working out when a duty is due: the only place where a deadline is made."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from ehcportal.domain import law
from ehcportal.domain.calendar import (
    DAYS_IN_A_WEEK,
    NO_BANK_HOLIDAYS,
    clear_days_before,
    corresponding_date,
    end_of_days,
    end_of_months_beginning_with,
    end_of_weeks,
    end_of_working_days,
    tribunal_day,
)
from ehcportal.domain.dates import counted, weekday_words
from ehcportal.domain.duties import Duty, Kind, Rulebook, Start, Unit, Who
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


@dataclass(frozen=True, slots=True)
class DueDate:
    """The one value that every page, letter and calendar shows for a duty in a case.

    ``started_on`` is the day of the event it is counted from; ``how`` says in words how it was
    counted. Nothing recorded later, an exception least of all, ever moves ``due_on``.
    """

    duty: Duty
    due_on: date
    started_on: date
    how: str

    @property
    def key(self) -> str:
        """The key of the duty."""
        return self.duty.key

    @property
    def name(self) -> str:
        """What is due, as a label."""
        return self.duty.name

    @property
    def who(self) -> Who:
        """Who has to act."""
        return self.duty.who

    @property
    def kind(self) -> Kind:
        """Whether the law, guidance or only the council's own plan sets the date."""
        return self.duty.kind

    @property
    def regulation(self) -> str:
        """Where the rule is written."""
        return self.duty.regulation

    @property
    def sentence(self) -> str:
        """The rule in one plain sentence."""
        return self.duty.sentence

    def days_left(self, today: date) -> int:
        """Return the days until the last day: 0 on the day itself, negative when it has passed."""
        return (self.due_on - today).days

    def days_late(self, today: date) -> int:
        """Return the days since the last day, and 0 while there is still time."""
        return max(0, -self.days_left(today))

    def is_late(self, today: date) -> bool:
        """Say whether the last day has passed."""
        return today > self.due_on


@dataclass(frozen=True, slots=True)
class Working:
    """What a count needs: the duty, where it starts and how this council counts."""

    duty: Duty
    started_on: date
    counting: Counting
    bank_holidays: Collection[date]

    @property
    def length(self) -> int:
        """The number of the limit."""
        return self.duty.limit.length

    @property
    def words(self) -> str:
        """The limit in words."""
        return self.duty.limit.words


Counted = tuple[date, str]


def due(
    key: str,
    started_on: date,
    *,
    counting: Counting = STANDARD_COUNTING,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
    rulebook: Rulebook = law.LAW,
) -> DueDate:
    """Return when a duty is due that is counted from a day, by the rule in force on that day."""
    duty = rulebook.duty(key, started_on)
    working = Working(duty, started_on, counting, bank_holidays)
    due_on, how = COUNTS[duty.limit.unit](working)
    return DueDate(duty=duty, due_on=due_on, started_on=started_on, how=how)


def served_by_post(posted_on: date, counting: Counting = STANDARD_COUNTING) -> date:
    """Return the day on which something posted counts as served, by the council's setting."""
    return posted_on + timedelta(days=counting.postal_days)


def _weeks(working: Working) -> Counted:
    first_counts = working.counting.first_day_counts
    last = end_of_weeks(working.started_on, working.length, first_day_counts=first_counts)
    return last, _counted_from_day_one(working, last)


def _days(working: Working) -> Counted:
    first_counts = working.counting.first_day_counts
    last = end_of_days(working.started_on, working.length, first_day_counts=first_counts)
    return last, _counted_from_day_one(working, last)


def _counted_from_day_one(working: Working, last: date) -> str:
    first_counts = working.counting.first_day_counts
    first = working.started_on if first_counts else working.started_on + timedelta(days=1)
    starting = f"Day 1 was {weekday_words(first)}."
    return f"{starting} {working.words} end on {weekday_words(last)}. Weekends and holidays count."


def _days_beginning_with(working: Working) -> Counted:
    last = end_of_days(working.started_on, working.length)
    return last, (
        f"Day 1 was {weekday_words(working.started_on)}, the day it was sent to you. "
        f"Day {working.length} is {weekday_words(last)}. Weekends and holidays count."
    )


def _working_days(working: Working) -> Counted:
    last = end_of_working_days(working.started_on, working.length, working.bank_holidays)
    return last, (
        f"We counted from {weekday_words(working.started_on)}. "
        f"{working.words} end on {weekday_words(last)}. Weekends and bank holidays do not count."
    )


def _months_beginning_with(working: Working) -> Counted:
    last = end_of_months_beginning_with(working.started_on, working.length)
    return last, (
        f"Day 1 was {weekday_words(working.started_on)}. "
        f"{working.words} end the day before the same date: {weekday_words(last)}."
    )


def _months(working: Working) -> Counted:
    last = corresponding_date(working.started_on, working.length)
    return last, (
        f"We counted from {weekday_words(working.started_on)}. "
        f"{working.words} end on the same day of the month: {weekday_words(last)}."
    )


def _tribunal_months(working: Working) -> Counted:
    end = corresponding_date(working.started_on, working.length)
    last = tribunal_day(end, working.bank_holidays)
    how = (
        f"We counted from {weekday_words(working.started_on)}. "
        f"{working.words} end on {weekday_words(end)}."
    )
    if last != end:
        how += (
            " The Tribunal does not count August or the days from Christmas to New Year, "
            f"so the last day is {weekday_words(last)}."
        )
    return last, how


def _clear_days_before(working: Working) -> Counted:
    last = clear_days_before(working.started_on, working.length)
    return last, (
        f"The meeting is on {weekday_words(working.started_on)}. "
        f"{counted(working.length, 'whole day')} must lie between, so the last day is "
        f"{weekday_words(last)}."
    )


BEFORE = MappingProxyType({Start.TERM: "The term begins on", Start.MOVE: "The move is on"})
"""What a count backwards starts from, where it is not the end of a review."""


def _earlier(working: Working, last: date) -> Counted:
    start = BEFORE.get(working.duty.starts, "The review must be finished by")
    return last, (
        f"{start} {weekday_words(working.started_on)}. "
        f"{working.words} earlier is {weekday_words(last)}."
    )


def _weeks_before(working: Working) -> Counted:
    return _earlier(working, working.started_on - timedelta(days=working.length * DAYS_IN_A_WEEK))


def _months_before(working: Working) -> Counted:
    return _earlier(working, corresponding_date(working.started_on, -working.length))


def _days_before(working: Working) -> Counted:
    last = working.started_on - timedelta(days=working.length)
    return last, (
        f"The law says: before {weekday_words(working.started_on)}. "
        f"The last day before it is {weekday_words(last)}."
    )


def _at_once(working: Working) -> Counted:
    day = weekday_words(working.started_on)
    return working.started_on, f"The law gives no time: it is owed from {day}, the day itself."


def _target_days_before(working: Working) -> Counted:
    days = working.counting.draft_target_days
    last = working.started_on - timedelta(days=days)
    return last, (
        f"The final plan is due on {weekday_words(working.started_on)}. "
        f"{counted(days, 'day')} earlier is {weekday_words(last)}. "
        "This is our own plan, not the law."
    )


COUNTS: Mapping[Unit, Callable[[Working], Counted]] = MappingProxyType(
    {
        Unit.WEEKS: _weeks,
        Unit.DAYS: _days,
        Unit.DAYS_BEGINNING_WITH: _days_beginning_with,
        Unit.WORKING_DAYS_BEGINNING_WITH: _working_days,
        Unit.MONTHS_BEGINNING_WITH: _months_beginning_with,
        Unit.MONTHS: _months,
        Unit.TRIBUNAL_MONTHS: _tribunal_months,
        Unit.CLEAR_DAYS_BEFORE: _clear_days_before,
        Unit.DAYS_BEFORE: _days_before,
        Unit.WEEKS_BEFORE: _weeks_before,
        Unit.MONTHS_BEFORE: _months_before,
        Unit.TARGET_DAYS_BEFORE: _target_days_before,
        Unit.AT_ONCE: _at_once,
    }
)


def lengthened(value: DueDate, until: date | None) -> DueDate:
    """Return the day to which the council gave more time; it never takes any away."""
    if until is None or until <= value.due_on:
        return value
    words = f"The council gave you more time, until {weekday_words(until)}."
    return replace(value, due_on=until, how=f"{value.how} {words}")


def supposing(condition: str, value: DueDate) -> DueDate:
    """Return a due date whose starting event has not happened yet, saying what it supposes."""
    return replace(value, how=f"{condition} {value.how.replace('Day 1 was', 'Day 1 is')}")
