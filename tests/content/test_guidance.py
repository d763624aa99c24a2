"""Every card in every variant is a whole, plain text with nothing left unfilled."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehcportal.content.case_words import case_words
from ehcportal.content.guidance import ThreeAnswers, guidance, load_guidance, own_guidance
from ehcportal.content.labels import label, load_labels, own_labels
from ehcportal.content.texts import ContentError, fill
from ehcportal.domain import law
from ehcportal.domain.exceptions import ExceptionFact, Ground
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    DecisionFact,
    DecisionKind,
    Ending,
    Outcome,
    RequestFact,
    Source,
)
from ehcportal.domain.journey import journey
from ehcportal.domain.keydates import LABELS_WITHOUT_A_DUTY, KeyDateState
from ehcportal.domain.situations import Situation
from ehcportal.domain.stages import Stage, StageState

VARIANTS = [
    (situation, audience, late)
    for situation in Situation
    for audience in ("parent", "young_person")
    for late in (False, True)
]
KNOWN = {
    "child": "Maya",
    "coordinator": "Daniel Reyes",
    "phone": "01632 960100",
    "advice_service": "Brookshire Advice",
    "mediation_adviser": "Fair Talk",
}


def all_words(card: ThreeAnswers) -> str:
    """Everything on a card in one string."""
    parts = (card.hero, card.late, *card.meaning, *card.doing, *card.next, card.help)
    return "\n".join(part for part in parts if part)


@pytest.mark.parametrize(("situation", "audience", "late"), VARIANTS)
def test_a_card_with_nothing_known_still_reads_as_sentences(
    situation: Situation, audience: str, late: bool
) -> None:
    card = guidance(situation, {}, audience=audience, late=late)

    words = all_words(card)
    assert not re.search(r"[{}]|  |\bNone\b|\. \.|\s[.,?]", words), words
    for answer in (card.hero, *card.meaning, *card.doing, *card.next, card.help):
        assert re.match(r"[A-Z0-9].*[.?]$", answer), answer
    assert bool(card.late) is late


@pytest.mark.parametrize(("situation", "audience", "late"), VARIANTS)
def test_a_card_uses_the_names_and_dates_it_is_given(
    situation: Situation, audience: str, late: bool
) -> None:
    stand_ins = own_guidance().stand_ins()
    known = {name: f"<{name}>" for name in stand_ins}

    words = all_words(guidance(situation, known, audience=audience, late=late))

    used = set(re.findall(r"<(\w+)>", words))
    assert used <= set(stand_ins)
    assert "phone" in used


@pytest.mark.parametrize("situation", list(Situation))
def test_a_young_person_is_spoken_to_and_not_about(situation: Situation) -> None:
    words = all_words(guidance(situation, KNOWN, audience="young_person"))

    assert "Maya" not in words


@pytest.mark.parametrize("situation", list(Situation))
def test_no_card_forbids_shouts_or_uses_words_families_do_not_use(situation: Situation) -> None:
    words = all_words(guidance(situation, KNOWN))

    for wrong in ("not allowed", "!", "EHCP", "EHCNA", "LA ", "statutory", "provision", "—"):
        assert wrong not in words, wrong


def syllables(word: str) -> int:
    """Count the beats of a word roughly: groups of vowels, without a silent e at the end."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def reading_age(text: str) -> float:
    """Return the age at which a text can be read (Flesch and Kincaid's grade, and five years)."""
    sentences = len(re.findall(r"[.?!:]", text)) or 1
    words = re.findall(r"[a-z']+", text.lower())
    beats = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * beats / len(words) - 15.59 + 5


@pytest.mark.parametrize("audience", ["parent", "young_person"])
def test_the_cards_can_be_read_by_a_child_of_eleven(audience: str) -> None:
    ages = {
        each: reading_age(all_words(guidance(each, KNOWN, audience=audience))) for each in Situation
    }

    assert sum(ages.values()) / len(ages) <= 10.5
    assert max(ages.values()) <= 12, max(ages, key=lambda each: ages[each])


def test_a_late_card_opens_with_the_lateness_the_reason_and_the_right_to_complain() -> None:
    facts = CaseFacts(
        requests=(RequestFact(date(2026, 1, 5)),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.ABSENT_FROM_AREA, date(2026, 1, 20)),
        ),
    )
    shown = journey(facts, date(2026, 2, 18))

    card = guidance(shown.situation, KNOWN | case_words(shown), late=shown.late is not None)

    assert card.late == (
        "This is late. The law set Sunday 15 February 2026. It is now 3 days late. The reason we "
        "have recorded is: the family was away from the area for 4 weeks or more. You can "
        "complain to us here, and you do not lose any right by waiting."
    )


