"""The cards of a situation as different families would read them, for staff who look first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ehcportal.content.guidance import PARENT, Guidance, ThreeAnswers
from ehcportal.domain.examples import example, is_ever_late
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.situations import Situation
from ehcportal.profile import Profile
from ehcportal.queries.counting import case_journey
from ehcportal.queries.dashboard import YOUNG_PERSON, card_values

EXAMPLE_CHILD, EXAMPLE_COORDINATOR = "Sam", "Alex Morgan"


@dataclass(frozen=True, slots=True)
class Preview:
    """One card, and for whom it is."""

    audience: str
    late: bool
    card: ThreeAnswers


@dataclass(frozen=True, slots=True)
class OfCase:
    """The cards of a situation with the dates of a real case, and where that case is."""

    previews: tuple[Preview, ...]
    now: Situation


def heroes(book: Guidance, profile: Profile, today: date) -> Iterator[tuple[Situation, str]]:
    """Yield each situation with the sentence that stands on top, as a parent reads it."""
    for situation in Situation:
        values = _example_values(situation, profile, today, late=False)
        yield situation, book.answers(situation, values).hero


def of_example(
    book: Guidance, situation: Situation, profile: Profile, today: date
) -> Iterator[Preview]:
    """Yield every variant of a situation that a family can read, with an example's dates."""
    for late in (False, True) if is_ever_late(situation) else (False,):
        values = _example_values(situation, profile, today, late=late)
        yield from _for_both(book, situation, values, late=late)


def of_case(
    book: Guidance,
    situation: Situation,
    profile: Profile,
    today: date,
    facts: CaseFacts,
    *,
    child: str,
    coordinator: str | None,
) -> OfCase:
    """Return the variants of a situation with the dates of a case that was opened."""
    journey = case_journey(facts, profile, today)
    values = card_values(journey, profile, child, coordinator)
    late = journey.late is not None and is_ever_late(situation)
    return OfCase(tuple(_for_both(book, situation, values, late=late)), journey.situation)


def _example_values(
    situation: Situation, profile: Profile, today: date, *, late: bool
) -> Mapping[str, object]:
    journey = case_journey(example(situation, today, late=late), profile, today)
    return card_values(journey, profile, EXAMPLE_CHILD, EXAMPLE_COORDINATOR)


def _for_both(
    book: Guidance, situation: Situation, values: Mapping[str, object], *, late: bool
) -> Iterator[Preview]:
    for audience in (PARENT, YOUNG_PERSON):
        card = book.answers(situation, values, audience=audience, late=late)
        yield Preview(audience, late, card)
