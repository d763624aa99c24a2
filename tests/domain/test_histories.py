"""Random histories of cases: no unlawful order is possible, and every date is the law's."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehcportal import profile as profiles
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import CaseFacts, CommentFact, PlanKind
from ehcportal.domain.journey import Journey, journey
from ehcportal.domain.law import LAW
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.rules import STANDARD_COUNTING
from ehcportal.domain.stages import ORDER
from ehcportal.domain.standing import standing
from ehcportal.domain.steps import Step, lawful_steps, may
from ehcportal.policy import Relation
from ehcportal.queries.dashboard import story
from tests.domain.history import History
from tests.domain.oracle import unlawful
from tests.domain.second_count import SECOND, days_on

STANDARD = profiles.load("standard")
FREE = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2046)))

HARD_DAYS = (
    *(date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 29), date(2026, 3, 29)),
    *(date(2026, 10, 25), date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1)),
    *(date(2024, 8, 8), date(2025, 10, 25), date(2025, 11, 1), date(2023, 1, 30)),
)
"""Leap days, days on which clocks change, and starts whose months end in August or at Christmas."""

FAMILIES: tuple[frozenset[str], ...] = (frozenset(), frozenset({"mother", "father"}))
DAYS = st.one_of(st.sampled_from(HARD_DAYS), st.dates(date(2015, 1, 1), date(2035, 1, 1)))
GAPS = st.sampled_from((0, 0, 1, 1, 2, 5, 7, 13, 14, 15, 16, 28, 41, 60, 100, 330))
TURNS = st.lists(st.tuples(st.integers(0, 10_000), GAPS), min_size=12, max_size=45)

ONWARD = frozenset(
    {
        Step.AGREE_TO_ASSESS,
        Step.ASK_FOR_ADVICE,
        Step.RECEIVE_ADVICE,
        Step.AGREE_TO_ISSUE,
        Step.SERVE_DRAFT,
        Step.COMMENT,
        Step.ISSUE_FINAL,
        Step.ARRANGE_REVIEW,
        Step.REPORT_REVIEW,
        Step.DECIDE_REVIEW,
        Step.ISSUE_AMENDED,
        Step.DECIDE_TO_CEASE,
    }
)
"""Taken more often than the others, so that most histories reach a plan."""

AGAIN = frozenset(
    {
        Step.REQUEST,
        Step.CLOSE_REQUEST,
        Step.TAKE_BACK_ASSESSMENT,
        Step.TAKE_BACK_ISSUE,
        Step.ASK_FOR_ADVICE,
        Step.SERVE_DRAFT,
        Step.ISSUE_FINAL,
        Step.DECIDE_REVIEW,
        Step.KEEP_AFTER_ALL,
        Step.ISSUE_AMENDED,
        Step.DECIDE_TO_CEASE,
    }
)
"""What may lead to an earlier stage: asked anew, a further adviser or draft, a review's end,
a yes that was an error."""


def drive(
    began_on: date, turns: list[tuple[int, int]], until: date = date.max
) -> Iterator[tuple[History, Step, CaseFacts]]:
    """Take lawful steps by the dice; each time the history, the step, and what was so before.

    Of every two families one has two parents.
    """
    told = History(began_on, CaseFacts(speakers=FAMILIES[began_on.toordinal() % 2]))
    told.take(Step.REQUEST, 1)
    for dice, gap in turns:
        told.wait(min(gap, (until - told.today).days))
        lawful = lawful_steps(told.facts, told.today, bank_holidays=FREE)
        onward = [each for each in lawful if each in ONWARD]
        chosen = onward if onward and dice % 4 else list(lawful)
        if not chosen:
            return
        before = told.facts
        step = chosen[dice // 4 % len(chosen)]
        told.take(step, dice // 50)
        yield told, step, before


def shown(facts: CaseFacts, today: date) -> Journey:
    return journey(facts, today, bank_holidays=FREE)


def lawful_throughout(began_on: date, turns: list[tuple[int, int]]) -> None:
    for told, step, before in drive(began_on, turns):
        assert unlawful(told.facts, FREE) == [], told.steps
        was, now = shown(before, told.today), shown(told.facts, told.today)
        went_back = ORDER.index(now.current) < ORDER.index(was.current)
        assert not went_back or step in AGAIN, (told.steps, was.current, now.current)


def right_dates(began_on: date, turns: list[tuple[int, int]]) -> None:
    for told, _, _ in drive(began_on, turns):
        where = shown(told.facts, told.today)
        for each in every_date(where):
            assert each.due_on == counted(each, told.facts), (each, told.steps)
            assert each.started_on in STARTS[each.key](told.facts), (each, told.steps)


def counted(told: DueDate, facts: CaseFacts) -> date:
    """The law's day, or a later one that the council gave for comments."""
    by_law = SECOND[told.key](told.started_on, FREE)
    if told.key not in COMMENTED:
        return by_law
    served = [
        each
        for each in facts.plans
        if (each.kind, each.served_on) == (COMMENTED[told.key], told.started_on)
    ]
    return max(by_law, served[-1].comments_until or by_law)


