"""Beginning a review, and stopping one that should not have begun."""

from dataclasses import dataclass
from datetime import date

from ehcportal import clock
from ehcportal.domain.steps import Step
from ehcportal.models.review import Review, ReviewKind
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.reviews import asking, news
from ehcportal.services.reviews.standing import Desk, NotLawfulError, lawful, open_review


@dataclass(frozen=True, slots=True)
class Begun:
    """What kind of review, why if it is early, by when, and where the meeting is held."""

    kind: ReviewKind
    reason: str = ""
    due_on: date | None = None
    setting_id: str | None = None
    """Empty when no setting is attended: then the council does all of it (Regulation 21)."""


def begin(desk: Desk, case_id: str, begun: Begun) -> Review:
    """Begin a review. One runs at a time, and only where there is a plan."""
    session = desk.session
    lawful(desk, case_id, Step.ARRANGE_REVIEW)
    if rows.running(session, case_id) is not None:
        raise NotLawfulError("A review is running already: change its meeting instead.")
    review = Review(
        case_id=case_id,
        kind=begun.kind,
        reason=begun.reason,
        due_on=begun.due_on,
        setting_id=begun.setting_id,
    )
    session.add(review)
    session.flush()
    timeline.record(
        session, desk.trace, "review.begun", of=("review", review.id), case_id=case_id, key=True
    )
    return review


def stop(desk: Desk, review: Review, reason: str) -> None:
    """Stop a review before its meeting was held, with the reason; it counts as none."""
    open_review(desk, review)
    if review.report_on or any(each.held_on for each in rows.meetings(desk.session, review.id)):
        raise NotLawfulError("The meeting was held: the review ends with a decision.")
    review.dropped_on = clock.today()
    review.dropped_reason = reason
    asking.take_back(desk, review)
    if review.meeting_on is not None:
        news.read(desk, review, rows.guests(desk.session, review.id), f"stopped:{review.id}")
    timeline.record(
        desk.session,
        desk.trace,
        "review.stopped",
        of=("review", review.id),
        case_id=review.case_id,
        facts={"reason": reason},
    )
