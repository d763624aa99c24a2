"""What was written for a review, to draw the amendment from: forms 11 to 14 (Code 9.193)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.content.labels import label
from ehcportal.models.account import Account
from ehcportal.models.form import Submission
from ehcportal.models.review import PaperKind, Review, ReviewPaper
from ehcportal.queries.reviews.readers import WITH_ALL


@dataclass(frozen=True, slots=True)
class Written:
    """A paper of the review; ``id`` names it in an address."""

    id: str
    submission_id: str
    role: str
    author: str
    on: date
    is_open: bool
    """Whether it may stand in a plan that the family and the school read."""
    document_id: None = None


def written(session: Session, case_id: str) -> list[Written]:
    """Return what came for the newest review of a case that was not stopped, in one statement.

    A child decides who reads what they wrote. What not everybody may read stands in no plan.
    """
    sender: Any = Account
    newest = (
        sa.select(col(Review.id))
        .where(col(Review.case_id) == case_id, col(Review.dropped_on).is_(None))
        .order_by(col(Review.created_at).desc(), col(Review.id).desc())
        .limit(1)
    )
    rows = session.execute(
        sa.select(ReviewPaper, sender, col(Submission.answers))
        .join(Submission, and_(Submission.id == ReviewPaper.submission_id))
        .join(sender, sender.id == ReviewPaper.sent_by_id, isouter=True)
        .where(col(ReviewPaper.review_id) == newest.scalar_subquery())
        .order_by(col(ReviewPaper.received_on), col(ReviewPaper.id))
    )
    return [_written(*row) for row in rows]


def _written(paper: ReviewPaper, sender: Account | None, answers: Mapping[str, Any]) -> Written:
    is_for_all = paper.kind is not PaperKind.CHILD_VIEWS or answers.get("share") == WITH_ALL
    return Written(
        id=paper.id,
        submission_id=paper.submission_id or "",
        role=label("review_paper", paper.kind),
        author=sender.name if sender else "",
        on=paper.received_on,
        is_open=is_for_all,
    )
