"""The letter with a plan says after what it comes: nobody reads of a first plan who had one."""

from dataclasses import replace
from datetime import date

import pytest

from ehcportal.domain import finals
from ehcportal.domain.facts import CaseFacts, PlanFact, PlanKind, ProceedingFact, ProceedingKind
from ehcportal.domain.finals import After
from ehcportal.domain.orders import OrderFact, OrderKind

FIRST = PlanFact(PlanKind.FINAL, 2, date(2025, 9, 1))
AGAIN = PlanFact(PlanKind.DRAFT, 3, date(2026, 5, 4))
FACTS = CaseFacts(plans=(FIRST,))
ORDERED = date(2026, 3, 2)


def test_a_final_plan_is_the_first_or_follows_a_new_assessment() -> None:
    started = (ProceedingFact(ProceedingKind.REASSESSMENT, date(2026, 3, 2)),)
    again = replace(FACTS, plans=(FIRST, AGAIN), proceedings=started)
    assert finals.after(CaseFacts(), PlanKind.FINAL, has_review=False) is After.ASSESSMENT
    assert finals.after(again, PlanKind.FINAL, has_review=False) is After.REASSESSMENT


@pytest.mark.parametrize(
    ("order", "has_review", "follows"),
    [
        (OrderKind.AMEND_CONTENT, True, After.ORDER),
        (OrderKind.AMEND_SETTING, False, After.ORDER),
        (OrderKind.MAY_CEASE, True, After.REVIEW),
        (OrderKind.MAY_CEASE, False, After.OTHER),
    ],
)
def test_a_changed_plan_follows_an_order_that_waits_for_it_or_its_review(
    order: OrderKind, has_review: bool, follows: After
) -> None:
    facts = replace(FACTS, orders=(OrderFact(order, ORDERED),))
    assert finals.after(facts, PlanKind.AMENDED_FINAL, has_review=has_review) is follows


def test_an_order_that_was_done_is_not_named_again() -> None:
    done = OrderFact(OrderKind.AMEND_CONTENT, ORDERED, done_on=date(2026, 4, 1))
    facts = replace(FACTS, orders=(done,))
    assert finals.after(facts, PlanKind.AMENDED_FINAL, has_review=True) is After.REVIEW
