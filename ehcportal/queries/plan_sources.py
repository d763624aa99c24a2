"""Where the lines of a plan come from: passages of advice, forms, and comments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

from ehcportal.content.labels import label
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.form import Submission
from ehcportal.models.plan import PlanSource
from ehcportal.models.review import ReviewPaper


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that a line is drawn from, and whose words they are."""

    id: str
    line_key: str
    passage: str
    role: str
    """Of advice: as what it was asked for, "Educational psychologist"; of a review: which paper."""
    author: str
    on: date | None
    """The day the advice or the form was sent."""
    advice_answer_id: str | None
    submission_id: str | None
    comment_id: str | None


def sources(session: Session, version_id: str) -> list[Source]:
    """Return where the lines of a version come from, line by line, in one statement."""
    sender: Any = aliased(Account)
    adviser: Any = aliased(Account)
    rows = session.execute(
        sa.select(PlanSource, AdviceAnswer, AdviceRequest, Submission, sender, adviser, ReviewPaper)
        .join(AdviceAnswer, and_(AdviceAnswer.id == PlanSource.advice_answer_id), isouter=True)
        .join(AdviceRequest, and_(AdviceRequest.id == AdviceAnswer.advice_request_id), isouter=True)
        .join(Submission, and_(Submission.id == PlanSource.submission_id), isouter=True)
        .join(
            ReviewPaper, and_(ReviewPaper.submission_id == PlanSource.submission_id), isouter=True
        )
        .join(sender, sender.id == Submission.account_id, isouter=True)
        .join(adviser, adviser.id == AdviceAnswer.sent_by_id, isouter=True)
        .where(col(PlanSource.plan_version_id) == version_id)
        .order_by(col(PlanSource.line_key), col(PlanSource.id))
    )
    return [_source(*row) for row in rows]


def _source(
    row: PlanSource,
    answer: AdviceAnswer | None,
    asked: AdviceRequest | None,
    sent: Submission | None,
    sender: Account | None,
    adviser: Account | None,
    paper: ReviewPaper | None,
) -> Source:
    named = (asked.adviser_name if asked else None) or ""
    by = adviser or sender
    return Source(
        id=row.id,
        line_key=row.line_key,
        passage=row.passage,
        role=asked.role if asked else (label("review_paper", paper.kind) if paper else ""),
        author=named or (by.name if by else ""),
        on=answer.sent_on if answer else (sent.received_on if sent else None),
        advice_answer_id=row.advice_answer_id,
        submission_id=row.submission_id,
        comment_id=row.comment_id,
    )
