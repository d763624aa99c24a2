"""Moves, asks for a new assessment and direct payments have clocks of their own."""

from dataclasses import replace
from datetime import date

import pytest

from ehcportal.domain import endlaw, law
from ehcportal.domain.casedates import case_dates
from ehcportal.domain.endclocks import running
from ehcportal.domain.facts import (
    CaseFacts,
    MoveFact,
    PaymentFact,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    ReviewFact,
)
from ehcportal.domain.journey import journey
from ehcportal.domain.lookagain import (
    AskedFor,
    AskFact,
    bar_ends,
    may_refuse_as_recent,
)
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.standing import standing

MADE = date(2026, 1, 10)
PLANNED = CaseFacts(plans=(PlanFact(PlanKind.FINAL, 1, MADE),))
TODAY = date(2026, 11, 22)


def clocks(facts: CaseFacts, today: date = TODAY) -> dict[str, date]:
    return {each.key: each.due_on for each, _about in running(case_dates(facts, today))}


def test_a_plan_is_passed_on_within_15_working_days_of_knowing() -> None:
    out = MoveFact(False, date(2026, 11, 2), date(2026, 12, 1))
    assert clocks(replace(PLANNED, moves=(out,))) == {law.PLAN_TRANSFER: date(2026, 11, 20)}
    gone = replace(out, transferred_on=date(2026, 11, 10))
    assert clocks(replace(PLANNED, moves=(gone,))) == {}


def test_a_family_that_moved_here_is_told_within_6_weeks() -> None:
    came = MoveFact(True, date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 2))
    assert clocks(replace(PLANNED, moves=(came,))) == {endlaw.MOVE_TOLD: date(2026, 12, 13)}
    assert clocks(replace(PLANNED, moves=(replace(came, family_told=True),))) == {}


@pytest.mark.parametrize(
    ("made", "came", "due_on"),
    [
        (date(2026, 1, 10), date(2026, 2, 1), date(2027, 1, 9)),
        (date(2026, 1, 10), date(2026, 12, 1), date(2027, 2, 28)),
    ],
)
def test_a_plan_that_came_is_reviewed_by_the_later_of_its_year_and_three_months(
    made: date, came: date, due_on: date
) -> None:
    facts = CaseFacts(plans=(PlanFact(PlanKind.FINAL, 1, made),), transferred_in_on=came)
    assert case_dates(facts, TODAY).review_due.due_on == due_on  # type: ignore[union-attr]


def test_after_a_review_here_the_year_alone_counts() -> None:
    facts = replace(
        PLANNED,
        transferred_in_on=date(2026, 12, 1),
        reviews=(ReviewFact(date(2026, 12, 10), decided_on=date(2026, 12, 20)),),
    )
    assert case_dates(facts, TODAY).review_due.due_on == date(2027, 12, 19)  # type: ignore[union-attr]


def test_who_asks_for_a_new_assessment_is_answered_within_15_days() -> None:
    asked = AskFact(AskedFor.REASSESSMENT, date(2026, 11, 16), id="ask")
    assert clocks(replace(PLANNED, asks=(asked,))) == {
        endlaw.REASSESSMENT_ANSWER: date(2026, 11, 30)
    }
    assert clocks(replace(PLANNED, asks=(replace(asked, answered_on=TODAY),))) == {}
    assert clocks(replace(PLANNED, asks=(replace(asked, asked_for=AskedFor.REVIEW),))) == {}


def test_the_plan_after_a_new_assessment_comes_within_14_weeks() -> None:
    begun = ProceedingFact(ProceedingKind.REASSESSMENT, date(2026, 11, 2))
    facts = replace(PLANNED, proceedings=(begun,))
    assert clocks(facts) == {endlaw.REASSESSMENT_PLAN: date(2027, 2, 7)}
    sent = PlanFact(PlanKind.AMENDED_FINAL, 3, date(2027, 1, 20))
    assert clocks(replace(facts, plans=(*PLANNED.plans, sent))) == {}


def test_a_direct_payment_is_looked_at_within_three_months() -> None:
    payment = PaymentFact(date(2026, 11, 2), id="one")
    assert clocks(replace(PLANNED, payments=(payment,))) == {endlaw.PAYMENT_CHECK: date(2027, 2, 1)}
    assert clocks(replace(PLANNED, payments=(replace(payment, checked_on=TODAY),))) == {}


def test_the_tray_has_these_clocks_until_the_case_ends() -> None:
    asked = AskFact(AskedFor.REASSESSMENT, date(2026, 11, 16), id="ask")
    facts = replace(PLANNED, asks=(asked,))
    dates = case_dates(facts, TODAY)
    found = {each.due.key: each.about for each in open_clocks(dates, standing(dates))}
    assert found[endlaw.REASSESSMENT_ANSWER] == "ask"
    over = case_dates(replace(facts, ended_on=TODAY), TODAY)
    assert open_clocks(over, standing(over)) == ()
    shown = {each.key: each.on for each in journey(facts, TODAY).key_dates}
    assert shown[endlaw.REASSESSMENT_ANSWER] == date(2026, 11, 30)
    assert journey(facts, TODAY).late is None


def test_only_an_assessment_starts_the_six_months() -> None:
    assert bar_ends([]) is None
    assert not may_refuse_as_recent([], TODAY)
    assert bar_ends([date(2026, 8, 31)]) == date(2027, 2, 28)
    assert may_refuse_as_recent([date(2026, 5, 22)], TODAY)
    assert not may_refuse_as_recent([date(2026, 5, 21)], TODAY)
