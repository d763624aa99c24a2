"""Asking for views, advice and the report of a review: forms 11 to 14, each to its writer."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import sqlalchemy as sa
from sqlmodel import col, select

from ehcportal import clock
from ehcportal.domain.reviews import review_dates
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.person import RelationshipKind
from ehcportal.models.review import PaperKind, Review
from ehcportal.queries import assignments
from ehcportal.queries.counting import counting
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.reviews import news
from ehcportal.services.reviews.standing import Desk, open_review

PARENT_VIEWS = "review-parent-views"
CHILD_VIEWS = "review-child-views"
ADVICE = "review-advice"
REPORT = "review-report"

KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {
        PARENT_VIEWS: PaperKind.PARENT_VIEWS,
        CHILD_VIEWS: PaperKind.CHILD_VIEWS,
        ADVICE: PaperKind.ADVICE,
        REPORT: PaperKind.REPORT,
    }
)
"""What each form of a review becomes."""


def ask_everybody(desk: Desk, review: Review) -> int:
    """Ask everybody invited who has an account for what they know; return how many were asked.

    A parent writes views, the young person their own, a professional advice. Who was asked before
    is not asked again.
    """
    open_review(desk, review)
    case = desk.session.get_one(Case, review.case_id)
    kinds = {
        each.account_id: each.kind for each in assignments.askable(desk.session, case.person_id)
    }
    guests = rows.guests(desk.session, review.id)
    paths = news.paths(desk, review, guests)
    asked = 0
    for guest in guests:
        account_id = guest.account_id
        if account_id is None or paths[account_id] == news.COUNCIL.format(review.case_id):
            continue
        form_id = _form_for(kinds.get(account_id))
        if not _has_asked(desk, review, account_id, form_id):
            row = ask(desk, review, account_id, form_id)
            news.asked(desk, review, paths[account_id], row)
            asked += 1
    return asked


def _form_for(kind: RelationshipKind | None) -> str:
    if kind is RelationshipKind.YOUNG_PERSON:
        return CHILD_VIEWS
    return ADVICE if kind in {None, RelationshipKind.SOCIAL_WORKER} else PARENT_VIEWS


def ask(desk: Desk, review: Review, account_id: str, form_id: str) -> FormAssignment:
    """Give somebody a form of the review to fill in, or return the one they have already.

    It is due on the last day on which it can still go to everybody in time (Regulation 20(4)).
    """
    open_review(desk, review)
    known = _open_ask(desk, review, account_id, form_id)
    if known is not None:
        return known
    row = FormAssignment(
        case_id=review.case_id,
        form_id=form_id,
        account_id=account_id,
        due_on=None if form_id == REPORT else _last_day(desk, review),
        assigned_by_id=desk.trace.account_id,
        assigned_at=clock.now(),
    )
    desk.session.add(row)
    desk.session.flush()
    own = account_id == desk.trace.account_id
    timeline.record(
        desk.session,
        desk.trace,
        "review.writing" if own else "review.asked",
        of=("form_assignment", row.id),
        case_id=review.case_id,
        audience=EventAudience.FAMILY,
        only_account_id=account_id,
    )
    return row


def _last_day(desk: Desk, review: Review) -> date | None:
    if review.meeting_on is None:
        return None
    day = review_dates(review.meeting_on, counting(desk.profile)).circulation.due_on
    return day if day >= clock.today() else None


def _answered() -> sa.ColumnElement[bool]:
    return sa.exists().where(col(Submission.assignment_id) == FormAssignment.id)


def _has_asked(desk: Desk, review: Review, account_id: str, form_id: str) -> bool:
    """Say whether somebody was asked since the review began, answered or not."""
    found = select(FormAssignment.id).where(
        FormAssignment.case_id == review.case_id,
        FormAssignment.account_id == account_id,
        FormAssignment.form_id == form_id,
        FormAssignment.assigned_at >= review.created_at,
        col(FormAssignment.cancelled_at).is_(None),
    )
    return desk.session.exec(found).first() is not None


def _open_ask(desk: Desk, review: Review, account_id: str, form_id: str) -> FormAssignment | None:
    """Return an ask since the review began that is neither answered nor taken back."""
    return desk.session.exec(
        select(FormAssignment)
        .where(
            FormAssignment.case_id == review.case_id,
            FormAssignment.account_id == account_id,
            FormAssignment.form_id == form_id,
            FormAssignment.assigned_at >= review.created_at,
            col(FormAssignment.cancelled_at).is_(None),
            ~_answered(),
        )
        .order_by(col(FormAssignment.id))
    ).first()


def take_back(desk: Desk, review: Review) -> None:
    """Take back every ask of a review that was stopped and that nobody answered."""
    found = desk.session.exec(
        select(FormAssignment).where(
            FormAssignment.case_id == review.case_id,
            col(FormAssignment.form_id).in_(list(KINDS)),
            FormAssignment.assigned_at >= review.created_at,
            col(FormAssignment.cancelled_at).is_(None),
            ~_answered(),
        )
    ).all()
    for row in found:
        row.cancelled_at = clock.now()
