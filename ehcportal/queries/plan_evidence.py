"""The papers that support proposed changes: of the review, and what staff add (Reg 22(2)(a))."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ehcportal.models.document import Document, DocumentAudience, Publication
from ehcportal.models.review import PaperKind, ReviewPaper

KINDS = ("advice", "report", "review_report", "information_requested", "other")
"""Kinds of paper that can be evidence; plans and letters are none."""
MOST = 60


@dataclass(frozen=True, slots=True)
class OfReview:
    """Advice for a review, or its report."""

    kind: PaperKind
    on: date


def of_review(session: Session, review_id: str | None) -> list[OfReview]:
    """Return what the review brought besides what the family itself said."""
    rows = session.exec(
        select(col(ReviewPaper.kind), col(ReviewPaper.received_on))
        .where(
            ReviewPaper.review_id == review_id,
            col(ReviewPaper.kind).in_([PaperKind.ADVICE, PaperKind.REPORT]),
        )
        .order_by(col(ReviewPaper.received_on), col(ReviewPaper.id))
    )
    return [OfReview(kind, on) for kind, on in rows]


def choices(session: Session, case_id: str) -> list[Document]:
    """Return the papers of a case that can go with a notice, the newest first."""
    return list(
        session.exec(
            select(Document)
            .where(
                Document.case_id == case_id,
                col(Document.kind).in_(KINDS),
                col(Document.withdrawn_at).is_(None),
            )
            .order_by(col(Document.document_on).desc(), col(Document.id))
            .limit(MOST)
        )
    )


def unpublished(session: Session, papers: Collection[Document]) -> list[Document]:
    """Return those of the papers that the family cannot read yet."""
    shown = set(
        session.exec(
            select(Publication.document_id).where(
                col(Publication.document_id).in_([each.id for each in papers]),
                Publication.audience == DocumentAudience.FAMILY,
                col(Publication.only_account_id).is_(None),
                col(Publication.withdrawn_at).is_(None),
            )
        )
    )
    return [each for each in papers if each.id not in shown]
