"""A family opens the case and sees where it stands: every turn a case can take."""

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
    CommentFact,
    ConsultationFact,
    DecisionFact,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    RequestFact,
    ReviewFact,
    Source,
    StartReason,
)
from ehcportal.domain.journey import Journey, journey
from ehcportal.domain.keydates import KeyDateState
from ehcportal.domain.situations import Situation
from ehcportal.domain.stages import SHOWN_ON_TRACKER, Stage, StageState

RECEIVED = date(2026, 1, 5)
D6 = date(2026, 2, 15)
D16 = date(2026, 4, 26)
D20 = date(2026, 5, 24)
ASSESSED = date(2026, 2, 10)
ADVICE_DUE = date(2026, 3, 23)
DRAFTED = date(2026, 4, 20)
COMMENTS_DUE = date(2026, 5, 4)
FINISHED = date(2026, 5, 20)


def told(kind: DecisionKind, outcome: Outcome, on: date, **more: object) -> DecisionFact:
    """A decision the family was told of on the day it was made."""
    return replace(DecisionFact(kind, outcome, on, on), **more)


YES_TO_ASSESS = told(DecisionKind.ASSESS, Outcome.YES, ASSESSED)
NO_TO_ASSESS = told(DecisionKind.ASSESS, Outcome.NO, ASSESSED)
YES_TO_ISSUE = told(DecisionKind.ISSUE, Outcome.YES, date(2026, 4, 1))
NO_TO_ISSUE = told(DecisionKind.ISSUE, Outcome.NO, date(2026, 4, 1))

REQUESTED = CaseFacts(requests=(RequestFact(RECEIVED),))
ASSESSING = replace(
    REQUESTED,
    decisions=(YES_TO_ASSESS,),
    advice=(AdviceFact("school", ASSESSED), AdviceFact("psychologist", ASSESSED)),
)
ADVISED = replace(
    ASSESSING,
    advice=tuple(replace(each, received_on=date(2026, 3, 20)) for each in ASSESSING.advice),
)
DRAFT = replace(ADVISED, plans=(PlanFact(PlanKind.DRAFT, 1, DRAFTED),))
PLANNED = replace(DRAFT, plans=(*DRAFT.plans, PlanFact(PlanKind.FINAL, 2, FINISHED)))


def states(shown: Journey) -> str:
    """The tracker as one line, a letter for each stage."""
    return " ".join(f"{view.state.value}" for view in shown.tracker)


def test_before_any_request_there_is_nothing_due():
    shown = journey(CaseFacts(), RECEIVED)

    assert shown.situation is Situation.THINKING
    assert shown.next_key_date is None
    assert shown.key_dates == ()
    assert states(shown) == "now next later later later later later"


def test_a_begun_request_is_not_a_request():
    shown = journey(CaseFacts(draft_begun_on=RECEIVED), RECEIVED)

    assert shown.situation is Situation.REQUEST_NOT_SENT


def test_a_request_has_its_six_week_date_from_the_first_day():
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


def test_asking_for_more_information_moves_no_date():
    shown = journey(replace(REQUESTED, more_information_asked_on=date(2026, 1, 20)), D6)

    assert shown.situation is Situation.GATHERING_INFORMATION
    assert shown.next_key_date.due_on == D6


def test_a_decision_that_the_family_has_not_been_told_does_not_show():
    unsent = DecisionFact(DecisionKind.ASSESS, Outcome.NO, ASSESSED)

    shown = journey(replace(REQUESTED, decisions=(unsent,)), D6 + timedelta(days=1))

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.stage(Stage.DECISION_TO_ASSESS).outcome == ""
    assert shown.late.key == law.DECISION_TO_ASSESS


def test_a_decision_made_late_stays_marked_as_late():
    late = told(DecisionKind.ASSESS, Outcome.YES, D6 + timedelta(days=3))

    shown = journey(replace(REQUESTED, decisions=(late,)), D6 + timedelta(days=4))

    assert shown.stage(Stage.DECISION_TO_ASSESS).was_late
    assert shown.late is None
    assert shown.current is Stage.ASSESSMENT


