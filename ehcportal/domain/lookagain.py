"""A new assessment of a child who has a plan, and an early review (s44; Regulations 23 to 27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcportal.domain.calendar import corresponding_date

BAR_MONTHS = 6
"""Regulation 24(1)(a): no new assessment is owed within six months of the last."""


class AskedBy(StrEnum):
    """Who may ask (section 44(2); Regulation 23)."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SETTING = "setting"
    HEALTH_BODY = "health_body"


class AskedFor(StrEnum):
    """What they ask for."""

    REASSESSMENT = "reassessment"
    REVIEW = "review"
    NOT_SURE = "not_sure"


class AskAnswer(StrEnum):
    """What the council answers. A refusal has one of the two grounds of Regulation 24."""

    REASSESS = "reassess"
    EARLY_REVIEW = "early_review"
    REFUSED_RECENT = "refused_recent"
    REFUSED_NOT_NEEDED = "refused_not_needed"
    NO_EARLY_REVIEW = "no_early_review"

    @property
    def can_be_appealed(self) -> bool:
        """Whether the tribunal hears an appeal against it (section 51(2)(d))."""
        return self in {AskAnswer.REFUSED_RECENT, AskAnswer.REFUSED_NOT_NEEDED}


ANSWERS: dict[AskedFor, tuple[AskAnswer, ...]] = {
    AskedFor.REASSESSMENT: (
        AskAnswer.REASSESS,
        AskAnswer.REFUSED_RECENT,
        AskAnswer.REFUSED_NOT_NEEDED,
    ),
    AskedFor.REVIEW: (AskAnswer.EARLY_REVIEW, AskAnswer.NO_EARLY_REVIEW),
    AskedFor.NOT_SURE: tuple(AskAnswer),
}
"""Which answers fit what was asked for: a new assessment is not put off with a review."""


@dataclass(frozen=True, slots=True)
class AskFact:
    """One ask, and when it was answered."""

    asked_for: AskedFor
    asked_on: date
    answered_on: date | None = None
    id: str = ""


def bar_ends(assessed: Iterable[date]) -> date | None:
    """Return the last day on which a new assessment may be refused as too soon after the last.

    ``assessed`` are the days on which assessments and reassessments ended. None without any: a
    refusal without an assessment starts no waiting time.
    """
    last = max(assessed, default=None)
    return corresponding_date(last, BAR_MONTHS) if last else None


def may_refuse_as_recent(assessed: Iterable[date], asked_on: date) -> bool:
    """Say whether the ask came within six months of the last assessment."""
    until = bar_ends(assessed)
    return until is not None and asked_on <= until
