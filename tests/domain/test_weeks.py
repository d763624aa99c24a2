"""The bar of weeks says the week that the request is in, and when they have passed."""

from datetime import date, timedelta

import pytest

from ehcportal.domain.casedates import case_dates
from ehcportal.domain.facts import CaseFacts, DecisionFact, DecisionKind, Outcome, RequestFact
from ehcportal.domain.weeks import week_of

ASKED = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("days", "number", "is_over"),
    [(0, 1, False), (6, 1, False), (7, 2, False), (139, 20, False), (140, 21, True)],
)
def test_a_week_begins_with_the_day_of_receipt(days: int, number: int, is_over: bool) -> None:
    facts = CaseFacts(requests=(RequestFact(ASKED),))
    week = week_of(case_dates(facts, ASKED + timedelta(days=days)))
    assert week is not None
    assert (week.number, week.of, week.is_over) == (number, 20, is_over)
    assert week.percent <= 100


def test_after_a_no_nobody_counts_weeks_to_a_plan() -> None:
    told = ASKED + timedelta(days=30)
    no = DecisionFact(DecisionKind.ASSESS, Outcome.NO, told, told)
    facts = CaseFacts(requests=(RequestFact(ASKED),), decisions=(no,))
    assert week_of(case_dates(facts, told)) is None
    assert week_of(case_dates(CaseFacts(), told)) is None