def test_a_case_fills_its_own_dates_and_counts() -> None:
    asked = date(2026, 2, 10)
    facts = CaseFacts(
        requests=(RequestFact(date(2026, 1, 5)),),
        decisions=(DecisionFact(DecisionKind.ASSESS, Outcome.YES, asked, asked),),
        advice=(AdviceFact("school", asked, date(2026, 3, 1)), AdviceFact("doctor", asked)),
    )
    shown = journey(facts, date(2026, 3, 2))

    card = guidance(shown.situation, KNOWN | case_words(shown))

    assert card.hero == "People are writing their advice about Maya."
    assert "1 of 2 reports are here." in card.meaning[0]
    assert "The last report is due by Monday 23 March 2026." in card.next[0]
    assert "by Sunday 26 April 2026" in card.next[0]


def test_a_day_that_is_over_or_not_known_is_not_named_as_one_to_come() -> None:
    today = date(2026, 3, 2)
    ahead = CaseFacts(hearings=(date(2026, 2, 2), date(2026, 5, 11)))
    named = case_words(journey(ahead, today))
    assert named["hearing_on"] == "Monday 11 May 2026"
    over = case_words(journey(CaseFacts(hearings=(date(2026, 2, 2),)), today))
    assert "hearing_on" not in over
    card = guidance("appeal", KNOWN | over)
    assert "The day of the hearing is in the Tribunal's letter." in card.next[0]


def test_every_name_a_case_fills_is_one_that_a_card_may_use() -> None:
    asked = date(2026, 2, 10)
    facts = CaseFacts(
        requests=(RequestFact(date(2026, 1, 5)),),
        decisions=(DecisionFact(DecisionKind.ASSESS, Outcome.YES, asked, asked),),
        advice=(AdviceFact("doctor", asked),),
        exceptions=(ExceptionFact(law.FINAL_PLAN, Ground.ABSENT_FROM_AREA, asked),),
    )
    words = case_words(journey(facts, asked + timedelta(days=60)))

    assert set(words) <= set(own_guidance().stand_ins())


def test_a_reason_that_is_not_recorded_is_not_made_up() -> None:
    facts = CaseFacts(requests=(RequestFact(date(2026, 1, 5)),))
    shown = journey(facts, date(2026, 2, 18))

    card = guidance(shown.situation, KNOWN | case_words(shown), late=True)

    assert "The reason we have recorded is: none yet." in card.late


def test_a_name_with_braces_is_shown_as_it_is_and_opens_nothing() -> None:
    card = guidance("plan_running", KNOWN | {"child": "{phone} {0.__class__}"})

    assert card.hero == "The plan for {phone} {0.__class__} is in use."


def test_a_sentence_starts_with_a_capital_whatever_was_filled_in() -> None:
    assert fill("{child} is here. {child} is well.", {}, {"child": "your child"}) == (
        "Your child is here. Your child is well."
    )