COMMENTED = {"comments": PlanKind.DRAFT, "amendment_comments": PlanKind.AMENDMENT}


def every_date(where: Journey) -> Iterator[DueDate]:
    """Every date that a page, letter or calendar can show of a case."""
    dates = where.dates
    found = [
        *(each.due for each in where.key_dates),
        *(each.due for each in where.stages),
        *(each.due for each in where.advice),
        *(each.due for each in where.consultations),
        *(each.due for each in open_clocks(dates, standing(dates))),
        *(where.next_key_date, where.late, dates.comments_due, dates.draft_target),
        *(dates.last_advice, dates.amendment, dates.amendment_comments, dates.appeal),
        *(dates.review_due, dates.phase_transfer),
    ]
    if dates.review_dates:
        review = dates.review_dates
        found += [review.invitation, review.circulation, review.report, review.decision]
    for each in where.requests:
        found += [each.decision_to_assess, each.decision_to_issue, each.final_plan]
    return (each for each in found if each is not None)


def asked(facts: CaseFacts) -> set[date]:
    return {each.received_on for each in facts.requests}


def finals(facts: CaseFacts) -> set[date]:
    return {each.served_on for each in facts.plans if each.kind.is_final}


def reviewed(facts: CaseFacts) -> set[date]:
    held = (each for each in facts.reviews if not each.alone)
    return finals(facts) | {each.decided_on for each in held if each.decided_on}


def came_in(facts: CaseFacts) -> set[date]:
    return {facts.transferred_in_on} if facts.transferred_in_on else set()


def meetings(facts: CaseFacts) -> set[date]:
    return {each.meeting_on for each in facts.reviews if each.meeting_on}


def notices(facts: CaseFacts) -> set[date]:
    return {each.notice_on for each in facts.reviews if each.notice_on}


def sent(facts: CaseFacts) -> set[date]:
    """What can be appealed against."""
    kept = {each.kept_on for each in facts.reviews if each.kept_on}
    return reviewed(facts) | kept | {each.decided_on for each in facts.decisions}


Starts = Callable[[CaseFacts], set[date]]

STARTS: dict[str, Starts] = {
    "decision_to_assess": asked,
    "decision_to_issue": asked,
    "final_plan": asked,
    "advice_marker": asked,
    "draft_target": lambda facts: {days_on(day, 139) for day in asked(facts)},
    "advice": lambda facts: {each.asked_on for each in facts.advice},
    "comments": lambda facts: {each.served_on for each in facts.plans},
    "consultation": lambda facts: {each.sent_on for each in facts.consultations},
    "review": reviewed,
    "review_meeting": lambda facts: (
        {SECOND["review"](day, FREE) for day in reviewed(facts)}
        | {SECOND["move_review"](day, FREE) for day in came_in(facts)}
    ),
    "move_review": came_in,
    "review_invitation": meetings,
    "review_circulation": meetings,
    "review_report": meetings,
    "review_decision": meetings,
    "amendment_comments": notices,
    "amended_plan": notices,
    "amended_plan_cap": meetings,
    "plan_transfer": lambda facts: {each.known_on for each in facts.moves},
    "move_told": came_in,
    "appeal": sent,
    "reassessment_plan": lambda facts: {each.started_on for each in facts.proceedings},
    "withdrawal_end": lambda facts: {each.closed_on for each in facts.requests if each.closed_on},
}


def with_guidance(began_on: date, turns: list[tuple[int, int]]) -> None:
    last = [told for told, _, _ in drive(began_on, turns)][-1]
    for who in (Relation.PARENT, Relation.YOUNG_PERSON):
        told = story(
            last.facts,
            STANDARD,
            last.today,
            child="Maya",
            coordinator=None,
            relations=frozenset({who}),
        )
        for card in (told.card, *told.besides):
            words = (card.hero, *card.meaning, *card.doing, *card.next)
            assert all(words), (card.situation, last.steps)
            assert not any("{" in each or "None" in each for each in words), (card, last.steps)


@given(DAYS, TURNS)
@settings(max_examples=50, deadline=None)
def test_no_unlawful_order_of_steps_is_possible_and_no_stage_is_gone_back_to(
    began_on: date, turns: list[tuple[int, int]]
) -> None:
    lawful_throughout(began_on, turns)


