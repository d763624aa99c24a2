"""From the request to the answer about a plan, a family sees where the case stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcportal.domain import law
from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    Closure,
    DecisionFact,
    DecisionKind,
    Outcome,
    RequestFact,
    Source,
    StartReason,
)
from ehcportal.domain.journey import journey
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.situations import Situation
from ehcportal.domain.stages import SHOWN_ON_TRACKER, Stage, StageState
from ehcportal.domain.standing import standing
from tests.domain.cases import (
    ADVICE_DUE,
    ADVISED,
    ASSESSED,
    ASSESSING,
    CASES,
    D6,
    D16,
    D20,
    NO_TO_ASSESS,
    NO_TO_ISSUE,
    RECEIVED,
    REQUESTED,
    YES_TO_ASSESS,
    YES_TO_ISSUE,
    states,
    told,
)


def test_before_any_request_there_is_nothing_due() -> None:
    shown = journey(CaseFacts(), RECEIVED)

    assert shown.situation is Situation.THINKING
    assert shown.next_key_date is None
    assert shown.key_dates == ()
    assert states(shown) == "now next later later later later later"


def test_a_begun_request_is_not_a_request() -> None:
    shown = journey(CaseFacts(draft_begun_on=RECEIVED), RECEIVED)

    assert shown.situation is Situation.REQUEST_NOT_SENT


def test_a_request_has_its_six_week_date_from_the_first_day() -> None:
    shown = journey(REQUESTED, RECEIVED)

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.situation is Situation.REQUEST_RECEIVED
    assert states(shown) == "done now next later later later later"
    assert shown.stage(Stage.REQUEST).done_on == RECEIVED
    assert shown.next_key_date is not None
    assert shown.next_key_date.due_on == D6
    assert shown.stage(Stage.FINAL_PLAN).due.due_on == D20
    assert shown.late is None
    assert shown.number == 2


def test_asking_for_more_information_moves_no_date() -> None:
    shown = journey(replace(REQUESTED, more_information_asked_on=date(2026, 1, 20)), D6)

    assert shown.situation is Situation.GATHERING_INFORMATION
    assert shown.next_key_date.due_on == D6


def test_a_decision_that_the_family_has_not_been_told_does_not_show() -> None:
    unsent = DecisionFact(DecisionKind.ASSESS, Outcome.NO, ASSESSED)

    shown = journey(replace(REQUESTED, decisions=(unsent,)), D6 + timedelta(days=1))

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.stage(Stage.DECISION_TO_ASSESS).outcome == ""
    assert shown.late.key == law.DECISION_TO_ASSESS


def test_a_decision_made_late_stays_marked_as_late() -> None:
    late = told(DecisionKind.ASSESS, Outcome.YES, D6 + timedelta(days=3))

    shown = journey(replace(REQUESTED, decisions=(late,)), D6 + timedelta(days=4))

    assert shown.stage(Stage.DECISION_TO_ASSESS).was_late
    assert {each.key: each.late_by for each in shown.key_dates}[law.DECISION_TO_ASSESS] == 3
    assert shown.late is None
    assert shown.current is Stage.ASSESSMENT


def test_the_assessment_counts_the_reports_and_ends_with_the_last_of_them() -> None:
    one_here = (replace(ASSESSING.advice[0], received_on=date(2026, 3, 1)), ASSESSING.advice[1])

    shown = journey(replace(ASSESSING, advice=one_here), date(2026, 3, 10))

    view = shown.stage(Stage.ASSESSMENT)
    assert (view.state, view.arrived, view.asked) == (StageState.NOW, 1, 2)
    assert view.due.due_on == ADVICE_DUE
    assert shown.situation is Situation.ADVICE_COMING_IN
    assert shown.next_key_date.due_on == D16


def test_each_person_asked_has_six_weeks_of_their_own() -> None:
    later = AdviceFact("sleep clinic", date(2026, 3, 1))

    shown = journey(replace(ASSESSING, advice=(*ASSESSING.advice, later)), date(2026, 3, 10))

    assert {each.role: each.due.due_on for each in shown.advice} == {
        "school": ADVICE_DUE,
        "psychologist": ADVICE_DUE,
        "sleep clinic": date(2026, 4, 11),
    }
    assert shown.stage(Stage.ASSESSMENT).due.due_on == date(2026, 4, 11)


def test_a_late_report_is_said_and_makes_nothing_else_late() -> None:
    shown = journey(ASSESSING, ADVICE_DUE + timedelta(days=1))

    assert shown.situation is Situation.REPORT_LATE
    assert shown.late is None
    assert shown.next_key_date.due_on == D16


def test_an_ask_that_was_taken_back_is_not_waited_for() -> None:
    taken_back = replace(ASSESSING.advice[0], withdrawn_on=date(2026, 3, 1))
    answered = replace(ASSESSING.advice[1], received_on=date(2026, 3, 2))

    shown = journey(replace(ASSESSING, advice=(taken_back, answered)), date(2026, 3, 3))

    assert shown.current is Stage.DECISION_TO_ISSUE


def test_with_all_advice_here_the_council_decides_about_a_plan() -> None:
    shown = journey(ADVISED, date(2026, 3, 21))

    assert shown.current is Stage.DECISION_TO_ISSUE
    assert shown.situation is Situation.DECIDING_ABOUT_PLAN
    assert shown.stage(Stage.ASSESSMENT).done_on == date(2026, 3, 20)


def test_silence_after_sixteen_weeks_is_late() -> None:
    shown = journey(ADVISED, D16 + timedelta(days=1))

    assert shown.late.key == law.DECISION_TO_ISSUE


def test_a_yes_to_a_plan_after_sixteen_weeks_is_not_late_in_law() -> None:
    after = D16 + timedelta(days=2)
    facts = replace(
        ADVISED, decisions=(YES_TO_ASSESS, told(DecisionKind.ISSUE, Outcome.YES, after))
    )

    shown = journey(facts, after)

    assert shown.late is None
    assert not shown.stage(Stage.DECISION_TO_ISSUE).was_late
    assert not any(each.late_by for each in shown.key_dates)


def test_a_yes_to_a_plan_leads_to_a_draft_with_a_target_that_is_not_law() -> None:
    shown = journey(replace(ADVISED, decisions=(YES_TO_ASSESS, YES_TO_ISSUE)), date(2026, 4, 2))

    assert shown.situation is Situation.DRAFT_BEING_WRITTEN
    assert shown.stage(Stage.DRAFT_PLAN).due.kind == "target"
    assert shown.next_key_date.due_on == D20


@pytest.mark.parametrize(
    ("refusal", "stage", "situation", "line"),
    [
        (
            (NO_TO_ASSESS,),
            Stage.DECISION_TO_ASSESS,
            Situation.REFUSED_TO_ASSESS,
            "done refused stopped stopped stopped stopped stopped",
        ),
        (
            (YES_TO_ASSESS, NO_TO_ISSUE),
            Stage.DECISION_TO_ISSUE,
            Situation.NO_PLAN,
            "done done done refused stopped stopped stopped",
        ),
    ],
)
def test_after_a_refusal_the_family_sees_its_day_to_appeal(
    refusal: tuple[DecisionFact, ...], stage: Stage, situation: Situation, line: str
) -> None:
    told_on = refusal[-1].notified_on

    shown = journey(replace(ADVISED, decisions=refusal), told_on)

    assert (shown.current, shown.situation, states(shown)) == (stage, situation, line)
    assert shown.next_key_date.key == law.APPEAL
    assert shown.next_key_date.due_on == date(told_on.year, told_on.month + 2, told_on.day)
    assert shown.late is None
    awaited = open_clocks(shown.dates, standing(shown.dates))
    assert [each.due for each in awaited] == [shown.next_key_date], "the work tray says the same"


def test_a_mediation_certificate_gives_a_month_more() -> None:
    refusal = replace(NO_TO_ASSESS, certificate_on=date(2026, 4, 5))

    shown = journey(replace(REQUESTED, decisions=(refusal,)), date(2026, 4, 6))

    assert shown.next_key_date.due_on == date(2026, 5, 5)


def test_a_refused_case_is_never_late_again() -> None:
    shown = journey(replace(REQUESTED, decisions=(NO_TO_ASSESS,)), date(2027, 1, 1))

    assert shown.late is None
    assert shown.next_key_date is None


def test_a_new_request_after_a_refusal_starts_clocks_of_its_own() -> None:
    again = RequestFact(date(2026, 6, 1))
    facts = CaseFacts(requests=(again, *REQUESTED.requests), decisions=(NO_TO_ASSESS,))

    shown = journey(facts, date(2026, 6, 2))

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.situation is Situation.REQUEST_RECEIVED
    assert shown.next_key_date.due_on == date(2026, 7, 12)
    assert [each.decision_to_assess.due_on for each in shown.requests] == [D6, date(2026, 7, 12)]


def test_two_open_requests_run_by_the_earlier_one() -> None:
    school = RequestFact(date(2026, 1, 20), Source.SETTING)
    facts = CaseFacts(requests=(school, *REQUESTED.requests))

    assert journey(facts, date(2026, 1, 21)).next_key_date.due_on == D6


def test_a_decision_on_one_request_leaves_the_other_to_be_answered() -> None:
    parent = RequestFact(RECEIVED, id="a")
    school = RequestFact(date(2026, 1, 20), Source.SETTING, id="b")
    refused = replace(NO_TO_ASSESS, request_id="a")

    shown = journey(CaseFacts(requests=(parent, school), decisions=(refused,)), ASSESSED)

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.stage(Stage.DECISION_TO_ASSESS).state is StageState.NOW
    assert shown.next_key_date.due_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("closure", "situation"),
    [
        (Closure.WITHDRAWN, Situation.REQUEST_WITHDRAWN),
        (Closure.DUPLICATE, Situation.REQUEST_DUPLICATE),
        (Closure.ANOTHER_COUNCIL, Situation.REQUEST_PASSED_ON),
        (Closure.NO_RIGHT_TO_ASK, Situation.NOTICE_RECEIVED),
    ],
)
def test_a_closed_request_has_no_date_left_to_miss(closure: Closure, situation: Situation) -> None:
    closed = RequestFact(RECEIVED, closed_on=date(2026, 1, 9), closed_as=closure)

    shown = journey(CaseFacts(requests=(closed,)), date(2026, 12, 1))

    assert shown.situation is situation
    assert (shown.late, shown.next_key_date) == (None, None)
    assert {each.key for each in shown.key_dates} == {"request_received", "request_closed"}


def test_closing_a_duplicate_leaves_the_first_request_running() -> None:
    double = RequestFact(date(2026, 1, 8), closed_on=date(2026, 1, 9), closed_as=Closure.DUPLICATE)

    shown = journey(CaseFacts(requests=(double, *REQUESTED.requests)), date(2026, 1, 10))

    assert shown.next_key_date.due_on == D6


def test_a_professionals_notice_starts_no_weeks() -> None:
    notice = RequestFact(RECEIVED, Source.PROFESSIONAL, StartReason.NOTICE)

    shown = journey(CaseFacts(requests=(notice,)), date(2026, 12, 1))

    assert shown.situation is Situation.NOTICE_RECEIVED
    assert (shown.late, shown.next_key_date, shown.requests) == (None, None, ())


def test_a_notice_that_is_taken_up_counts_from_the_day_the_council_became_responsible() -> None:
    taken_up = RequestFact(
        RECEIVED,
        Source.PROFESSIONAL,
        StartReason.BECAME_RESPONSIBLE,
        responsible_on=date(2026, 1, 20),
    )

    shown = journey(CaseFacts(requests=(taken_up,)), date(2026, 1, 21))

    assert shown.next_key_date.due_on == date(2026, 3, 2)


@given(st.sampled_from(CASES), st.dates(date(2025, 1, 1), date(2035, 1, 1)))
def test_on_every_day_the_tracker_is_whole_and_in_order(facts: CaseFacts, today: date) -> None:
    shown = journey(facts, today)

    assert tuple(view.stage for view in shown.tracker) == SHOWN_ON_TRACKER
    assert sum(view.state is StageState.NOW for view in shown.stages) <= 1
    kinds = [view.state for view in shown.tracker]
    order = [StageState.DONE, StageState.NOW, StageState.NEXT, StageState.LATER]
    assert kinds == sorted(kinds, key=order.index)


@given(
    st.sampled_from(CASES),
    st.dates(date(2026, 1, 5), date(2030, 1, 1)),
    st.dates(date(2026, 1, 5), date(2030, 1, 1)),
)
def test_the_dates_of_the_request_are_the_same_whichever_day_one_looks(
    facts: CaseFacts, one: date, other: date
) -> None:
    assert journey(facts, one).requests == journey(facts, other).requests
