"""The one step that comes next in a case, for the council's page of it.

Of all lawful steps (``domain.steps``) it is the one that the process waits for: what the council
has to do, or whom it waits for. Nothing is remembered for it; it follows from the journey.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain import endlaw, endsteps, law, orders, plansteps, proceedinglaw
from ehcportal.domain.casedates import CaseDates, ending_decision
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.duties import Who
from ehcportal.domain.facts import Outcome
from ehcportal.domain.journey import Journey
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.reviews import latest_meeting
from ehcportal.domain.stages import Stage, StageState
from ehcportal.domain.standing import standing


class Room(StrEnum):
    """The part of a case in which a step is done, as it stands in the address of the page."""

    REQUESTS = "requests"
    DECISIONS = "decisions"
    ADVICE = "advice"
    PLAN = "plan"
    COMMENTS = "plan/comments"
    CONSULTATIONS = "plan/consultations"
    FINAL = "plan/final"
    REVIEWS = "reviews"
    PROCEEDINGS = "proceedings"
    ENDING = "ending"
    MOVES = "moves"
    ASKS = "asks"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: a key of its words, where it is done, by when, and who has to act."""

    key: str
    room: Room | None = None
    due: DueDate | None = None
    who: Who = Who.COUNCIL

    @property
    def is_ours(self) -> bool:
        """Whether the council has to act."""
        return self.who is Who.COUNCIL and self.room is not None


NOTHING = NextStep("nothing")
BESIDE = "beside"
"""The key of a step that runs beside the stages: its words are those of its duty."""


def next_step(journey: Journey) -> NextStep:
    """Return the step that the case waits for."""
    step = _of_stage(journey)
    if journey.current is Stage.ENDED:
        return step
    first = min(_beside(journey.dates), key=lambda each: each.due_on, default=None)
    if first is None or not _comes_first(first, step):
        return step
    if first.key in ORDERED and _is_refused(journey):
        return NextStep(BESIDE, Room.DECISIONS, first)
    if journey.current in TO_A_PLAN and first.key in ORDERED:
        return replace(step, due=first)
    return NextStep(BESIDE, ROOMS[first.key], first)


def _is_refused(journey: Journey) -> bool:
    """After a no an order, or a concession, is met by deciding anew: the yes comes first."""
    return journey.stage(journey.current).state is StageState.REFUSED


def _of_stage(journey: Journey) -> NextStep:
    if _is_refused(journey):
        return _after_a_no(journey.dates)
    return OF_STAGE[journey.current](journey.dates)


def _beside(dates: CaseDates) -> Iterator[DueDate]:
    """Yield what runs beside the stages and is done in a room of its own."""
    for each in open_clocks(dates, standing(dates)):
        if each.due.key in ROOMS:
            yield each.due


def _comes_first(beside: DueDate, step: NextStep) -> bool:
    """Say whether it is due before the council's own next step, or the council only waits."""
    return not step.is_ours or step.due is None or beside.due_on < step.due.due_on


ORDERED = frozenset(key for keys in orders.DUTIES.values() for key in keys)
TO_A_PLAN = frozenset({Stage.ASSESSMENT, Stage.DECISION_TO_ISSUE, Stage.DRAFT_PLAN})
"""Stages in which a Tribunal's order is met by going on, only faster (Regulation 44)."""

ROOMS: Mapping[str, Room] = MappingProxyType(
    {
        **dict.fromkeys(ORDERED, Room.PROCEEDINGS),
        proceedinglaw.MEDIATION_MEETING: Room.PROCEEDINGS,
        proceedinglaw.RECOMMENDATION: Room.PROCEEDINGS,
        law.PLAN_TRANSFER: Room.MOVES,
        endlaw.MOVE_TOLD: Room.MOVES,
        endlaw.HEALTH_BODY_TOLD: Room.MOVES,
        endlaw.REASSESSMENT_ANSWER: Room.ASKS,
        endlaw.REASSESSMENT_PLAN: Room.PLAN,
        endlaw.PAYMENT_CHECK: Room.BUDGET,
        endlaw.WITHDRAWAL_END: Room.ENDING,
    }
)


def _after_a_no(dates: CaseDates) -> NextStep:
    """The council owes nothing more; the family can go to mediation or appeal (s51 of the Act)."""
    appeal = dates.appeal if dates.appeal and not dates.appeal.is_late(dates.today) else None
    return NextStep("after_a_no", Room.PROCEEDINGS, appeal, Who.FAMILY)


