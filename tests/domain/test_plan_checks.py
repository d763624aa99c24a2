"""What a plan still needs: told while it is written, and before it is served."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.content import plan_words
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.plan_checks import Check, Finding, findings, may_be_served
from ehcportal.domain.plan_lines import in_order, may_follow, place_between
from ehcportal.domain.plan_wording import vague_in
from ehcportal.domain.plan_written import SECTIONS, AdviceGiven, LineText, Written

HELP = {
    "who": "A teacher with a reading qualification",
    "how_much": "30 minutes",
    "how_often": "Four times a week",
    "reviewed": "By the SENCo each term",
}
AIM = {"by_when": "July 2027", "measured": "By her teacher, with a story she does not know"}
WHOLE = (
    LineText("a", "A", "I like trains."),
    LineText("b", "B", "She cannot read yet."),
    LineText("e", "E", "She reads a short story.", AIM),
    LineText("f", "F", "Reading lessons in a pair.", HELP),
    LineText(
        "k", "K", "Psychologist", {"author": "A Nair", "on": "2026-10-01", "advice_request_id": "1"}
    ),
)
LINKS = (("b", "e"), ("e", "f"))
ADVICE = (AdviceGiven("1", "Psychologist"),)


def written(
    *lines: LineText,
    kind: PlanKind = PlanKind.DRAFT,
    without: str = "",
    links: tuple[tuple[str, str], ...] = LINKS,
    year: int | None = 4,
) -> Written:
    kept = [
        each for each in WHOLE if each.key != without and each.key not in {x.key for x in lines}
    ]
    return Written(kind, [*kept, *lines], links, ADVICE, year)


def found(case: Written) -> set[Check]:
    silent = {Check.SECTION_SILENT}
    return {each.check for each in findings(case, plan_words.vague_phrases())} - silent


def test_a_draft_with_all_it_needs_may_be_served() -> None:
    assert found(written()) == set()
    assert may_be_served(findings(written()))


@pytest.mark.parametrize("section", ["A", "B", "E", "F"])
def test_a_plan_without_a_section_that_must_speak_is_not_served(section: str) -> None:
    case = written(without=section.lower())
    told = [each for each in findings(case) if each.check is Check.SECTION_EMPTY]
    assert [each.section for each in told] == [section]
    assert not may_be_served(findings(case))


def test_a_need_is_answered_by_help_that_is_linked_with_it_or_with_its_outcome() -> None:
    assert Check.NEED_WITHOUT_PROVISION in found(written(links=(("b", "e"),)))
    assert found(written(links=(("b", "e"), ("b", "f")))) == set()
    health = LineText("c", "C", "She has fits.")
    social = LineText("h", "H2", "A club on Saturdays.", HELP)
    wrong = written(health, social, links=(*LINKS, ("c", "h")))
    assert Check.NEED_WITHOUT_PROVISION in found(wrong)


def test_help_and_outcomes_that_answer_no_need_are_pointed_out_but_stop_nothing() -> None:
    case = written(LineText("x", "F", "Swimming.", HELP), LineText("y", "E", "Swims.", AIM))
    assert found(case) == {Check.PROVISION_WITHOUT_NEED, Check.OUTCOME_WITHOUT_NEED}
    assert may_be_served(findings(case))


@pytest.mark.parametrize("name", ["who", "how_much", "how_often"])
def test_help_without_a_number_goes_into_a_draft_and_into_no_final_plan(name: str) -> None:
    vague_help = LineText("f", "F", "Reading lessons.", {**HELP, name: " "})
    setting = LineText("i", "I", "Millbrook Primary School")
    draft = findings(written(vague_help))
    final = findings(written(vague_help, setting, kind=PlanKind.FINAL))
    assert Check(f"without_{name}") in {each.check for each in draft}
    assert may_be_served(draft)
    assert not may_be_served(final)


def test_an_outcome_that_nobody_can_see_reached_is_noted_and_stops_nothing() -> None:
    vague_aim = LineText("e", "E", "She reads better.", {"by_when": "July 2027", "measured": " "})
    setting = LineText("i", "I", "Millbrook Primary School")
    final = written(vague_aim, setting, kind=PlanKind.FINAL)
    assert found(final) == {Check.OUTCOME_WITHOUT_MEASURE}
    assert may_be_served(findings(final))


def test_a_draft_names_no_setting_and_a_final_plan_must() -> None:
    setting = LineText("i", "I", "Millbrook Primary School")
    assert found(written(setting)) == {Check.SETTING_IN_DRAFT}
    assert found(written(kind=PlanKind.FINAL)) == {Check.SETTING_MISSING}
    assert found(written(setting, kind=PlanKind.FINAL)) == set()
    assert found(written(setting, kind=PlanKind.AMENDMENT)) == set()


def test_education_outside_a_school_needs_the_councils_finding_with_reasons() -> None:
    """Section 61: nobody is left without a school place by a word in section F alone."""
    final, why = PlanKind.FINAL, {"otherwise_why": "She cannot enter any school building."}
    setting = LineText("i", "I", "No school", {"otherwise": "yes"})
    help_elsewhere = LineText("f", "F", "Lessons at home (EOTAS).", HELP)
    unfound = written(help_elsewhere, LineText("i", "I", "At home"), kind=final)
    assert found(unfound) == {Check.OTHERWISE_NOT_FOUND}
    assert not may_be_served(findings(unfound))
    assert found(written(help_elsewhere)) == set(), "a draft says nothing of places"
    assert found(written(setting, kind=final)) == {Check.OTHERWISE_WITHOUT_WHY}
    reasoned = LineText("i", "I", "No school", {**setting.details, **why})
    assert found(written(reasoned, help_elsewhere, kind=final)) == set()


def test_health_provision_is_final_only_when_the_health_body_agreed() -> None:
    asked = LineText("g", "G", "Nursing.", HELP)
    agreed = LineText("g", "G", "Nursing.", HELP, agreed_by_health_on=date(2026, 10, 1))
    need = LineText("c", "C", "She has fits.")
    links = (*LINKS, ("c", "g"))
    assert found(written(need, asked, links=links)) == {Check.NOT_AGREED_BY_HEALTH}
    assert found(written(need, agreed, links=links)) == set()


def test_every_advice_stands_in_section_k_with_its_author_and_day() -> None:
    assert found(written(without="k")) == {Check.ADVICE_NOT_LISTED}
    nobody = LineText("k", "K", "Psychologist", {"advice_request_id": "1"})
    assert found(written(nobody)) == {Check.ADVICE_WITHOUT_AUTHOR, Check.ADVICE_WITHOUT_DAY}


def test_section_j_speaks_of_an_agreed_payment_and_of_no_other() -> None:
    setting = LineText("i", "I", "Millbrook Primary School")
    said = LineText("j", "J", "Riding lessons for B1 and E1.")
    final = PlanKind.FINAL
    assert found(written(setting, said, kind=final)) == {Check.PAYMENT_NOT_AGREED}
    assert not may_be_served(findings(written(setting, said, kind=final)))
    assert may_be_served(findings(written(said))), "a draft may propose it"
    paid = replace(written(setting, kind=final), payment_agreed=True)
    assert found(paid) == {Check.PAYMENT_MISSING}
    assert found(replace(written(setting, said, kind=final), payment_agreed=True)) == set()


ADULT = Check.NO_ADULTHOOD


def test_from_year_9_some_help_prepares_for_adulthood() -> None:
    assert Check.NO_ADULTHOOD in found(written(year=9))
    assert Check.NO_ADULTHOOD not in found(written(year=8))
    health = LineText("g", "G", "Nursing.", HELP, agreed_by_health_on=date(2026, 10, 1))
    silent = [each.section for each in findings(written(health, year=9)) if each.check is ADULT]
    assert silent == ["F", "G"], "each section with help in it, not one for all (Reg 12(3))"
    marked = LineText("f", "F", "Travel training.", {**HELP, "adulthood": "yes"})
    assert found(written(marked, year=9)) == set()


def test_a_piece_that_was_taken_away_stops_the_plan_and_one_that_is_there_needs_no_words() -> None:
    picture = LineText("a", "A", "", has_voice=True)
    gone = LineText("a", "A", "", voice_taken_away=True)
    assert found(written(picture)) == set()
    assert found(written(gone)) == {Check.VOICE_TAKEN_AWAY}
    assert found(written(LineText("a", "A", "  "))) == {Check.LINE_EMPTY}


def test_words_that_promise_nothing_are_found_as_whole_words_in_any_case() -> None:
    phrases = ("access to", "regular")
    assert vague_in(["She has Access\n to a tutor"], phrases) == ["access to"]
    assert vague_in(["An irregular verb", "regularly"], phrases) == []
    line = LineText("f", "F", "He would benefit from access to a sensory room.", HELP)
    told = findings(written(line), plan_words.vague_phrases())
    assert {each.facts["phrase"] for each in told if each.check is Check.VAGUE} == {
        "access to",
        "would benefit from",
    }
    assert may_be_served(told)


@pytest.mark.parametrize("check", list(Check))
def test_each_finding_has_a_sentence_without_open_places(check: Check) -> None:
    told = plan_words.sentence(Finding(check, "F", facts={"phrase": "etc", "role": "Psychologist"}))
    assert told
    assert "{" not in told


lines = st.lists(
    st.builds(
        LineText,
        key=st.text("abcdef", min_size=1, max_size=2),
        section=st.sampled_from(SECTIONS),
        text=st.sampled_from(["", "words", "access to help"]),
        details=st.dictionaries(st.sampled_from(["who", "author", "adulthood"]), st.just("x")),
    ),
    unique_by=lambda each: each.key,
    max_size=8,
)
keys = st.text("abcdef", min_size=1, max_size=2)


@given(lines, st.lists(st.tuples(keys, keys), max_size=8), st.sampled_from(list(PlanKind)))
def test_findings_come_section_by_section_about_lines_that_are_there(
    some: list[LineText], links: list[tuple[str, str]], kind: PlanKind
) -> None:
    told = findings(Written(kind, some, links, ADVICE, 10), plan_words.vague_phrases())
    order = [SECTIONS.index(each.section) for each in told]
    assert order == sorted(order)
    section = {each.key: each.section for each in some}
    assert all(section[each.line_key] == each.section for each in told if each.line_key)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60))
def test_however_lines_are_put_between_others_the_places_keep_the_order(where: list[int]) -> None:
    """A line that finds no room says so, and the others move apart: no two are ever swapped."""
    places: list[int] = []
    for each in where:
        at = min(each, len(places))
        before = places[at - 1] if at else None
        after = places[at] if at < len(places) else None
        found = place_between(before, after)
        if found is None:
            places = [(number + 1) * 1_000 for number in range(len(places))]
            found = place_between(
                places[at - 1] if at else None, places[at] if at < len(places) else None
            )
        assert found is not None
        places.insert(at, found)
    assert places == sorted(set(places))


@given(st.sampled_from(SECTIONS), st.sampled_from(SECTIONS))
def test_a_link_has_one_direction_whichever_line_it_is_made_from(one: str, other: str) -> None:
    there, back = in_order(one, other), in_order(other, one)
    assert (there is None) == (back is None)
    assert there is None or there is not back


def test_a_final_plan_follows_a_draft_and_proposed_changes_follow_a_final_plan() -> None:
    follows = {
        (served, kind)
        for served in (None, *PlanKind)
        for kind in PlanKind
        if may_follow(served, kind)
    }
    draft, final, changes, changed = PlanKind
    assert follows == {
        (None, draft),
        (draft, draft),
        (draft, final),
        (final, changes),
        (final, draft),
        (changes, changes),
        (changes, changed),
        (changed, changes),
        (changed, draft),
    }
