"""When a council may end a plan (section 45 of the Act; Regulations 29 to 31).

Pure rules: what still stands in the way of a decision. How long the plan is kept after it says
``endsteps.end_as_ceased``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ehcportal.domain.calendar import corresponding_date

GROWN_UP = 18
YOUNG_ADULT = 19
OLDEST = 25
TO_ANSWER = timedelta(days=14)
"""How long the council waits for answers: with the first day, 15 days. Its own plan, not law."""


class CeasingGround(StrEnum):
    """The only two grounds (section 45(1))."""

    NOT_RESPONSIBLE = "not_responsible"
    NOT_NECESSARY = "not_necessary"


class Return(StrEnum):
    """What was found at the review of somebody of 18 or more who left (Regulation 30(2))."""

    DOES_NOT_WANT = "does_not_want"
    NOT_APPROPRIATE = "not_appropriate"
    WANTS = "wants"


class Obstacle(StrEnum):
    """Why a plan cannot be ended yet; each has its sentence."""

    FAMILY_NOT_ASKED = "family_not_asked"
    SETTING_NOT_ASKED = "setting_not_asked"
    WAITING = "waiting"
    SAME_DAY = "same_day"
    OUT_OF_EDUCATION_UNDER_18 = "out_of_education_under_18"
    NOT_REVIEWED_SINCE_LEAVING = "not_reviewed_since_leaving"
    RETURN_NOT_ASKED = "return_not_asked"
    WANTS_TO_RETURN = "wants_to_return"
    OUTCOMES_NOT_WEIGHED = "outcomes_not_weighed"
    NO_REASONS = "no_reasons"


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """What is known when the council weighs whether to end a plan.

    ``names_setting``: whether the plan names an institution, which must then be asked too.
    """

    ground: CeasingGround
    born_on: date | None
    asked_family_on: date | None
    answer_by: date | None = None
    family_answered_on: date | None = None
    names_setting: bool = False
    asked_setting_on: date | None = None
    setting_answered_on: date | None = None
    no_education: bool = False
    reviewed_on: date | None = None
    left_on: date | None = None
    wants_to_return: Return | None = None
    outcomes_weighed: bool = False
    has_reasons: bool = False


def age_on(born_on: date, on: date) -> int:
    """Return the age in whole years; who is born on 29 February has it on 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def obstacles(facts: EndingFacts, today: date) -> tuple[Obstacle, ...]:
    """Return what stands in the way of deciding today to end the plan, in order."""
    return tuple(_obstacles(facts, today))


def _obstacles(facts: EndingFacts, today: date) -> Iterator[Obstacle]:
    yield from _asking(facts, today)
    if facts.ground is CeasingGround.NOT_NECESSARY:
        yield from _by_age(facts, today)
    if not facts.has_reasons:
        yield Obstacle.NO_REASONS


def _asking(facts: EndingFacts, today: date) -> Iterator[Obstacle]:
    """Regulation 31: tell and ask the family, ask the institution, and only then decide."""
    if facts.asked_family_on is None:
        yield Obstacle.FAMILY_NOT_ASKED
        return
    if facts.names_setting and facts.asked_setting_on is None:
        yield Obstacle.SETTING_NOT_ASKED
    if today <= facts.asked_family_on:
        yield Obstacle.SAME_DAY
    elif facts.answer_by is not None and today <= facts.answer_by and not _all_answered(facts):
        yield Obstacle.WAITING


def _all_answered(facts: EndingFacts) -> bool:
    setting_said = facts.setting_answered_on is not None or not facts.names_setting
    return facts.family_answered_on is not None and setting_said


def _by_age(facts: EndingFacts, today: date) -> Iterator[Obstacle]:
    """Whoever's age is not known is treated as under 18, the rule that protects most."""
    age = age_on(facts.born_on, today) if facts.born_on else 0
    if facts.no_education and age < GROWN_UP:
        yield Obstacle.OUT_OF_EDUCATION_UNDER_18
    if facts.no_education and age >= GROWN_UP:
        yield from _after_leaving(facts)
    if age >= YOUNG_ADULT and not facts.outcomes_weighed:
        yield Obstacle.OUTCOMES_NOT_WEIGHED


def _after_leaving(facts: EndingFacts) -> Iterator[Obstacle]:
    """Regulation 30: review the plan first, and find out whether they want to return."""
    reviewed = facts.reviewed_on
    if reviewed is None or (facts.left_on is not None and reviewed < facts.left_on):
        yield Obstacle.NOT_REVIEWED_SINCE_LEAVING
    if facts.wants_to_return is None:
        yield Obstacle.RETURN_NOT_ASKED
    elif facts.wants_to_return is Return.WANTS:
        yield Obstacle.WANTS_TO_RETURN


def end_of_last_year(born_on: date) -> date:
    """Return the last day to which a plan may run: the academic year of the 25th birthday (s46).

    The academic year ends on 31 July here; where a course ends on another day, that day counts.
    """
    birthday = corresponding_date(born_on, OLDEST * 12)
    return date(birthday.year + (1 if birthday.month >= 8 else 0), 7, 31)


def is_too_old(born_on: date | None, today: date) -> bool:
    """Say whether no plan can be kept any more (sections 45(1) and 46)."""
    return born_on is not None and today > end_of_last_year(born_on)
