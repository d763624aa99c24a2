"""The only grounds on which the law excuses a late answer; none of them moves the date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain import endlaw, law
from ehcportal.domain.clocks import DueDate


class Ground(StrEnum):
    """A reason of the regulations; staff shortage, panel dates and school holidays are none."""

    SCHOOL_CLOSED = "school_closed"
    EARLY_YEARS_CLOSED = "early_years_closed"
    PERSONAL_CIRCUMSTANCES = "personal_circumstances"
    ABSENT_FROM_AREA = "absent_from_area"
    MISSED_APPOINTMENT = "missed_appointment"


CLOSURES = frozenset({Ground.SCHOOL_CLOSED, Ground.EARLY_YEARS_CLOSED})
"""Grounds that the regulations give only where advice was asked for close to a long closure."""

OF_ONE_BODY = frozenset({Ground.MISSED_APPOINTMENT})
"""Grounds that the regulations give only to the body that was asked, and to no other."""

_LATE_ANSWERS = frozenset(
    {law.DECISION_TO_ASSESS, law.DECISION_TO_ISSUE, law.FINAL_PLAN, endlaw.REASSESSMENT_PLAN}
)

EXCUSES: Mapping[Ground, frozenset[str]] = MappingProxyType(
    {
        Ground.SCHOOL_CLOSED: _LATE_ANSWERS,
        Ground.EARLY_YEARS_CLOSED: _LATE_ANSWERS,
        Ground.PERSONAL_CIRCUMSTANCES: _LATE_ANSWERS | {law.ADVICE},
        Ground.ABSENT_FROM_AREA: _LATE_ANSWERS | {law.ADVICE},
        Ground.MISSED_APPOINTMENT: frozenset({law.ADVICE}),
    }
)

PARAGRAPHS: Mapping[str, str] = MappingProxyType(
    {
        law.DECISION_TO_ASSESS: "Regulation 5(4), SEND Regulations 2014",
        law.ADVICE: "Regulation 8(2), SEND Regulations 2014",
        law.DECISION_TO_ISSUE: "Regulation 10(4), SEND Regulations 2014",
        law.FINAL_PLAN: "Regulation 13(3), SEND Regulations 2014",
        endlaw.REASSESSMENT_PLAN: "Regulation 27(3), SEND Regulations 2014",
    }
)


class NoSuchExceptionError(ValueError):
    """The law knows no such exception for that duty."""


@dataclass(frozen=True, slots=True)
class ExceptionFact:
    """A recorded exception to one duty, on one ground; open while ``to_on`` is None.

    ``about`` is the ask for advice that it excuses, where it excuses one. ``asked_on`` is the day
    on which a school was asked that was closed from ``from_on`` to ``to_on``.
    """

    duty_key: str
    ground: Ground
    from_on: date
    to_on: date | None = None
    about: str = ""
    asked_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a ground that the regulations do not give for the duty."""
        if not excuses(self.ground, self.duty_key):
            raise NoSuchExceptionError(f"{self.ground.value} does not excuse {self.duty_key}")
        if self.to_on is not None and self.to_on < self.from_on:
            raise NoSuchExceptionError("an exception cannot end before it begins")

    def covers(self, on: date) -> bool:
        """Say whether the exception stands on a day."""
        return self.from_on <= on and (self.to_on is None or on <= self.to_on)

    def touches(self, started_on: date, due_on: date) -> bool:
        """Say whether it fell in the time given for a duty.

        What counts of a closure is the day of the ask: the closure itself can come later.
        """
        if self.asked_on is not None:
            return started_on <= self.asked_on <= due_on
        return self.from_on <= due_on and (self.to_on is None or self.to_on >= started_on)


def excusing(
    recorded: Iterable[ExceptionFact], due: DueDate, about: str = ""
) -> tuple[ExceptionFact, ...]:
    """Return the exceptions that excuse lateness in a duty, the newest first.

    The one rule, for the desk and for the family: the regulations ask what happened during the
    time given for the duty. What excuses one adviser excuses no other.
    """
    fitting = [
        each
        for each in recorded
        if each.duty_key == due.key
        and each.about in {"", about}
        and each.touches(due.started_on, due.due_on)
    ]
    return tuple(sorted(fitting, key=lambda each: each.from_on, reverse=True))


def excuses(ground: Ground, duty_key: str) -> bool:
    """Say whether the regulations let a ground excuse lateness in a duty."""
    return duty_key in EXCUSES[ground]


def grounds_for(duty_key: str) -> tuple[Ground, ...]:
    """Return the grounds that staff may choose from for a duty; none for most duties."""
    return tuple(ground for ground in Ground if excuses(ground, duty_key))