def write(folder: Path, text: str) -> Path:
    """Put one file of cards into a council's folder."""
    (folder / "guidance").mkdir(parents=True, exist_ok=True)
    (folder / "guidance" / "ours.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_council_changes_one_text_and_keeps_the_others(tmp_path: Path) -> None:
    book = load_guidance(write(tmp_path, '[thinking]\nhero = "Ask us about {child}."\n'))

    card = book.answers("thinking", KNOWN)

    assert card.hero == "Ask us about Maya."
    assert card.meaning == guidance("thinking", KNOWN).meaning


def test_a_council_translates_a_text_and_english_stands_in_for_the_rest(tmp_path: Path) -> None:
    folder = write(
        tmp_path, '[plan_running]\nhero = { en = "In use.", pl = "Plan {child} działa." }\n'
    )

    card = load_guidance(folder).answers("plan_running", KNOWN, language="pl")

    assert card.hero == "Plan Maya działa."
    assert card.meaning == ("The help in the plan should be in place.",)


def test_a_council_writes_its_own_late_variant(tmp_path: Path) -> None:
    folder = write(tmp_path, '[plan_running.late]\nnext = "We call you today."\n')
    book = load_guidance(folder)

    assert book.answers("plan_running", KNOWN, late=True).next == ("We call you today.",)
    assert book.answers("plan_running", KNOWN).next != ("We call you today.",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[thinkin]\nhero = "Hello."', "thinkin: no such situation"),
        ('[thinking]\nhro = "Hello."', "thinking.hro: no such part"),
        ('[thinking]\nhero = ""', "thinking.hero: the text is empty"),
        ("[thinking]\nhero = 3", "thinking.hero: must be a text"),
        ('[thinking]\nhero = "By {D6}."', "thinking.hero: nothing is known as {D6}"),
        ('[thinking]\nhero = "By {child."', "thinking.hero: "),
        ('[thinking]\nhero = "{child!r}."', "thinking.hero: {child} is no plain name"),
        ('[thinking]\nhero = { cy = "Helo." }', "thinking.hero: the English text (en) is missing"),
        ('[thinking]\nhero = { en = "Hi.", Welsh = "Helo." }', "'Welsh' is no language"),
        ('thinking = "Hello."', "thinking: must be a table"),
        ('[thinking]\nlate = "Late."', "thinking.late: must be a table"),
        (
            '[plan_running.young_person]\nhero = "{child} has a plan."',
            "plan_running.young_person.hero: speaks of {child}",
        ),
        (
            '[plan_running.late]\nnext = "{child} waits."',
            "plan_running.late.next: speaks of {child}",
        ),
        ("[thinking", "ours.toml: "),
    ],
)
def test_a_wrong_text_stops_the_program_with_its_file_and_key(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(ContentError) as refused:
        load_guidance(write(tmp_path, text))

    assert fault in str(refused.value)
    assert "ours.toml" in str(refused.value) or "speaks of" in fault


def test_a_council_without_texts_of_its_own_gets_the_products(tmp_path: Path) -> None:
    book = load_guidance(tmp_path / "nothing-here")

    assert book.answers("thinking", KNOWN) == guidance("thinking", KNOWN)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('help = "Ring {telephone}."', "help: nothing is known as {telephone}"),
        ('halp = "Ring us."', "halp: no such text"),
        ('placeholders = "x"', "placeholders: must be a table"),
        ('[placeholders]\nchild = "{phone}"', "placeholders.child: nothing is known as {phone}"),
        ("[questions]\nnext = 4", "questions.next: must be a text"),
    ],
)
def test_wrong_common_words_are_refused_with_their_key(
    tmp_path: Path, text: str, fault: str
) -> None:
    (tmp_path / "common.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ContentError) as refused:
        load_guidance(tmp_path)

    assert f"common.toml: {fault}" in str(refused.value)


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("stage", Stage),
        ("state", StageState),
        ("ground", Ground),
        ("source", Source),
        ("key_date_state", KeyDateState),
        ("key_date", [duty.key for duty in law.LAW.duties]),
        ("tray_step", [duty.key for duty in law.LAW.duties]),
        ("key_date", LABELS_WITHOUT_A_DUTY),
        ("outcome", Outcome),
        ("outcome", Closure),
        ("outcome", Ending),
    ],
)
def test_everything_the_law_can_say_has_a_word(group: str, keys: Iterable[str]) -> None:
    for key in keys:
        assert label(group, str(key)), key


def test_a_council_renames_a_stage(tmp_path: Path) -> None:
    ours = tmp_path / "labels.toml"
    ours.write_text('[stage]\nrequest = "Request/Application"\n', encoding="utf-8")

    labels = load_labels(ours)

    assert labels.word("stage", "request") == "Request/Application"
    assert labels.word("stage", "review") == own_labels().word("stage", "review")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[stages]\nrequest = "x"', "stages: no such group"),
        ("[stage]\nrequest = 1", "stage.request: must be a text"),
        ('[stage]\nreqest = "x"', "stage.reqest: no such label"),
        ('stage = "x"', "stage: must be a table"),
    ],
)
def test_a_wrong_label_is_refused_with_its_file_and_key(
    tmp_path: Path, text: str, fault: str
) -> None:
    ours = tmp_path / "labels.toml"
    ours.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=fault):
        load_labels(ours)


def test_the_card_of_an_exception_names_its_ground_and_the_day_that_stays() -> None:
    facts = CaseFacts(
        requests=(RequestFact(date(2026, 1, 5)),),
        exceptions=(
            ExceptionFact(law.DECISION_TO_ASSESS, Ground.SCHOOL_CLOSED, date(2026, 1, 20)),
        ),
    )
    shown = journey(facts, date(2026, 2, 1))
    closed = journey(replace(facts, exceptions=()), date(2026, 2, 1))

    card = guidance("exception_claimed", KNOWN | case_words(shown))

    assert "the school was closed" in card.meaning[0]
    assert "The date set by law is Sunday 15 February 2026." in card.next[0]
    assert "ground" not in case_words(closed)
