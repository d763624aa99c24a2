"""From the draft to the end of a plan, a family sees where the case stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ehcportal.domain import law
from ehcportal.domain.facts import (
    CaseFacts,
    CommentFact,
    ConsultationFact,
    DecisionKind,
    Ending,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingFact,
    ProceedingKind,
    ReviewFact,
)
from ehcportal.domain.journey import Journey, journey
from ehcportal.domain.keydates import KeyDateState
from ehcportal.domain.situations import Situation
from ehcportal.domain.stages import Stage
from tests.domain.cases import (
    ASSESSING,
    COMMENTS_DUE,
    D20,
    DRAFT,
    DRAFTED,
    FINISHED,
    PLANNED,
    states,
    told,
)


def test_a_draft_asks_the_family_for_comments_first() -> None:
    shown = journey(DRAFT, DRAFTED)

    assert shown.current is Stage.DRAFT_PLAN
    assert shown.situation is Situation.DRAFT_READY
    assert shown.next_key_date.due_on == COMMENTS_DUE
    assert shown.stage(Stage.DECISION_TO_ISSUE).outcome == "yes"


def test_once_comments_are_sent_the_final_plan_is_what_counts() -> None:
    facts = replace(DRAFT, comments=(CommentFact(date(2026, 4, 25)),))

    shown = journey(facts, date(2026, 4, 26))

    assert shown.situation is Situation.COMMENTS_SENT
    assert shown.next_key_date.due_on == D20


def test_schools_that_are_asked_show_with_their_date() -> None:
    asked = (ConsultationFact("Fernhill School", date(2026, 4, 21)),)
    open_window = journey(replace(DRAFT, consultations=asked), date(2026, 4, 22))
    closed_window = journey(replace(DRAFT, consultations=asked), date(2026, 5, 6))

    assert open_window.situation is Situation.DRAFT_READY
    assert Situation.SCHOOLS_ASKED in open_window.besides
    assert closed_window.situation is Situation.SCHOOLS_ASKED
    assert closed_window.consultations[0].due.due_on == date(2026, 5, 5)
    assert closed_window.current is Stage.FINAL_PLAN


def test_after_the_time_to_comment_no_past_date_is_asked_of_the_family() -> None:
    shown = journey(DRAFT, COMMENTS_DUE + timedelta(days=1))

    assert shown.situation is Situation.FINAL_BEING_WRITTEN
    assert shown.next_key_date.due_on == D20


def test_a_second_draft_gives_the_days_to_comment_again() -> None:
    second = PlanFact(PlanKind.DRAFT, 2, date(2026, 5, 10))
    old_words = CommentFact(date(2026, 4, 25))

    shown = journey(
        replace(DRAFT, plans=(*DRAFT.plans, second), comments=(old_words,)), date(2026, 5, 11)
    )

    assert shown.situation is Situation.DRAFT_READY
    assert shown.next_key_date.due_on == date(2026, 5, 24)


def test_a_plan_that_has_not_come_in_twenty_weeks_is_late() -> None:
    shown = journey(DRAFT, D20 + timedelta(days=5))

    assert shown.late.key == law.FINAL_PLAN
    assert shown.late.days_late(shown.today) == 5
    assert shown.next_key_date == shown.late


def test_a_final_plan_opens_the_time_to_appeal_and_then_runs() -> None:
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


def test_a_review_goes_from_invitation_to_decision() -> None:
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
def test_a_review_ends_in_one_of_three_ways(
    outcome: Outcome, notice: date | None, situation: Situation
) -> None:
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


def test_changes_decided_but_not_sent_with_the_letter_become_late() -> None:
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
    notice: date | None, due_on: date
) -> None:
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


def test_the_next_review_is_counted_from_the_decision_of_the_last() -> None:
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


def test_a_plan_that_was_never_reviewed_becomes_late_after_a_year() -> None:
    shown = journey(PLANNED, date(2027, 5, 20))

    assert shown.late.key == law.REVIEW


def test_a_decision_to_end_the_plan_leaves_it_in_force_while_an_appeal_is_open() -> None:
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
def test_an_ended_case_asks_for_nothing_more(ending: Ending, situation: Situation) -> None:
    facts = replace(PLANNED, ended_on=date(2027, 6, 1), ended_as=ending, moving_on=date(2027, 6, 1))

    shown = journey(facts, date(2028, 6, 1))

    assert (shown.current, shown.situation) == (Stage.ENDED, situation)
    assert (shown.late, shown.next_key_date, shown.besides) == (None, None, ())
    assert shown.stage(Stage.ENDED).outcome == ending.value


def test_a_case_that_moves_away_in_the_assessment_shows_what_was_not_reached() -> None:
    facts = replace(ASSESSING, ended_on=date(2026, 3, 1), ended_as=Ending.TRANSFERRED)

    assert states(journey(facts, date(2026, 3, 2))) == (
        "done done stopped stopped stopped stopped stopped"
    )


def test_a_plan_that_moved_here_runs_without_any_request() -> None:
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
def test_what_runs_beside_the_stages_has_a_card_of_its_own(
    more: dict[str, object], situation: Situation
) -> None:
    shown = journey(replace(PLANNED, **more), date(2026, 10, 1))

    assert situation in shown.besides
    assert shown.situation is Situation.PLAN_RUNNING


def test_the_list_of_dates_runs_forward_and_says_what_each_is() -> None:
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


def test_changes_without_a_review_stand_among_the_dates_with_the_days_to_comment() -> None:
    sent = FINISHED + timedelta(days=30)
    alone = ReviewFact(decided_on=sent, outcome=Outcome.AMEND, notice_on=sent, alone=True)
    proposed = PlanFact(PlanKind.AMENDMENT, 3, sent)
    facts = replace(PLANNED, reviews=(alone,), plans=(*PLANNED.plans, proposed))

    shown = journey(facts, sent)

    days = {each.key: each.on for each in shown.key_dates}
    assert days["amendment_comments"] == sent + timedelta(days=14)
    assert days["amended_plan"] == sent + timedelta(days=55)


def test_a_school_asked_about_changes_of_the_plan_stands_among_the_dates() -> None:
    sent = FINISHED + timedelta(days=30)
    alone = ReviewFact(decided_on=sent, outcome=Outcome.AMEND, notice_on=sent, alone=True)
    facts = replace(
        PLANNED,
        reviews=(alone,),
        plans=(*PLANNED.plans, PlanFact(PlanKind.AMENDMENT, 3, sent)),
        consultations=(ConsultationFact("Weir School", sent),),
    )

    days = {each.key: each.on for each in journey(facts, sent).key_dates}

    assert days["consultation"] == sent + timedelta(days=14)
