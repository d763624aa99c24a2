"""Whose advice must be sought (Regulation 6(1)), and what bodies and families owe."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ehcportal.domain.situations import ADULT_LIFE_FROM_YEAR

OF_FAMILY = "a"
"""The paragraph of the family's own advice. The six weeks of Regulation 8(1) bind bodies: a parent
or young person gives it in their own time, and nothing waits for it.
"""

WISHED, OTHERS = "h", "f"
"""The paragraphs of those whom the family asks for, and of anybody else who seems right."""


class Agreeing(StrEnum):
    """The three who must all think that advice which is there is enough (Regulation 6(4))."""

    ADVISER = "adviser"
    COUNCIL = "council"
    FAMILY = "family"


class Told(StrEnum):
    """Whom the law has a council tell that a request was taken up (section 36, Regulation 4)."""

    FAMILY = "family"
    SETTING = "setting"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"


class Adviser(StrEnum):
    """The advisers that the law names."""

    FAMILY = "family"
    EDUCATION = "education"
    SENSES = "senses"
    OUT_OF_SCHOOL = "out_of_school"
    HEALTH = "health"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_CARE = "social_care"
    ADULT_LIFE = "adult_life"


@dataclass(frozen=True, slots=True)
class Learner:
    """What is known of a child that decides who teaches them, and so whom the law has us ask."""

    year_group: int | None = None
    hearing: bool = False
    vision: bool = False
    out_of_school: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """An adviser that the law names: under which paragraph, and in the words of the family.

    ``why`` says from what is known of the child that they must be asked; empty for those who always
    are.
    """

    adviser: Adviser
    paragraph: str
    role: str
    why: str = ""


def named(learner: Learner, *, rights_passed: bool) -> tuple[Named, ...]:
    """Return whom the law has a council ask about a child (Regulation 6(1)).

    Whose own advice it is follows the rights: the parents', or the young person's.
    """
    family = "Young person" if rights_passed else "Parent or carer"
    return (
        Named(Adviser.FAMILY, OF_FAMILY, family),
        *_education(learner),
        Named(Adviser.HEALTH, "c", "Health professional"),
        Named(Adviser.PSYCHOLOGIST, "d", "Educational psychologist"),
        Named(Adviser.SOCIAL_CARE, "e", "Social care"),
        *_adult_life(learner),
    )


def _education(learner: Learner) -> Iterator[Named]:
    """Yield who advises on education: also somebody qualified for an impairment (Reg 6(1)(b))."""
    if learner.out_of_school:
        yield Named(
            Adviser.OUT_OF_SCHOOL,
            "b",
            "Teacher experienced with children out of school",
            "The child is at no school or college. Somebody who has taught children like that "
            "gives this advice.",
        )
    else:
        yield Named(Adviser.EDUCATION, "b", "Head teacher or SENCo")
    if learner.hearing or learner.vision:
        sense = SENSES[learner.hearing, learner.vision]
        yield Named(
            Adviser.SENSES,
            "b",
            f"Teacher qualified for {sense} impairment",
            f"The request tells of {sense} impairment. Somebody who is qualified to teach "
            "children with it must be consulted.",
        )


SENSES = {(True, False): "hearing", (False, True): "vision", (True, True): "hearing and vision"}


def _adult_life(learner: Learner) -> Iterator[Named]:
    """Yield who advises about adult life, in or beyond year 9 (Regulation 6(1)(g))."""
    year = learner.year_group
    if year is not None and year >= ADULT_LIFE_FROM_YEAR:
        why = f"The child is in year {year}: from year {ADULT_LIFE_FROM_YEAR} on this is asked for."
        yield Named(Adviser.ADULT_LIFE, "g", "Preparation for adult life", why)