def test_the_assessment_counts_the_reports_and_ends_with_the_last_of_them():
    one_here = (replace(ASSESSING.advice[0], received_on=date(2026, 3, 1)), ASSESSING.advice[1])

    shown = journey(replace(ASSESSING, advice=one_here), date(2026, 3, 10))

    view = shown.stage(Stage.ASSESSMENT)
    assert (view.state, view.arrived, view.asked) == (StageState.NOW, 1, 2)
    assert view.due.due_on == ADVICE_DUE
    assert shown.situation is Situation.ADVICE_COMING_IN
    assert shown.next_key_date.due_on == D16


def test_each_person_asked_has_six_weeks_of_their_own():
    later = AdviceFact("sleep clinic", date(2026, 3, 1))

    shown = journey(replace(ASSESSING, advice=(*ASSESSING.advice, later)), date(2026, 3, 10))

    assert {each.role: each.due.due_on for each in shown.advice} == {
        "school": ADVICE_DUE,
        "psychologist": ADVICE_DUE,
        "sleep clinic": date(2026, 4, 11),
    }
    assert shown.stage(Stage.ASSESSMENT).due.due_on == date(2026, 4, 11)


def test_a_late_report_is_said_and_makes_nothing_else_late():
    shown = journey(ASSESSING, ADVICE_DUE + timedelta(days=1))

    assert shown.situation is Situation.REPORT_LATE
    assert shown.late is None
    assert shown.next_key_date.due_on == D16


def test_an_ask_that_was_taken_back_is_not_waited_for():
    taken_back = replace(ASSESSING.advice[0], withdrawn_on=date(2026, 3, 1))
    answered = replace(ASSESSING.advice[1], received_on=date(2026, 3, 2))

    shown = journey(replace(ASSESSING, advice=(taken_back, answered)), date(2026, 3, 3))

    assert shown.current is Stage.DECISION_TO_ISSUE


def test_with_all_advice_here_the_council_decides_about_a_plan():
    shown = journey(ADVISED, date(2026, 3, 21))

    assert shown.current is Stage.DECISION_TO_ISSUE
    assert shown.situation is Situation.DECIDING_ABOUT_PLAN
    assert shown.stage(Stage.ASSESSMENT).done_on == date(2026, 3, 20)


def test_silence_after_sixteen_weeks_is_late():
    shown = journey(ADVISED, D16 + timedelta(days=1))

    assert shown.late.key == law.DECISION_TO_ISSUE


def test_a_yes_to_a_plan_after_sixteen_weeks_is_not_late_in_law():
    after = D16 + timedelta(days=2)
    facts = replace(
        ADVISED, decisions=(YES_TO_ASSESS, told(DecisionKind.ISSUE, Outcome.YES, after))
    )

    shown = journey(facts, after)

    assert shown.late is None
    assert not shown.stage(Stage.DECISION_TO_ISSUE).was_late


def test_a_yes_to_a_plan_leads_to_a_draft_with_a_target_that_is_not_law():
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
def test_after_a_refusal_the_family_sees_its_day_to_appeal(refusal, stage, situation, line):
    told_on = refusal[-1].notified_on

    shown = journey(replace(ADVISED, decisions=refusal), told_on)

    assert (shown.current, shown.situation, states(shown)) == (stage, situation, line)
    assert shown.next_key_date.key == law.APPEAL
    assert shown.next_key_date.due_on == date(told_on.year, told_on.month + 2, told_on.day)
    assert shown.late is None


def test_a_mediation_certificate_gives_a_month_more():
    refusal = replace(NO_TO_ASSESS, certificate_on=date(2026, 4, 5))

    shown = journey(replace(REQUESTED, decisions=(refusal,)), date(2026, 4, 6))

    assert shown.next_key_date.due_on == date(2026, 5, 5)


def test_a_refused_case_is_never_late_again():
    shown = journey(replace(REQUESTED, decisions=(NO_TO_ASSESS,)), date(2027, 1, 1))

    assert shown.late is None
    assert shown.next_key_date is None


def test_a_new_request_after_a_refusal_starts_clocks_of_its_own():
    again = RequestFact(date(2026, 6, 1))
    facts = CaseFacts(requests=(again, *REQUESTED.requests), decisions=(NO_TO_ASSESS,))

    shown = journey(facts, date(2026, 6, 2))

    assert shown.current is Stage.DECISION_TO_ASSESS
    assert shown.situation is Situation.REQUEST_RECEIVED
    assert shown.next_key_date.due_on == date(2026, 7, 12)
    assert [each.decision_to_assess.due_on for each in shown.requests] == [D6, date(2026, 7, 12)]


