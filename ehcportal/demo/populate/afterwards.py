"""The life of a plan in a synthetic history: reviews, changes, a move, an end."""

from dataclasses import replace
from datetime import timedelta

from ehcportal.demo.populate.walk import Walk
from ehcportal.domain.calendar import end_of_days
from ehcportal.domain.casedates import case_dates
from ehcportal.domain.facts import (
    DecisionKind,
    Ending,
    MoveFact,
    Outcome,
    PlanFact,
    PlanKind,
    ProceedingKind,
    ReviewFact,
)
from ehcportal.domain.steps import Step

COMMENT_DAYS = 15
OUTCOMES = (Outcome.MAINTAIN, Outcome.AMEND, Outcome.CEASE)


def live(walk: Walk) -> None:
    """Review the plan every year until today, unless it ends before. Raises ``TodayReached``."""
    if walk.chance(5):
        walk.go_on(20, 55)
        walk.begin(Step.APPEAL, ProceedingKind.APPEAL)
        walk.go_on(60, 200)
        walk.close()
    if walk.chance(2):
        walk.go_on(100, 200)
        walk.begin(Step.REASSESSMENT, ProceedingKind.REASSESSMENT)
    while walk.facts.ended_on is None:
        if walk.chance(4):
            _move_away(walk)
        else:
            _review(walk)


def _move_away(walk: Walk) -> None:
    walk.go_on(20, 200)
    moving_on = walk.day + timedelta(days=walk.rng.randint(10, 60))
    move = MoveFact(comes_in=False, known_on=walk.day, moves_on=moving_on)
    walk.take(Step.MOVE_OUT, moving_on=moving_on, moves=(*walk.facts.moves, move))
    walk.go_to(moving_on)
    passed_on = replace(move, transferred_on=walk.day)
    walk.take(
        Step.END_AS_TRANSFERRED,
        ended_on=walk.day,
        ended_as=Ending.TRANSFERRED,
        moves=(*walk.facts.moves[:-1], passed_on),
    )


def _review(walk: Walk) -> None:
    walk.go_on(200, 290)
    meeting_on = walk.day + timedelta(days=walk.rng.randint(20, 40))
    _with_review(walk, Step.ARRANGE_REVIEW, ReviewFact(meeting_on=meeting_on))
    walk.go_to(meeting_on)
    walk.go_on(2, 14)
    _change_review(walk, Step.REPORT_REVIEW, report_on=walk.day)
    walk.go_on(2, 13)
    outcome = walk.rng.choices(OUTCOMES, (62, 33, 5))[0]
    notice_on = walk.day if outcome is Outcome.AMEND else None
    _change_review(
        walk, Step.DECIDE_REVIEW, decided_on=walk.day, outcome=outcome, notice_on=notice_on
    )
    if outcome is Outcome.AMEND:
        _amend(walk)
    if outcome is Outcome.CEASE:
        _cease(walk)


def _with_review(walk: Walk, step: Step, review: ReviewFact) -> None:
    walk.take(step, reviews=(*walk.facts.reviews, review))


def _change_review(walk: Walk, step: Step, **change: object) -> None:
    *before, last = walk.facts.reviews
    walk.take(step, reviews=(*before, replace(last, **change)))  # type: ignore[arg-type]


def _amend(walk: Walk) -> None:
    """The notice goes with the decision, as R (L, M, P) v Devon asks; then 15 days."""
    number = len(walk.facts.plans) + 1
    notice = PlanFact(PlanKind.AMENDMENT, number, walk.day)
    walk.facts = replace(walk.facts, plans=(*walk.facts.plans, notice))
    walk.go_to(end_of_days(walk.day, COMMENT_DAYS + 1))
    walk.go_on(0, 35)
    changed = PlanFact(PlanKind.AMENDED_FINAL, number + 1, walk.day)
    walk.take(Step.ISSUE_AMENDED, plans=(*walk.facts.plans, changed))


def _cease(walk: Walk) -> None:
    walk.go_on(20, 50)
    walk.decide(Step.DECIDE_TO_CEASE, DecisionKind.CEASE, Outcome.CEASE)
    appeal = case_dates(walk.facts, walk.day).appeal
    if appeal is not None:
        walk.go_to(appeal.due_on)
    walk.go_on(5, 15)
    walk.take(Step.END_AS_CEASED, ended_on=walk.day, ended_as=Ending.CEASED)