@given(DAYS, TURNS)
@settings(max_examples=50, deadline=None)
def test_every_date_of_a_history_is_what_a_second_calculation_gives(
    began_on: date, turns: list[tuple[int, int]]
) -> None:
    right_dates(began_on, turns)


@given(DAYS, TURNS)
@settings(max_examples=40, deadline=None)
def test_wherever_a_history_leads_the_family_reads_what_it_means(
    began_on: date, turns: list[tuple[int, int]]
) -> None:
    with_guidance(began_on, turns)


@pytest.mark.full
@given(DAYS, TURNS)
@settings(max_examples=4000, deadline=None)
def test_thousands_of_histories_are_lawful_with_the_right_dates_and_words(
    began_on: date, turns: list[tuple[int, int]]
) -> None:
    lawful_throughout(began_on, turns)
    right_dates(began_on, turns)
    with_guidance(began_on, turns)


@given(DAYS)
@settings(max_examples=150, deadline=None)
def test_every_duty_of_the_law_is_counted_as_the_law_says(start: date) -> None:
    for duty in LAW.in_force(start):
        counted = due(duty.key, start, bank_holidays=FREE)
        assert counted.due_on == SECOND[duty.key](start, FREE), duty.key


@given(DAYS, TURNS)
@settings(max_examples=15, deadline=None)
def test_a_step_that_is_not_lawful_is_refused_with_a_sentence(
    began_on: date, turns: list[tuple[int, int]]
) -> None:
    for told, _, _ in drive(began_on, turns[:15]):
        for step in Step:
            answer = may(told.facts, step, told.today, STANDARD_COUNTING, bank_holidays=FREE)
            said = answer.why_not
            assert answer or (said[0].isupper() and said.endswith(".")), step


def test_the_days_to_comment_cannot_be_shortened_but_by_the_family() -> None:
    told = History(date(2026, 1, 5))
    for step in (
        *(Step.REQUEST, Step.AGREE_TO_ASSESS, Step.ASK_FOR_ADVICE, Step.AGREE_TO_ISSUE),
        Step.SERVE_DRAFT,
    ):
        told.take(step, 2)
    told.wait(14)
    refused = may(told.facts, Step.ISSUE_FINAL, told.today)
    assert not refused
    assert "until Monday 19 January 2026" in refused.why_not
    assert may(told.facts, Step.ISSUE_FINAL, told.today + timedelta(days=1))
    told.take(Step.COMMENT, 5)
    assert may(told.facts, Step.ISSUE_FINAL, told.today)


def test_one_parent_ends_the_days_of_no_other_parent() -> None:
    told = History(date(2026, 1, 5), CaseFacts(speakers=FAMILIES[1]))
    for step in (
        *(Step.REQUEST, Step.AGREE_TO_ASSESS, Step.ASK_FOR_ADVICE, Step.AGREE_TO_ISSUE),
        Step.SERVE_DRAFT,
    ):
        told.take(step, 2)
    father, mother = 0, 5
    told.take(Step.COMMENT, mother)
    refused = may(told.facts, Step.ISSUE_FINAL, told.today)
    assert "unless each of them accepts it" in refused.why_not
    told.take(Step.COMMENT, father)
    assert may(told.facts, Step.ISSUE_FINAL, told.today)
    told.wait(1)
    told.take(Step.COMMENT, mother + 1)
    assert not may(told.facts, Step.ISSUE_FINAL, told.today), "she asks for something after all"
    told.take(Step.COMMENT, mother)
    assert may(told.facts, Step.ISSUE_FINAL, told.today)
    told.take(Step.SERVE_DRAFT, 2)
    assert not may(told.facts, Step.ISSUE_FINAL, told.today), "they accepted the draft before"


def test_somebody_without_an_account_ends_no_days_of_who_has_one() -> None:
    told = History(date(2026, 1, 5), CaseFacts(speakers=frozenset({"mother"})))
    for step in (
        *(Step.REQUEST, Step.AGREE_TO_ASSESS, Step.ASK_FOR_ADVICE, Step.AGREE_TO_ISSUE),
        Step.SERVE_DRAFT,
    ):
        told.take(step, 2)
    on_paper = CommentFact(told.today, 1, accepts=True)
    told.facts = replace(told.facts, comments=(on_paper,))
    assert not may(told.facts, Step.ISSUE_FINAL, told.today)
    told.take(Step.COMMENT, 0)
    assert may(told.facts, Step.ISSUE_FINAL, told.today)
    told.facts = replace(
        told.facts, comments=(replace(on_paper, accepts=False), told.facts.comments[1])
    )
    assert not may(told.facts, Step.ISSUE_FINAL, told.today), "whoever wrote asked for something"