def test_two_open_requests_run_by_the_earlier_one():
    school = RequestFact(date(2026, 1, 20), Source.SETTING)
    facts = CaseFacts(requests=(school, *REQUESTED.requests))

    assert journey(facts, date(2026, 1, 21)).next_key_date.due_on == D6


def test_a_decision_on_one_request_leaves_the_other_to_be_answered():
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
def test_a_closed_request_has_no_date_left_to_miss(closure, situation):
    closed = RequestFact(RECEIVED, closed_on=date(2026, 1, 9), closed_as=closure)

    shown = journey(CaseFacts(requests=(closed,)), date(2026, 12, 1))

    assert shown.situation is situation
    assert (shown.late, shown.next_key_date) == (None, None)
    assert {each.key for each in shown.key_dates} == {"request_received", "request_closed"}


def test_closing_a_duplicate_leaves_the_first_request_running():
    double = RequestFact(
        date(2026, 1, 8), closed_on=date(2026, 1, 9), closed_as=Closure.DUPLICATE
    )

    shown = journey(CaseFacts(requests=(double, *REQUESTED.requests)), date(2026, 1, 10))

    assert shown.next_key_date.due_on == D6


def test_a_professionals_notice_starts_no_weeks():
    notice = RequestFact(RECEIVED, Source.PROFESSIONAL, StartReason.NOTICE)

    shown = journey(CaseFacts(requests=(notice,)), date(2026, 12, 1))

    assert shown.situation is Situation.NOTICE_RECEIVED
    assert (shown.late, shown.next_key_date, shown.requests) == (None, None, ())


def test_a_notice_that_is_taken_up_counts_from_the_day_the_council_became_responsible():
    taken_up = RequestFact(
        RECEIVED,
        Source.PROFESSIONAL,
        StartReason.BECAME_RESPONSIBLE,
        responsible_on=date(2026, 1, 20),
    )

    shown = journey(CaseFacts(requests=(taken_up,)), date(2026, 1, 21))

    assert shown.next_key_date.due_on == date(2026, 3, 2)


def test_a_draft_asks_the_family_for_comments_first():
    shown = journey(DRAFT, DRAFTED)

    assert shown.current is Stage.DRAFT_PLAN
    assert shown.situation is Situation.DRAFT_READY
    assert shown.next_key_date.due_on == COMMENTS_DUE
    assert shown.stage(Stage.DECISION_TO_ISSUE).outcome == "yes"


def test_once_comments_are_sent_the_final_plan_is_what_counts():
    facts = replace(DRAFT, comments=(CommentFact(date(2026, 4, 25)),))

    shown = journey(facts, date(2026, 4, 26))

    assert shown.situation is Situation.COMMENTS_SENT
    assert shown.next_key_date.due_on == D20


def test_schools_that_are_asked_show_with_their_date():
    asked = (ConsultationFact("Fernhill School", date(2026, 4, 21)),)
    open_window = journey(replace(DRAFT, consultations=asked), date(2026, 4, 22))
    closed_window = journey(replace(DRAFT, consultations=asked), date(2026, 5, 6))

    assert open_window.situation is Situation.DRAFT_READY
    assert Situation.SCHOOLS_ASKED in open_window.besides
    assert closed_window.situation is Situation.SCHOOLS_ASKED
    assert closed_window.consultations[0].due.due_on == date(2026, 5, 5)
    assert closed_window.current is Stage.FINAL_PLAN


def test_after_the_time_to_comment_no_past_date_is_asked_of_the_family():
    shown = journey(DRAFT, COMMENTS_DUE + timedelta(days=1))

    assert shown.situation is Situation.FINAL_BEING_WRITTEN
    assert shown.next_key_date.due_on == D20


def test_a_second_draft_gives_the_days_to_comment_again():
    second = PlanFact(PlanKind.DRAFT, 2, date(2026, 5, 10))
    old_words = CommentFact(date(2026, 4, 25))

    shown = journey(
        replace(DRAFT, plans=(*DRAFT.plans, second), comments=(old_words,)), date(2026, 5, 11)
    )

    assert shown.situation is Situation.DRAFT_READY
    assert shown.next_key_date.due_on == date(2026, 5, 24)


