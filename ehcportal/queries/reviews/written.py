"""What was written for the reviews of a case: for the one that is shown, and for those before."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.account import Account
from ehcportal.models.form import Submission
from ehcportal.models.review import PaperKind, Review, ReviewKind, ReviewPaper

SHARE = "share"
"""The question of the child's form that says who may read it."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """Something that was written for the review."""

    id: str
    kind: PaperKind
    submission_id: str | None
    title: str
    sent_by_id: str | None
    who: str
    received_on: date
    circulated_on: date | None
    share: str
    document_id: str | None = None
    """Of a report: the paper that was made of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A review of the case, with what was written for it."""

    id: str
    kind: ReviewKind
    meeting_on: date | None
    setting_id: str | None
    papers: tuple[PaperLine, ...]


def written(session: Session, shown: Review) -> tuple[tuple[PaperLine, ...], tuple[Written, ...]]:
    """Return what was written for a review, and the reviews before it, in one statement.

    Of those before, one that was stopped, or for which nobody wrote, is not there.
    """
    rows = session.exec(
        select(Review, ReviewPaper, Submission, Account)
        .join(ReviewPaper, and_(ReviewPaper.review_id == Review.id))
        .join(Submission, and_(Submission.id == ReviewPaper.submission_id), isouter=True)
        .join(Account, and_(Account.id == ReviewPaper.sent_by_id), isouter=True)
        .where(
            Review.case_id == shown.case_id,
            or_(
                Review.id == shown.id,
                and_(col(Review.dropped_on).is_(None), Review.created_at <= shown.created_at),
            ),
        )
        .order_by(
            col(Review.created_at).desc(),
            col(Review.id),
            col(ReviewPaper.added_at),
            col(ReviewPaper.id),
        )
    ).all()
    lines: dict[str, list[PaperLine]] = {}
    for row, paper, sent, who in rows:
        lines.setdefault(row.id, []).append(_line(paper, sent, who))
    before = {row.id: row for row, *_rest in rows if row.id != shown.id}
    return tuple(lines.get(shown.id, ())), tuple(
        Written(row.id, row.kind, row.meeting_on, row.setting_id, tuple(lines[row.id]))
        for row in before.values()
    )


def _line(row: ReviewPaper, sent: Submission | None, who: Account | None) -> PaperLine:
    return PaperLine(
        id=row.id,
        kind=row.kind,
        submission_id=row.submission_id,
        title=sent.title if sent else "",
        sent_by_id=row.sent_by_id,
        who=who.name if who else "",
        received_on=row.received_on,
        circulated_on=row.circulated_on,
        share=str(sent.answers.get(SHARE, "")) if sent else "",
        document_id=row.document_id,
    )
