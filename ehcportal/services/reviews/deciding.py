"""The council's decision after a review: keep, change or end the plan (Regulation 20(10))."""

from dataclasses import dataclass

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.review import Review
from ehcportal.queries import assignments
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.reviews import news
from ehcportal.services.reviews.standing import Desk, NotLawfulError, lawful, open_review

OUTCOMES = (Outcome.MAINTAIN, Outcome.AMEND, Outcome.CEASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and why, as the family reads it."""

    outcome: Outcome
    reason: str


def decide(desk: Desk, review: Review, decided: Decided) -> Decision:
    """Decide after the meeting and its report, and tell the family the same day."""
    if decided.outcome not in OUTCOMES:
        raise ValueError(decided.outcome)
    lawful(desk, review.case_id, Step.DECIDE_REVIEW)
    open_review(desk, review)
    return _written(desk, review, decided)


def keep_after_all(desk: Desk, review: Review, reason: str) -> Decision:
    """Leave the plan as it is although changes were proposed (Regulation 22(4) and (5))."""
    lawful(desk, review.case_id, Step.KEEP_AFTER_ALL)
    if not rows.decisions(desk.session, review.id):
        raise NotLawfulError("Decide after the review first.")
    return _written(desk, review, Decided(Outcome.MAINTAIN, reason))


def _written(desk: Desk, review: Review, decided: Decided) -> Decision:
    today = clock.today()
    row = Decision(
        case_id=review.case_id,
        review_id=review.id,
        kind=DecisionKind.REVIEW,
        outcome=decided.outcome,
        reason=decided.reason,
        decided_on=today,
        notified_on=today,
        decided_by_id=desk.trace.account_id,
    )
    desk.session.add(row)
    desk.session.flush()
    timeline.record(
        desk.session,
        desk.trace,
        "decision.review",
        of=("decision", row.id),
        case_id=review.case_id,
        key=True,
        facts={"outcome": decided.outcome.value},
    )
    case = desk.session.get_one(Case, review.case_id)
    family = [each.account_id for each in assignments.askable(desk.session, case.person_id)]
    news.decided(desk, review, family, row.id)
    return row
