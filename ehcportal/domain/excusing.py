"""What can be recorded as an exception to a time limit of a case, and what cannot and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ehcportal.domain import endclocks, law
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import date_words
from ehcportal.domain.exceptions import CLOSURES, OF_ONE_BODY, PARAGRAPHS, Ground, excuses

DAY, WEEK, FOUR_WEEKS = timedelta(days=1), timedelta(weeks=1), timedelta(weeks=4)
LASTING = CLOSURES | {Ground.ABSENT_FROM_AREA}
"""Grounds that the regulations give only to what lasts four weeks or more without a break."""


@dataclass(frozen=True, slots=True)
class Excusable:
    """A duty of a case that an exception could excuse: its time is the case's own.

    ``about`` is the ask for advice, where it is the duty of one adviser, and ``role`` who that is.
    """

    key: str
    started_on: date
    due_on: date
    about: str = ""
    role: str = ""

    @property
    def value(self) -> str:
        """What stands for it in a form."""
        return f"{self.key}:{self.about}" if self.about else self.key


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an exception: its ground and days.

    ``asked_on`` is the day on which a school that closed was asked for advice.
    """

    ground: Ground
    from_on: date
    to_on: date | None = None
    asked_on: date | None = None


def excusable(dates: CaseDates) -> tuple[Excusable, ...]:
    """Return the duties of a case that the law knows exceptions for, in the order of time."""
    clocks, again = dates.clocks, endclocks.reassessed_plan(dates)
    found: list[DueDate] = []
    if clocks is not None:
        found = [clocks.decision_to_assess, clocks.decision_to_issue, clocks.final_plan]
    found += [again] if again else []
    duties = [
        Excusable(each.key, each.started_on, each.due_on)
        for each in found
        if each.key in PARAGRAPHS
    ]
    return tuple(sorted((*duties, *_advice(dates)), key=lambda each: each.due_on))


def _advice(dates: CaseDates) -> Iterator[Excusable]:
    """Yield the advice of everybody who was asked as one, and of each of them."""
    if len(dates.advice) > 1:
        first = min(each.asked_on for each in dates.advice)
        last = max(each.due.due_on for each in dates.advice)
        yield Excusable(law.ADVICE, first, last)
    for each in dates.advice:
        yield Excusable(law.ADVICE, each.asked_on, each.due.due_on, each.id, each.role)


Fault = tuple[str, str]


def faults(duty: Excusable, said: Said) -> tuple[Fault, ...]:
    """Return what is wrong with an exception, as field and sentence; nothing if it is lawful."""
    return (*_of_the_ground(duty, said.ground), *_of_the_days(duty, said))


def _of_the_ground(duty: Excusable, ground: Ground) -> Iterator[Fault]:
    if not excuses(ground, duty.key):
        yield "ground", f"This is no exception to this duty: see {PARAGRAPHS[duty.key]}."
    elif ground in OF_ONE_BODY and not duty.about:
        yield "duty", "Choose the one adviser whose appointment was missed."


def _of_the_days(duty: Excusable, said: Said) -> Iterator[Fault]:
    if said.to_on is not None and said.to_on < said.from_on:
        yield "to", "The last day cannot be before the first."
    elif said.ground in CLOSURES:
        yield from _of_a_closure(duty, said)
    elif said.from_on > duty.due_on or (said.to_on is not None and said.to_on < duty.started_on):
        yield "from", _not_in_time(duty)
    elif said.ground in LASTING and said.to_on is not None and not _is_long(said):
        yield "to", TOO_SHORT


TOO_SHORT = "The law excuses this only when it lasts 4 weeks or more."


def _of_a_closure(duty: Excusable, said: Said) -> Iterator[Fault]:
    """The ask for advice fell from a week before the closure to a week before re-opening.

    Regulations 5(4)(a) and (b), 10(4)(a) and (b), 13(3) and 27(3)(a) and (b).
    """
    if said.to_on is None:
        yield "to", "Enter the last day on which it is closed."
    elif not _is_long(said):
        yield "to", TOO_SHORT
    if said.asked_on is None:
        yield "asked", "Enter the day on which the council asked for advice."
    elif not duty.started_on <= said.asked_on <= duty.due_on:
        yield "asked", _not_in_time(duty)
    elif said.to_on is not None:
        first, last = said.from_on - WEEK, said.to_on + DAY - WEEK
        if not first <= said.asked_on <= last:
            days = f"{date_words(first)} to {date_words(last)}"
            yield "asked", f"The law excuses this only if the ask fell in these days: {days}."


def _is_long(said: Said) -> bool:
    return said.to_on is not None and said.to_on - said.from_on + DAY >= FOUR_WEEKS


def _not_in_time(duty: Excusable) -> str:
    time = f"{date_words(duty.started_on)} to {date_words(duty.due_on)}"
    return f"It must fall in the time for this duty: {time}."
