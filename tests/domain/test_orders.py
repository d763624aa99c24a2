"""After an order of the Tribunal its own weeks run, and stand where the request's stood."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehcportal.domain import proceedinglaw as law
from ehcportal.domain.facts import (
    CaseFacts,
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingKind,
    RequestFact,
)
from ehcportal.domain.journey import Journey, journey
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.orders import (
    CertificateFact,
    MediationFact,
    OrderFact,
    OrderKind,
    RecommendationFact,
)
from ehcportal.domain.proceedings import StepKind, possible
from ehcportal.domain.standing import standing
from ehcportal.domain.steps import Step, may

ASKED, REFUSED, ORDERED = date(2026, 1, 5), date(2026, 2, 10), date(2026, 6, 1)
NO = DecisionFact(DecisionKind.ASSESS, Outcome.NO, REFUSED, REFUSED)
YES = DecisionFact(DecisionKind.ASSESS, Outcome.YES, date(2026, 6, 9), date(2026, 6, 9))


def told(*orders: OrderFact, today: date = ORDERED, **more: object) -> Journey:
    facts = CaseFacts(
        requests=(RequestFact(ASKED),),
        **{"decisions": (NO,), "orders": orders, **more},  # type: ignore[arg-type]
    )
    return journey(facts, today)


def last_days(story: Journey) -> dict[str, date]:
    return {each.key: each.on for each in story.key_dates if each.done_on is None}


@pytest.mark.parametrize(
    ("kind", "weeks"),
    [
        (
            OrderKind.ASSESS,
            {law.ORDER_ASSESS: 2, law.ORDER_NO_PLAN: 10, law.ORDER_ASSESSED_PLAN: 14},
        ),
        (OrderKind.MAKE_PLAN, {law.ORDER_DRAFT: 5, law.ORDER_PLAN: 11}),
        (OrderKind.AMEND_CONTENT, {law.ORDER_AMEND: 5}),
        (OrderKind.AMEND_SETTING, {law.ORDER_SETTING: 2}),
        (OrderKind.RECONSIDER, {law.ORDER_RECONSIDER: 2}),
    ],
)
def test_each_order_has_the_weeks_of_regulation_44(kind: OrderKind, weeks: dict[str, int]) -> None:
    shown = last_days(told(OrderFact(kind, ORDERED)))
    expected = {key: ORDERED + timedelta(days=7 * number - 1) for key, number in weeks.items()}
    assert {key: day for key, day in shown.items() if key.startswith("order_")} == expected


def test_an_order_to_assess_again_is_met_by_the_yes_and_by_what_came_of_it() -> None:
    order, day = OrderFact(OrderKind.ASSESS, ORDERED), date(2026, 6, 9)
    yes = DecisionFact(DecisionKind.REASSESS, Outcome.YES, day, day)
    kept = DecisionFact(DecisionKind.REASSESS, Outcome.MAINTAIN, day, day)
    plan = PlanFact(PlanKind.FINAL, 1, date(2026, 4, 1))
    before = last_days(told(order, plans=(plan,), decisions=()))
    assert {law.ORDER_ASSESS, law.ORDER_NO_PLAN, law.ORDER_ASSESSED_PLAN} <= set(before)
    began = last_days(told(order, plans=(plan,), decisions=(yes,), today=day))
    assert law.ORDER_ASSESS not in began, "nobody reads that the council is late with its word"
    over = last_days(told(order, plans=(plan,), decisions=(yes, kept), today=day))
    assert not [key for key in over if key.startswith("order_")]


def test_a_plan_that_must_go_on_is_owed_on_the_day_of_the_order_itself() -> None:
    owed = OrderFact(OrderKind.CONTINUE_PLAN, ORDERED)
    assert last_days(told(owed))[law.ORDER_CONTINUE] == ORDERED
    late = told(owed, today=ORDERED + timedelta(days=1))
    assert late.late is not None
    assert late.late.key == law.ORDER_CONTINUE
    done = replace(owed, done_on=ORDERED)
    assert law.ORDER_CONTINUE not in last_days(told(done))


ENDING = date(2026, 5, 4)
CEASED = DecisionFact(DecisionKind.CEASE, Outcome.CEASE, ENDING, ENDING)
PLAN = PlanFact(PlanKind.FINAL, 1, date(2025, 9, 1))


def ending(today: date, **more: object) -> str:
    """Why a plan whose end was decided cannot end; empty when it can."""
    facts = CaseFacts(plans=(PLAN,), decisions=(CEASED,), **more)  # type: ignore[arg-type]
    return may(facts, Step.END_AS_CEASED, today).why_not


def test_a_plan_ends_at_once_when_the_tribunal_says_so_and_never_against_it() -> None:
    soon, long_after = ENDING + timedelta(days=20), date(2026, 12, 1)
    assert "can appeal until" in ending(soon)
    assert ending(soon, ceasing_dismissed=(soon,)) == ""
    assert ending(soon, orders=(OrderFact(OrderKind.MAY_CEASE, soon, soon),)) == ""
    assert ending(long_after) == ""
    goes_on = OrderFact(OrderKind.CONTINUE_PLAN, soon, soon)
    assert "not told yet" in ending(long_after, orders=(goes_on,))
    earlier = ENDING - timedelta(days=1)
    assert "can appeal until" in ending(soon, ceasing_dismissed=(earlier,))


def test_the_adviser_has_three_working_days_for_the_certificate_whatever_became_of_mediation() -> (
    None
):
    friday = date(2026, 3, 6)
    for duty in (law.CERTIFICATE_UNWANTED, law.CERTIFICATE_AFTER):
        owed = CertificateFact(duty, friday)
        assert last_days(told(certificates=(owed,)))[duty] == date(2026, 3, 10)
        given = replace(owed, given_on=date(2026, 3, 9))
        assert duty not in last_days(told(certificates=(given,)))
    wanted = MediationFact(date(2026, 3, 1), id="a")
    in_time, over = date(2026, 3, 30), date(2026, 3, 31)
    assert law.CERTIFICATE_LAPSED not in last_days(told(today=in_time, mediations=(wanted,)))
    lapsed = last_days(told(today=over, mediations=(wanted,)))
    assert lapsed[law.CERTIFICATE_LAPSED] == date(2026, 4, 2)
    settled = replace(wanted, over_on=over)
    assert law.CERTIFICATE_LAPSED not in last_days(told(today=over, mediations=(settled,)))


def test_a_recommendation_is_answered_within_five_weeks() -> None:
    made = RecommendationFact(ORDERED)
    assert last_days(told(recommendations=(made,)))[law.RECOMMENDATION] == date(2026, 7, 5)
    answered = replace(made, answered_on=ORDERED)
    assert law.RECOMMENDATION not in last_days(told(recommendations=(answered,)))


def test_the_next_date_after_an_order_is_the_orders_and_lateness_is_counted_from_it() -> None:
    story = told(OrderFact(OrderKind.ASSESS, ORDERED))
    assert story.next_key_date is not None
    assert story.next_key_date.key == law.ORDER_ASSESS
    assert story.late is None
    late = told(OrderFact(OrderKind.ASSESS, ORDERED), today=date(2026, 6, 20))
    assert late.late is not None
    assert late.late.key == law.ORDER_ASSESS


def test_once_assessing_by_order_the_days_of_the_old_request_are_gone_from_every_list() -> None:
    story = told(OrderFact(OrderKind.ASSESS, ORDERED), today=date(2026, 6, 15), decisions=(NO, YES))
    assert story.late is None
    keys = [each.key for each in story.key_dates]
    assert "final_plan" not in keys
    assert "decision_to_issue" not in keys
    assert keys.count(law.ORDER_ASSESSED_PLAN) == 1
    clocks = open_clocks(story.dates, standing(story.dates))
    named = [(each.due.key, each.about) for each in clocks]
    assert len(named) == len(set(named))
    assert (law.ORDER_NO_PLAN, "") in named


def test_a_plan_sent_meets_the_order() -> None:
    final = PlanFact(PlanKind.FINAL, 1, date(2026, 8, 1))
    story = told(OrderFact(OrderKind.MAKE_PLAN, ORDERED), today=date(2026, 8, 2), plans=(final,))
    assert "order_plan" not in last_days(story)
    assert story.late is None


def test_an_order_of_long_ago_leaves_later_requests_their_own_days() -> None:
    again = RequestFact(date(2026, 9, 1))
    facts = CaseFacts(
        requests=(RequestFact(ASKED), again),
        decisions=(NO,),
        orders=(OrderFact(OrderKind.RECONSIDER, ORDERED, date(2026, 6, 5)),),
    )
    story = journey(facts, date(2026, 9, 2))
    assert story.next_key_date is not None
    assert story.next_key_date.key == "decision_to_assess"


def test_mediation_has_thirty_days_and_ends_when_it_was_held() -> None:
    wanted = MediationFact(date(2026, 3, 1), id="a")
    open_one = told(today=date(2026, 3, 2), mediations=(wanted,))
    assert last_days(open_one)[law.MEDIATION_MEETING] == date(2026, 3, 30)
    held = MediationFact(date(2026, 3, 1), date(2026, 3, 20), "a")
    assert law.MEDIATION_MEETING not in last_days(told(mediations=(held,)))


def test_nothing_but_a_correction_follows_what_ends_a_proceeding() -> None:
    mediation = ProceedingKind.MEDIATION
    assert StepKind.MEDIATION_HELD not in possible(mediation, [])
    assert StepKind.MEDIATION_HELD in possible(mediation, [StepKind.MEDIATION_WANTED])
    assert possible(mediation, [StepKind.CERTIFICATE]) == ()
    assert StepKind.COMPLIED in possible(ProceedingKind.ORDER, [StepKind.ORDER])
    assert possible(ProceedingKind.ORDER, [StepKind.ORDER, StepKind.COMPLIED]) == ()
    recommended = [StepKind.ORDER, StepKind.RECOMMENDATION, StepKind.COMPLIED]
    answer = StepKind.RECOMMENDATION_ANSWERED
    assert possible(ProceedingKind.ORDER, recommended) == (answer,)
    assert possible(ProceedingKind.ORDER, [*recommended, answer]) == ()
