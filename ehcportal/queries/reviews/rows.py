"""The rows of reviews: which one runs, who is invited, which meeting stands."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.models.assessment import Decision
from ehcportal.models.document import StoredFile
from ehcportal.models.form import SubmissionFile
from ehcportal.models.review import GuestRole, Review, ReviewGuest, ReviewMeeting, ReviewPaper


def is_decided() -> Any:
    """Whether a decision that stands was made after the review.

    The case is named besides: decisions are found by it, along an index.
    """
    further: Any = aliased(Decision)
    corrected = sa.exists().where(
        further.corrects_id == Decision.id, further.case_id == Decision.case_id
    )
    return sa.exists().where(
        col(Decision.review_id) == Review.id,
        col(Decision.case_id) == Review.case_id,
        col(Decision.kind) == DecisionKind.REVIEW,
        ~corrected,
    )


def running(session: Session, case_id: str) -> Review | None:
    """Return the review of a case that is neither decided nor stopped."""
    return session.exec(
        select(Review)
        .where(Review.case_id == case_id, col(Review.dropped_on).is_(None), ~is_decided())
        .order_by(col(Review.created_at).desc())
    ).first()


def locked(session: Session, case_id: str, review_id: str) -> Review | None:
    """Return a review that was not stopped, and let nobody else change it until the commit."""
    return session.exec(
        select(Review)
        .where(
            col(Review.id) == review_id,
            Review.case_id == case_id,
            col(Review.dropped_on).is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def decisions(session: Session, review_id: str) -> Sequence[Decision]:
    """Return the decisions after a review that stand, the oldest first."""
    further: Any = aliased(Decision)
    corrected = sa.exists().where(
        further.corrects_id == Decision.id, further.case_id == Decision.case_id
    )
    return session.exec(
        select(Decision)
        .where(Decision.review_id == review_id, Decision.kind == DecisionKind.REVIEW, ~corrected)
        .order_by(col(Decision.created_at), col(Decision.id))
    ).all()


def meetings(session: Session, review_id: str) -> Sequence[ReviewMeeting]:
    """Return every day that was set for the meeting, the newest last."""
    return session.exec(
        select(ReviewMeeting)
        .where(ReviewMeeting.review_id == review_id)
        .order_by(col(ReviewMeeting.set_at), col(ReviewMeeting.id))
    ).all()


def guests(session: Session, review_id: str) -> Sequence[ReviewGuest]:
    """Return those who are invited now, in the order of the law."""
    found = session.exec(
        select(ReviewGuest).where(
            ReviewGuest.review_id == review_id, col(ReviewGuest.uninvited_on).is_(None)
        )
    ).all()
    order = list(GuestRole)
    return sorted(found, key=lambda each: (order.index(each.role), each.id))


def guest_of(session: Session, review_id: str, account_id: str) -> ReviewGuest | None:
    """Return the invitation of an account that still stands."""
    return session.exec(
        select(ReviewGuest)
        .where(
            ReviewGuest.review_id == review_id,
            ReviewGuest.account_id == account_id,
            col(ReviewGuest.uninvited_on).is_(None),
        )
        .order_by(col(ReviewGuest.id))
    ).first()


def is_invited(session: Session, case_id: str, account_id: str) -> bool:
    """Whether an account is invited to the newest review of a case that was not stopped."""
    newest = (
        select(Review.id)
        .where(Review.case_id == case_id, col(Review.dropped_on).is_(None))
        .order_by(col(Review.created_at).desc(), col(Review.id))
        .limit(1)
        .scalar_subquery()
    )
    invited = select(ReviewGuest.id).where(
        col(ReviewGuest.review_id) == newest,
        ReviewGuest.account_id == account_id,
        col(ReviewGuest.uninvited_on).is_(None),
    )
    return session.exec(invited).first() is not None


def papers(session: Session, review_id: str) -> Sequence[ReviewPaper]:
    """Return what came for a review, the oldest first."""
    return session.exec(
        select(ReviewPaper)
        .where(ReviewPaper.review_id == review_id)
        .order_by(col(ReviewPaper.added_at), col(ReviewPaper.id))
    ).all()


def awaiting_notice(session: Session, case_id: str) -> str | None:
    """Return the review after which the plan is to be changed, while the changes are not sent."""
    newest = session.exec(
        select(Review)
        .where(Review.case_id == case_id, col(Review.dropped_on).is_(None), is_decided())
        .order_by(col(Review.created_at).desc())
    ).first()
    if newest is None or newest.notice_on is not None:
        return None
    made = decisions(session, newest.id)
    return newest.id if made and made[-1].outcome is Outcome.AMEND else None


def sent_file(session: Session, submission_id: str, file_id: str) -> tuple[StoredFile, str] | None:
    """Return a file that came with a paper, with the name it was sent under."""
    return session.exec(
        select(StoredFile, SubmissionFile.name)
        .join(SubmissionFile, and_(col(SubmissionFile.file_id) == StoredFile.id))
        .where(SubmissionFile.submission_id == submission_id, StoredFile.id == file_id)
    ).first()
