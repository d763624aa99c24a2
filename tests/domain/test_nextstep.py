"""The one next step of a case is what the process waits for, and lawful whenever it is ours."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from ehcportal.content.labels import own_labels
from ehcportal.domain import nextstep
from ehcportal.domain.duties import Who
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    CommentFact,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    RequestFact,
    ReviewFact,
    StartReason,
)
from ehcportal.domain.journey import journey
from ehcportal.domain.nextstep import Room, next_step
from ehcportal.domain.orders import OrderFact, OrderKind

ASKED = date(2026, 3, 2)
REQUEST = (RequestFact(ASKED),)


def after(days: int) -> date:
    return ASKED + timedelta(days=days)


def told(kind: DecisionKind, outcome: Outcome, days: int) -> DecisionFact:
    return DecisionFact(kind, outcome, after(days), after(days))


YES = told(DecisionKind.ASSESS, Outcome.YES, 30)
ISSUE = told(DecisionKind.ISSUE, Outcome.YES, 80)
CAME = AdviceFact("Educational psychologist", after(31), after(60))
DRAFT = PlanFact(PlanKind.DRAFT, 1, after(90))
FINAL = PlanFact(PlanKind.FINAL, 2, after(120))
ASSESSED = {"requests": REQUEST, "decisions": (YES, ISSUE), "advice": (CAME,)}


@pytest.mark.parametrize(
    ("facts", "days", "key", "who"),
    [
        ({}, 0, "nothing", Who.COUNCIL),
        (
            {"requests": (RequestFact(ASKED, start_reason=StartReason.NOTICE),)},
            5,
            "take_up_notice",
            Who.COUNCIL,
        ),
        ({"requests": REQUEST}, 5, "decide_to_assess", Who.COUNCIL),
        (
            {"requests": REQUEST, "decisions": (told(DecisionKind.ASSESS, Outcome.NO, 30),)},
            40,
            "after_a_no",
            Who.FAMILY,
        ),
        ({"requests": REQUEST, "decisions": (YES,)}, 31, "ask_for_advice", Who.COUNCIL),
        (
            {"requests": REQUEST, "decisions": (YES,), "advice": (AdviceFact("EP", after(31)),)},
            40,
            "wait_for_advice",
            Who.ADVISER,
        ),
        (
            {"requests": REQUEST, "decisions": (YES,), "advice": (AdviceFact("EP", after(31)),)},
            90,
            "chase_advice",
            Who.COUNCIL,
        ),
        (
            {"requests": REQUEST, "decisions": (YES,), "advice": (CAME,)},
            70,
            "decide_to_issue",
            Who.COUNCIL,
        ),
        (ASSESSED, 85, "send_draft", Who.COUNCIL),
        ({**ASSESSED, "plans": (DRAFT,)}, 91, "consult", Who.COUNCIL),
        (
            {
                **ASSESSED,
                "plans": (DRAFT,),
                "consultations": (ConsultationFact("A school", after(91)),),
            },
            92,
            "wait_for_comments",
            Who.FAMILY,
        ),
        (
            {
                **ASSESSED,
                "plans": (DRAFT,),
                "consultations": (ConsultationFact("A school", after(91)),),
                "comments": (CommentFact(after(93), 1, accepts=True),),
            },
            94,
            "send_final",
            Who.COUNCIL,
        ),
        (
            {
                **ASSESSED,
                "plans": (DRAFT,),
                "consultations": (ConsultationFact("A school", after(91)),),
                "comments": (
                    CommentFact(after(93), 1, accepts=True),  # one parent's word is not the other's
                    CommentFact(after(94), 1),
                ),
            },
            95,
            "wait_for_comments",
            Who.FAMILY,
        ),
        ({**ASSESSED, "plans": (DRAFT, FINAL)}, 130, "arrange_review", Who.COUNCIL),
        (
            {
                **ASSESSED,
                "plans": (DRAFT, FINAL),
                "reviews": (ReviewFact(meeting_on=after(400)),),
            },
            390,
            "prepare_review",
            Who.COUNCIL,
        ),
        (
            {
                **ASSESSED,
                "plans": (DRAFT, FINAL),
                "reviews": (ReviewFact(meeting_on=after(400)),),
            },
            403,
            "wait_for_report",
            Who.SETTING,
        ),
        (
            {
                **ASSESSED,
                "plans": (DRAFT, FINAL),
                "reviews": (ReviewFact(meeting_on=after(400), report_on=after(405)),),
            },
            406,
            "decide_after_review",
            Who.COUNCIL,
        ),
        (
            {"requests": REQUEST, "ended_on": after(9), "ended_as": Ending.DIED},
            9,
            "nothing",
            Who.COUNCIL,
        ),
    ],
)
def test_the_next_step_is_what_the_case_waits_for(
    facts: dict[str, object], days: int, key: str, who: Who
) -> None:
    step = next_step(journey(CaseFacts(**facts), after(days)))  # type: ignore[arg-type]
    assert (step.key, step.who) == (key, who)


def test_an_order_of_the_tribunal_comes_before_what_is_due_later() -> None:
    ordered = OrderFact(OrderKind.AMEND_CONTENT, after(140), id="an order")
    facts = CaseFacts(**{**ASSESSED, "plans": (DRAFT, FINAL), "orders": (ordered,)})  # type: ignore[arg-type]
    step = next_step(journey(facts, after(150)))
    assert (step.key, step.room) == (nextstep.BESIDE, Room.PROCEEDINGS)
    assert step.due
    assert step.due.due_on == after(140 + 5 * 7 - 1)


def test_an_order_to_assess_is_met_by_going_on_faster() -> None:
    no = told(DecisionKind.ASSESS, Outcome.NO, 30)
    yes = told(DecisionKind.ASSESS, Outcome.YES, 100)
    ordered = OrderFact(OrderKind.ASSESS, after(95), id="an order")
    facts = CaseFacts(
        requests=REQUEST,
        decisions=(no, yes),
        advice=(AdviceFact("EP", after(101), after(120)),),
        orders=(ordered,),
    )
    step = next_step(journey(facts, after(121)))
    assert step.key == "decide_to_issue"
    assert step.due


def test_every_step_and_room_has_its_words() -> None:
    groups = own_labels().groups
    source = Path(nextstep.__file__).read_text("utf-8")
    keys = set(re.findall(r'NextStep\("(\w+)"', source))
    assert keys == set(groups["next_step"])
    assert set(nextstep.ROOMS) <= set(groups["tray_step"])
    begun = {"begin_send_final", "begin_send_changed_plan"}  # nobody has begun to write it yet
    assert {room.value for room in Room} | begun == set(groups["next_room"])