def test_a_plan_that_has_not_come_in_twenty_weeks_is_late():
    shown = journey(DRAFT, D20 + timedelta(days=5))

    assert shown.late.key == law.FINAL_PLAN
    assert shown.late.days_late(shown.today) == 5
    assert shown.next_key_date == shown.late


def test_a_final_plan_opens_the_time_to_appeal_and_then_runs():
    new = journey(PLANNED, FINISHED)
    later = journey(PLANNED, date(2026, 10, 1))

    assert new.situation is Situation.FINAL_PLAN_ISSUED
    assert new.next_key_date.due_on == date(2026, 7, 20)
    assert states(new) == "done done done done done done next"
    assert later.situation is Situation.PLAN_RUNNING
    assert later.next_key_date.due_on == date(2027, 5, 19)


def review(facts: CaseFacts, today: date, **fields: object) -> Journey:
    """The journey of a planned case with one review."""
    return journey(replace(facts, reviews=(ReviewFact(**fields),)), today)


def test_a_review_goes_from_invitation_to_decision():
    meeting = date(2027, 3, 10)

    arranged = review(PLANNED, date(2027, 1, 20), meeting_on=meeting)
    views = review(PLANNED, date(2027, 2, 12), meeting_on=meeting)
    held = review(PLANNED, date(2027, 3, 11), meeting_on=meeting)
    late = review(PLANNED, date(2027, 4, 7), meeting_on=meeting)

    assert arranged.situation is Situation.REVIEW_ARRANGED
    assert views.situation is Situation.VIEWS_BEFORE_REVIEW
    assert held.situation is Situation.REVIEW_HELD
    assert held.next_key_date.due_on == date(2027, 4, 6)
    assert held.current is Stage.REVIEW
    assert late.late.key == law.REVIEW_DECISION


@pytest.mark.parametrize(
    ("outcome", "notice", "situation"),
    [
        (Outcome.MAINTAIN, None, Situation.REVIEW_NO_CHANGE),
        (Outcome.AMEND, date(2027, 4, 1), Situation.REVIEW_AMEND),
        (Outcome.CEASE, None, Situation.REVIEW_MAY_END),
    ],
)
def test_a_review_ends_in_one_of_three_ways(outcome, notice, situation):
    decided = date(2027, 4, 1)

    shown = review(
        PLANNED,
        decided,
        meeting_on=date(2027, 3, 10),
        decided_on=decided,
        outcome=outcome,
        notice_on=notice,
    )

    assert shown.situation is situation
    assert shown.late is None


def test_changes_decided_but_not_sent_with_the_letter_become_late():
    shown = review(
        PLANNED,
        date(2027, 4, 7),
        meeting_on=date(2027, 3, 10),
        decided_on=date(2027, 4, 1),
        outcome=Outcome.AMEND,
    )

    assert shown.late.key == law.REVIEW_DECISION


@pytest.mark.parametrize(
    ("notice", "due_on"),
    [(date(2027, 3, 20), date(2027, 5, 14)), (date(2027, 4, 20), date(2027, 6, 1))],
)
def test_the_changed_plan_comes_in_eight_weeks_and_never_over_twelve_from_the_meeting(
    notice, due_on
):
    shown = review(
        PLANNED,
        notice + timedelta(days=20),
        meeting_on=date(2027, 3, 10),
        decided_on=notice,
        outcome=Outcome.AMEND,
        notice_on=notice,
    )

    assert shown.stage(Stage.REVIEW).due.due_on == due_on
    assert shown.next_key_date.due_on == due_on


def test_the_next_review_is_counted_from_the_decision_of_the_last():
    facts = replace(
        PLANNED, plans=(*PLANNED.plans, PlanFact(PlanKind.AMENDED_FINAL, 3, date(2027, 5, 1)))
    )

    shown = review(
        facts,
        date(2027, 9, 1),
        meeting_on=date(2027, 3, 10),
        decided_on=date(2027, 4, 1),
        outcome=Outcome.AMEND,
        notice_on=date(2027, 4, 1),
    )

    assert shown.situation is Situation.PLAN_RUNNING
    assert shown.next_key_date.due_on == date(2028, 3, 31)


def test_a_plan_that_was_never_reviewed_becomes_late_after_a_year():
    shown = journey(PLANNED, date(2027, 5, 20))

    assert shown.late.key == law.REVIEW