def _requesting(dates: CaseDates) -> NextStep:
    open_ones = [each for each in dates.facts.requests if each.closed_on is None]
    return NextStep("take_up_notice", Room.REQUESTS) if open_ones else NOTHING


def _deciding_to_assess(dates: CaseDates) -> NextStep:
    due = dates.clocks.decision_to_assess if dates.clocks else None
    return NextStep("decide_to_assess", Room.DECISIONS, due)


def _assessing(dates: CaseDates) -> NextStep:
    if not dates.advice:
        return NextStep("ask_for_advice", Room.ADVICE, dates.advice_marker)
    if dates.late_advice:
        return NextStep("chase_advice", Room.ADVICE, dates.late_advice[0].due)
    missing = [each.due for each in dates.advice if each.received_on is None]
    first = min(missing, key=lambda each: each.due_on, default=None)
    return NextStep("wait_for_advice", Room.ADVICE, first, Who.ADVISER)


def _deciding_to_issue(dates: CaseDates) -> NextStep:
    due = dates.clocks.decision_to_issue if dates.clocks else None
    return NextStep("decide_to_issue", Room.DECISIONS, due)


def _drafting(dates: CaseDates) -> NextStep:
    if dates.episode.draft is None:
        return NextStep("send_draft", Room.PLAN, dates.draft_target)
    if not dates.consultations:
        return NextStep("consult", Room.CONSULTATIONS, dates.comments_due)
    if not plansteps.issue_final(dates):
        return _finishing(dates)
    return NextStep("wait_for_comments", Room.COMMENTS, dates.comments_due, Who.FAMILY)


def _finishing(dates: CaseDates) -> NextStep:
    if dates.episode.final is not None:
        return _with_a_plan(dates)
    due = dates.clocks.final_plan if dates.clocks else None
    if not dates.consultations:
        return NextStep("consult", Room.CONSULTATIONS, due)
    return NextStep("send_final", Room.FINAL, due)


def _with_a_plan(dates: CaseDates) -> NextStep:
    if ending_decision(dates.facts) is not None:
        waits = bool(endsteps.end_as_ceased(dates))
        if waits:
            return NextStep("wait_for_appeal", Room.PROCEEDINGS, dates.appeal, Who.FAMILY)
        return NextStep("end_case", Room.ENDING)
    review = dates.review_due
    meeting = latest_meeting(review, dates.counting) if review else None
    return NextStep("arrange_review", Room.REVIEWS, meeting)


def _reviewing(dates: CaseDates) -> NextStep:
    if dates.amendment is not None:
        return _amending(dates)
    review, days = dates.review, dates.review_dates
    if review is None or review.decided_on is not None:
        return _after_the_review(dates)
    if review.meeting_on is None or days is None:
        return NextStep("arrange_review", Room.REVIEWS, dates.review_due)
    if review.meeting_on > dates.today:
        return NextStep("prepare_review", Room.REVIEWS, days.circulation)
    if review.report_on is None and not days.report.is_late(dates.today):
        return NextStep("wait_for_report", Room.REVIEWS, days.report, Who.SETTING)
    return NextStep("decide_after_review", Room.REVIEWS, days.decision)


def _amending(dates: CaseDates) -> NextStep:
    if plansteps.issue_amended(dates):
        comments = dates.amendment_comments
        return NextStep("wait_for_comments", Room.COMMENTS, comments, Who.FAMILY)
    return NextStep("send_changed_plan", Room.FINAL, dates.amendment)


def _after_the_review(dates: CaseDates) -> NextStep:
    due = dates.review_dates.decision if dates.review_dates else dates.review_due
    if dates.review is not None and dates.review.outcome is Outcome.CEASE:
        return NextStep("decide_to_cease", Room.ENDING, due)
    return NextStep("propose_changes", Room.PLAN, due)


def _ended(_dates: CaseDates) -> NextStep:
    return NOTHING


OF_STAGE: Mapping[Stage, Callable[[CaseDates], NextStep]] = MappingProxyType(
    {
        Stage.REQUEST: _requesting,
        Stage.DECISION_TO_ASSESS: _deciding_to_assess,
        Stage.ASSESSMENT: _assessing,
        Stage.DECISION_TO_ISSUE: _deciding_to_issue,
        Stage.DRAFT_PLAN: _drafting,
        Stage.FINAL_PLAN: _finishing,
        Stage.REVIEW: _reviewing,
        Stage.ENDED: _ended,
    }
)
