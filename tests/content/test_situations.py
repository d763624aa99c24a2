"""Each situation with a case of its own: reached, on time and late, for parent and young person."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from ehcportal import profile as profiles
from ehcportal.content.guidance import Guidance, ThreeAnswers, own_guidance
from ehcportal.domain import law
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.examples import example, is_ever_late
from ehcportal.domain.exceptions import ExceptionFact, Ground
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.journey import Journey
from ehcportal.domain.situations import Situation
from ehcportal.policy import Relation
from ehcportal.queries.counting import case_journey
from ehcportal.queries.dashboard import CaseStory, card_values, story

TODAY = date(2026, 11, 23)
STANDARD = profiles.load("standard")
PRESETS = ("standard", "portal", "messaging", "hub")
AUDIENCES = ("parent", "young_person")
DATE = re.compile(r"\b(?:by|until) \w+day (\d+ \w+ \d{4})")
LONGEST_SENTENCE = 25


def shown(situation: Situation, *, late: bool = False) -> Journey:
    """Where the example case of a situation is."""
    return case_journey(example(situation, TODAY, late=late), STANDARD, TODAY)


def unfilled() -> Guidance:
    """The product's texts, in which a missing fact leaves a mark."""
    book = own_guidance()
    marks = {name: f"??{name}??" for name in book.stand_ins()}
    return Guidance(book.cards, MappingProxyType({**book.common, "placeholders": marks}))


def cards(
    situation: Situation, book: Guidance | None = None
) -> Iterator[tuple[str, bool, ThreeAnswers]]:
    """Every variant of a situation that a family can ever read, filled from its case."""
    for late in (False, True) if is_ever_late(situation) else (False,):
        values = card_values(shown(situation, late=late), STANDARD, "Maya", "Daniel Reyes")
        for audience in AUDIENCES:
            texts = book or own_guidance()
            yield audience, late, texts.answers(situation, values, audience=audience, late=late)


def words(card: ThreeAnswers) -> list[str]:
    """Every paragraph of a card."""
    return [card.hero, *card.meaning, *card.doing, *card.next, card.help]


@pytest.mark.parametrize("situation", list(Situation))
def test_a_case_reaches_each_situation_on_time_and_late(situation: Situation) -> None:
    found = shown(situation)
    assert situation in {found.situation, *found.besides}
    assert found.late is None
    if is_ever_late(situation):
        late = shown(situation, late=True)
        assert late.situation is situation
        assert late.late is not None


@pytest.mark.parametrize("situation", list(Situation))
def test_every_variant_is_filled_with_the_dates_and_names_of_the_case(situation: Situation) -> None:
    for audience, late, card in cards(situation, unfilled()):
        text = " ".join([*words(card), card.late.replace("??reason??", "")])
        assert "??" not in text, (audience, late, text)
        assert not re.search(r"[{}]|\bNone\b|\bhttp", text), text


@pytest.mark.parametrize("situation", list(Situation))
def test_each_question_is_answered_in_short_whole_sentences(situation: Situation) -> None:
    for audience, late, card in cards(situation):
        assert all((card.meaning, card.doing, card.next, card.help)), (audience, late)
        for paragraph in words(card):
            for sentence in re.split(r"(?<=[.?:])\s", paragraph):
                assert re.match(r"[A-Z0-9a-z].*[.?:]$", sentence), sentence
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("situation", list(Situation))
def test_no_day_that_is_over_is_named_as_one_to_come(situation: Situation) -> None:
    """A card in time names days to come alone; a late one says of the law's day that it was."""
    for audience, late, card in cards(situation):
        text = " ".join((*card.doing, *card.next))
        told_to_act = re.findall(r"have until \w+day (\d+ \w+ \d{4})", text)
        assert all(_day(each) >= TODAY for each in told_to_act), (audience, text)
        named = [_day(each) for each in DATE.findall(text)]
        if late:
            assert re.search(r"\bmust still\b|as soon as we can", text), (audience, text)
        else:
            assert all(day >= TODAY for day in named), (audience, text)


def _day(words_of_date: str) -> date:
    day, month, year = words_of_date.split()
    months = "January February March April May June July August September October November December"
    return date(int(year), months.split().index(month) + 1, int(day))


@pytest.mark.parametrize("situation", [each for each in Situation if is_ever_late(each)])
def test_what_is_late_does_not_speak_of_the_missed_day_as_if_it_were_to_come(
    situation: Situation,
) -> None:
    missed = shown(situation, late=True).late
    assert missed is not None
    day = re.escape(weekday_words(missed.due_on))
    for audience, _, card in [each for each in cards(situation) if each[1]]:
        assert re.search(day, card.late), audience
        assert not re.search(f"(must tell you|is due|must be finished|have it) by {day}", str(card))


def test_a_reason_counts_for_the_date_that_it_excuses_and_for_no_other() -> None:
    facts = example(Situation.DECIDING_ABOUT_PLAN, TODAY, late=True)
    started = facts.requests[0].received_on
    other = ExceptionFact(law.ADVICE, Ground.MISSED_APPOINTMENT, started + timedelta(days=50))
    told = _told(replace(facts, exceptions=(other,)))
    assert "The reason we have recorded is: none yet." in told.card.late
    beside = next(each for each in told.besides if each.situation == "exception_claimed")
    missed = told.journey.late
    assert missed is not None
    assert weekday_words(missed.due_on) not in " ".join(beside.next), "another date of the law"


def test_what_runs_beside_the_stages_is_told_with_its_own_days() -> None:
    """A family that waits for an order is not told to ring and ask for the date (guide row U04)."""
    days = {
        Situation.TRIBUNAL_ORDER: "Tuesday 22 December 2026",  # 5 weeks from 18 November, less 1
        Situation.MEDIATION: "Thursday 17 December 2026",
        Situation.REASSESSMENT_ASKED: "Wednesday 2 December 2026",
    }
    for where, day in days.items():
        for _audience, _late, card in cards(where):
            assert day in " ".join(card.next), where
    (moving, *_) = [card for _audience, _late, card in cards(Situation.PHASE_TRANSFER)]
    assert "The last safe day for the review meeting is Tuesday 8 December 2026" in moving.next[0]


@pytest.mark.parametrize("preset", PRESETS)
def test_who_is_meant_to_coordinate_is_called_as_the_council_calls_them(preset: str) -> None:
    profile = profiles.load(preset)
    called = f"your {profiles.text(profile.words.coordinator)}".casefold()
    facts = example(Situation.REFUSED_TO_ASSESS, TODAY)
    assert f"ask to talk to {called}." in _told(facts, preset, None).card.doing[0].casefold()
    assert "Ask to talk to Daniel Reyes." in _told(facts, preset).card.doing[0]


@pytest.mark.parametrize("situation", [Situation.REPORT_LATE, Situation.SCHOOLS_ASKED])
def test_who_was_asked_is_not_told_to_somebody_with_a_limited_view(situation: Situation) -> None:
    facts = example(situation, TODAY)
    named = re.compile("Educational psychologist|Alder Bank")
    limited = _told(facts, relation=Relation.ADVOCATE_LIMITED)
    assert named.search(str(_told(facts).card))
    assert not named.search(str((limited.card, limited.besides)))


def _told(
    facts: CaseFacts,
    preset: str = "standard",
    coordinator: str | None = "Daniel Reyes",
    relation: Relation = Relation.PARENT,
) -> CaseStory:
    return story(
        facts,
        profiles.load(preset),
        TODAY,
        child="Maya",
        coordinator=coordinator,
        relations=frozenset({relation}),
    )