def test_a_decision_to_end_the_plan_leaves_it_in_force_while_an_appeal_is_open():
    ceased = told(DecisionKind.CEASE, Outcome.CEASE, date(2027, 6, 1))

    shown = journey(replace(PLANNED, decisions=(*PLANNED.decisions, ceased)), date(2027, 6, 2))

    assert shown.situation is Situation.PLAN_ENDING
    assert shown.next_key_date.due_on == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("ending", "situation"),
    [
        (Ending.CEASED, Situation.PLAN_ENDED),
        (Ending.TRANSFERRED, Situation.MOVED_AWAY),
        (Ending.WITHDRAWN, Situation.REQUEST_WITHDRAWN),
        (Ending.DIED, Situation.RECORD_CLOSED),
    ],
)
def test_an_ended_case_asks_for_nothing_more(ending, situation):
    facts = replace(
        PLANNED, ended_on=date(2027, 6, 1), ended_as=ending, moving_on=date(2027, 6, 1)
    )

    shown = journey(facts, date(2028, 6, 1))

    assert (shown.current, shown.situation) == (Stage.ENDED, situation)
    assert (shown.late, shown.next_key_date, shown.besides) == (None, None, ())
    assert shown.stage(Stage.ENDED).outcome == ending.value


def test_a_case_that_moves_away_in_the_assessment_shows_what_was_not_reached():
    facts = replace(ASSESSING, ended_on=date(2026, 3, 1), ended_as=Ending.TRANSFERRED)

    assert states(journey(facts, date(2026, 3, 2))) == (
        "done done stopped stopped stopped stopped stopped"
    )


def test_a_plan_that_moved_here_runs_without_any_request():
    facts = CaseFacts(
        plans=(PlanFact(PlanKind.FINAL, 1, FINISHED),), transferred_in_on=date(2026, 9, 1)
    )

    shown = journey(facts, date(2026, 10, 1))

    assert shown.situation is Situation.PLAN_RUNNING
    assert shown.next_key_date.due_on == date(2027, 5, 19)


@pytest.mark.parametrize(
    ("more", "situation"),
    [
        ({"moving_on": date(2026, 12, 1)}, Situation.MOVING_COUNCIL),
        ({"phase_transfer_by": date(2027, 2, 15)}, Situation.PHASE_TRANSFER),
        ({"rights_pass_on": date(2027, 2, 1)}, Situation.RIGHTS_BECOME_YOURS),
        ({"year_group": 9}, Situation.YEAR_NINE),
        (
            {"proceedings": (ProceedingFact(ProceedingKind.APPEAL, date(2026, 7, 1)),)},
            Situation.APPEAL,
        ),
        (
            {"proceedings": (ProceedingFact(ProceedingKind.MEDIATION, date(2026, 7, 1)),)},
            Situation.MEDIATION,
        ),
    ],
)
def test_what_runs_beside_the_stages_has_a_card_of_its_own(more, situation):
    shown = journey(replace(PLANNED, **more), date(2026, 10, 1))

    assert situation in shown.besides
    assert shown.situation is Situation.PLAN_RUNNING


def test_the_list_of_dates_runs_forward_and_says_what_each_is():
    shown = journey(ASSESSING, date(2026, 3, 1))

    assert [(each.key, each.state) for each in shown.key_dates] == [
        ("request_received", KeyDateState.DONE),
        (law.DECISION_TO_ASSESS, KeyDateState.DONE),
        (law.ADVICE, KeyDateState.DUE),
        (law.ADVICE, KeyDateState.DUE),
        (law.DECISION_TO_ISSUE, KeyDateState.DUE),
        (law.DRAFT_TARGET, KeyDateState.PLANNED),
        (law.FINAL_PLAN, KeyDateState.DUE),
    ]
    assert all(each.due or each.done_on for each in shown.key_dates)


CASES = (CaseFacts(), REQUESTED, ASSESSING, ADVISED, DRAFT, PLANNED)


@given(st.sampled_from(CASES), st.dates(date(2025, 1, 1), date(2035, 1, 1)))
def test_on_every_day_the_tracker_is_whole_and_in_order(facts, today):
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
def test_the_dates_of_the_request_are_the_same_whichever_day_one_looks(facts, one, other):
    assert journey(facts, one).requests == journey(facts, other).requests
