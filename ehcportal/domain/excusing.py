"""What can be recorded as an exception to a time limit of a case, and what cannot and why."""

from dataclasses import dataclass
from datetime import date, timedelta

from ehcportal.domain import law
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import date_words
from ehcportal.domain.exceptions import PARAGRAPHS, Ground, excuses

FOUR_WEEKS = timedelta(weeks=4)
LASTING = frozenset({Ground.SCHOOL_CLOSED, Ground.EARLY_YEARS_CLOSED, Ground.ABSENT_FROM_AREA})
"""Grounds that the regulations give only to what lasts four weeks or more without a break."""


@dataclass(frozen=True, slots=True)
class Excusable:
    """A duty of a case that an exception could excuse: its time is the case's own."""

    key: str
    started_on: date
    due_on: date


def excusable(dates: CaseDates) -> tuple[Excusable, ...]:
    """Return the duties of a case that the law knows exceptions for, in the order of time."""
    clocks = dates.clocks
    found: list[DueDate] = []
    if clocks is not None:
        found = [clocks.decision_to_assess, clocks.decision_to_issue, clocks.final_plan]
    duties = [Excusable(each.key, each.started_on, each.due_on) for each in found]
    if dates.advice:
        first = min(each.asked_on for each in dates.advice)
        last = max(each.due.due_on for each in dates.advice)
        duties.append(Excusable(law.ADVICE, first, last))
    return tuple(sorted(duties, key=lambda each: each.due_on))


def faults(
    duty: Excusable, ground: Ground, from_on: date, to_on: date | None
) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with an exception, as field and sentence; nothing if it is lawful."""
    found: list[tuple[str, str]] = []
    if not excuses(ground, duty.key):
        found.append(("ground", f"This is no exception to this duty: see {PARAGRAPHS[duty.key]}."))
    if to_on is not None and to_on < from_on:
        found.append(("to", "The last day cannot be before the first."))
    elif from_on > duty.due_on or (to_on is not None and to_on < duty.started_on):
        time = f"{date_words(duty.started_on)} to {date_words(duty.due_on)}"
        found.append(("from", f"It must fall in the time for this duty: {time}."))
    elif ground in LASTING and to_on is not None and to_on - from_on + DAY < FOUR_WEEKS:
        found.append(("to", "The law excuses this only when it lasts 4 weeks or more."))
    return tuple(found)


DAY = timedelta(days=1)
