"""The yearly review of a plan: which review is running, and its dates."""

from dataclasses import dataclass
from datetime import date

from ehcportal.domain import endlaw, law
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import CaseFacts, DecisionKind, Outcome, PlanKind, ReviewFact
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


@dataclass(frozen=True, slots=True)
class ReviewDates:
    """Every date of one review that has a meeting, in the order in which they come."""

    invitation: DueDate
    circulation: DueDate
    report: DueDate
    decision: DueDate


def review_dates(meeting_on: date, counting: Counting = STANDARD_COUNTING) -> ReviewDates:
    """Return the dates that hang on the day of a review meeting."""
    return ReviewDates(
        invitation=due(law.REVIEW_INVITATION, meeting_on, counting=counting),
        circulation=due(law.REVIEW_CIRCULATION, meeting_on, counting=counting),
        report=due(law.REVIEW_REPORT, meeting_on, counting=counting),
        decision=due(law.REVIEW_DECISION, meeting_on, counting=counting),
    )


def amended_plan_due(
    meeting_on: date | None, notice_on: date, counting: Counting = STANDARD_COUNTING
) -> DueDate:
    """Return when the changed plan is due: 8 weeks from the notice, never over 12 from the meeting.

    Regulation 22(3) as read in R (L, M, P) v Devon [2022] EWHC 493 (Admin). A change without a
    review has no meeting, and only the 8 weeks (Regulation 28).
    """
    by_notice = due(law.AMENDED_PLAN, notice_on, counting=counting)
    if meeting_on is None:
        return by_notice
    by_meeting = due(law.AMENDED_PLAN_CAP, meeting_on, counting=counting)
    return min(by_notice, by_meeting, key=lambda each: each.due_on)


def review_due(facts: CaseFacts, counting: Counting = STANDARD_COUNTING) -> DueDate | None:
    """Return the last day for the next review, or None when there is no plan.

    A plan is last reviewed on the day the decision after the meeting was sent (Regulation 20(10)).
    One that came from another council has at least three months from then (Regulation 15(5)).
    """
    made = [plan.served_on for plan in facts.plans if plan.kind.is_final]
    if not made:
        return None
    held = [review for review in facts.reviews if not review.alone]
    reviewed = [review.decided_on for review in held if review.decided_on]
    elsewhere = [facts.reviewed_elsewhere_on] if facts.reviewed_elsewhere_on else []
    by_year = due(law.REVIEW, max([min(made), *reviewed, *elsewhere]), counting=counting)
    came_on = facts.transferred_in_on
    if came_on is None or (reviewed and max(reviewed) >= came_on):
        return by_year
    by_move = due(endlaw.MOVE_REVIEW, came_on, counting=counting)
    return max(by_year, by_move, key=lambda each: each.due_on)


def latest_meeting(review: DueDate, counting: Counting = STANDARD_COUNTING) -> DueDate:
    """Return the last day for the meeting that lets the whole review end in time."""
    return due(law.REVIEW_MEETING, review.due_on, counting=counting)


def newest_review(facts: CaseFacts) -> ReviewFact | None:
    """Return the review that is running, else the one decided last."""
    running = [review for review in facts.reviews if review.decided_on is None]
    if running:
        return max(running, key=lambda review: review.meeting_on or date.max)
    decided = [review for review in facts.reviews if review.decided_on]
    decided.sort(key=lambda review: (review.decided_on or date.min, review.notice_number))
    return decided[-1] if decided else None


def is_being_amended(review: ReviewFact, facts: CaseFacts) -> bool:
    """Say whether proposed changes were sent and neither the plan nor a change of mind followed."""
    if review.outcome is not Outcome.AMEND or review.notice_on is None or review.kept_on:
        return False
    return not _plan_came(facts, review.notice_on) and not _was_kept(facts, review.notice_on)


def _was_kept(facts: CaseFacts, notice_on: date) -> bool:
    """Say whether the plan stays after all; on one day each such letter answers one proposal."""
    kept = [
        each.notified_on
        for each in facts.decisions
        if each.kind is DecisionKind.REVIEW
        and each.outcome is Outcome.MAINTAIN
        and each.notified_on
    ]
    if any(on > notice_on for on in kept):
        return True
    kept += [each.kept_on for each in facts.reviews if each.kept_on]
    answered = sum(on == notice_on for on in kept)
    proposed = sum(
        each.kind is PlanKind.AMENDMENT and each.served_on == notice_on for each in facts.plans
    )
    return answered > 0 and answered >= proposed


def _plan_came(facts: CaseFacts, notice_on: date) -> bool:
    """Of two versions that were sent on one day, the numbers say which came first."""
    same_day = (
        plan.number
        for plan in facts.plans
        if plan.kind is PlanKind.AMENDMENT and plan.served_on == notice_on
    )
    notice = (notice_on, max(same_day, default=0))
    return any(
        plan.kind.is_final and (plan.served_on, plan.number) > notice for plan in facts.plans
    )
