"""What a line of each section holds, which lines belong together, and which version comes next."""

from collections.abc import Mapping
from types import MappingProxyType

from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_written import (
    ADULTHOOD,
    NEEDS,
    OTHERWISE,
    OTHERWISE_WHY,
    OUTCOMES,
    PROVISIONS,
)

OF_PROVISION = (
    "who", "how_much", "how_often", "how_long", "group", "where", "reviewed", ADULTHOOD,
)  # fmt: skip
DETAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        OUTCOMES: ("by_when", "measured"),
        **dict.fromkeys(PROVISIONS, OF_PROVISION),
        "I": ("type", "setting_id", OTHERWISE, OTHERWISE_WHY),
        "J": ("amount",),
        "K": ("role", "author", "on", "advice_request_id"),
    }
)
"""The details of a line by section; a section that is not named has none."""

WITH_AREA = ("B", "E", "F")
"""Sections whose lines stand under one of the four areas of need."""

GAP = 1_000
"""Between the places of two lines, so that others fit between them."""

KIN = (NEEDS, PROVISIONS)
"""Between these sections a line can be moved: what it holds stays the same."""

NEXT: Mapping[PlanKind | None, PlanKind] = MappingProxyType(
    {
        None: PlanKind.DRAFT,
        PlanKind.DRAFT: PlanKind.FINAL,
        PlanKind.FINAL: PlanKind.AMENDMENT,
        PlanKind.AMENDMENT: PlanKind.AMENDED_FINAL,
        PlanKind.AMENDED_FINAL: PlanKind.AMENDMENT,
    }
)


def may_follow(served: PlanKind | None, kind: PlanKind) -> bool:
    """Say whether a version of a kind can be begun after the one that was served last.

    Changes that nobody asked for need a new draft before the final plan (Code 9.125), and so does
    a second notice of changes. A reassessment begins with a draft (Regulation 27).
    """
    if NEXT[served] is kind:
        return True
    return kind is (served if served and not served.is_final else PlanKind.DRAFT)


def sections_for(section: str) -> tuple[str, ...]:
    """Return the sections in which a line of this one can stand, itself among them."""
    return next((each for each in KIN if section in each), (section,))


def in_order(one: str, other: str) -> bool | None:
    """Say whether a line of section ``one`` comes first in a link with one of ``other``.

    A need leads to an outcome and to provision, an outcome to provision. Nothing else is linked:
    then there is no answer.
    """
    first, second = _rank(one), _rank(other)
    return None if first is None or second is None or first == second else first < second


def linkable(section: str) -> tuple[str, ...]:
    """Return the sections with whose lines a line of this section can be linked."""
    sections = (*NEEDS, OUTCOMES, *PROVISIONS)
    return tuple(each for each in sections if in_order(section, each) is not None)


def _rank(section: str) -> int | None:
    ranks = (NEEDS, (OUTCOMES,), PROVISIONS)
    return next((number for number, each in enumerate(ranks) if section in each), None)


def place_between(before: int | None, after: int | None) -> int | None:
    """Return a place between two lines; none when there is no room and all must move apart."""
    if before is None and after is None:
        return GAP
    if after is None:
        return (before or 0) + GAP
    low = before if before is not None else after - 2 * GAP
    middle = (low + after) // 2
    return middle if low < middle < after else None
