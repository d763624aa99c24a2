"""The council's decision after a review: keep, change or end the plan (Regulation 20(10))."""

from dataclasses import dataclass
from datetime import date

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.rights import appeal_by
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import Decision
from ehcportal.models.review import Review
from ehcportal.queries.counting import bank_holidays
from ehcportal.queries.reviews import rows
from ehcportal.services import letters, timeline
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.reviews import news
from ehcportal.services.reviews.standing import Desk, NotLawfulError, lawful, open_review

OUTCOMES = (Outcome.MAINTAIN, Outcome.AMEND, Outcome.CEASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and why, as the family reads it."""

    outcome: Outcome
    reason: str


def decide(desk: Desk, review: Review, decided: Decided, letter: Outgoing) -> Decision:
    """Decide after the meeting and its report; the letter and the alert go out the same moment."""
    if decided.outcome not in OUTCOMES:
        raise ValueError(decided.outcome)
    lawful(desk, review.case_id, Step.DECIDE_REVIEW)
    open_review(desk, review)
    return _written(desk, review, decided, letter)


def keep_after_all(desk: Desk, review: Review, reason: str, letter: Outgoing) -> Decision:
    """Leave the plan as it is although changes were proposed (Regulation 22(4) and (5))."""
    lawful(desk, review.case_id, Step.KEEP_AFTER_ALL)
    if not rows.decisions(desk.session, review.id):
        raise NotLawfulError("Decide after the review first.")
    return _written(desk, review, Decided(Outcome.MAINTAIN, reason), letter)


def _written(desk: Desk, review: Review, decided: Decided, letter: Outgoing) -> Decision:
    today = clock.today()
    sent = letters.issue(
        desk.session, desk.trace, desk.ring, review.case_id, letter.made, letter.to
    )
    row = Decision(
        case_id=review.case_id,
        review_id=review.id,
        kind=DecisionKind.REVIEW,
        outcome=decided.outcome,
        reason=decided.reason,
        decided_on=today,
        notified_on=today,
        decided_by_id=desk.trace.account_id,
        letter_id=sent.id,
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
    act_by = _appeal_by(desk, today) if decided.outcome is Outcome.MAINTAIN else None
    news.decided(desk, review, letter.to.family, row.id, act_by)
    return row


def _appeal_by(desk: Desk, today: date) -> date:
    return appeal_by(today, bank_holidays=bank_holidays(desk.profile, today)).due_on
