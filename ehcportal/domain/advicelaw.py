"""Whose advice must be sought (Regulation 6(1)), and what bodies and families owe."""

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


class Adviser(StrEnum):
    """The advisers that the law names."""

    FAMILY = "family"
    EDUCATION = "education"
    HEALTH = "health"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_CARE = "social_care"
    ADULT_LIFE = "adult_life"


@dataclass(frozen=True, slots=True)
class Named:
    """An adviser that the law names: under which paragraph, and in the words of the family."""

    adviser: Adviser
    paragraph: str
    role: str


def named(year_group: int | None, *, rights_passed: bool) -> tuple[Named, ...]:
    """Return whom the law has a council ask; about adult life in or beyond year 9 (Reg 6(1)(g)).

    Whose own advice it is follows the rights: the parents', or the young person's.
    """
    family = "Young person" if rights_passed else "Parent or carer"
    always = (
        Named(Adviser.FAMILY, OF_FAMILY, family),
        Named(Adviser.EDUCATION, "b", "Head teacher or SENCo"),
        Named(Adviser.HEALTH, "c", "Health professional"),
        Named(Adviser.PSYCHOLOGIST, "d", "Educational psychologist"),
        Named(Adviser.SOCIAL_CARE, "e", "Social care"),
    )
    if year_group is None or year_group < ADULT_LIFE_FROM_YEAR:
        return always
    return (*always, Named(Adviser.ADULT_LIFE, "g", "Preparation for adult life"))
