"""Reports of reviews are filed among the papers of the case, once each, as they went round."""

from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, select

from ehcportal.models.document import DocumentAudience
from ehcportal.models.review import PaperKind, Review, ReviewPaper
from ehcportal.security.audit import SYSTEM
from ehcportal.security.keyring import KeyRing
from ehcportal.services import documents
from ehcportal.services.documents import Hearers, Paper
from ehcportal.services.reviews.report_paper import TITLE
from ehcportal.services.uploads import Kept

KIND = "review_report"
LOOK_BACK = timedelta(days=30)
MOST = 20
"""So many in one go, so that other chores get their turn."""


def waiting(session: Session, now: datetime) -> list[tuple[str, str, str]]:
    """Return case, review and paper of each new report that is not among the papers yet."""
    rows = session.exec(
        select(Review.case_id, Review.id, ReviewPaper.id)
        .join(Review, and_(Review.id == ReviewPaper.review_id))
        .where(
            ReviewPaper.kind == PaperKind.REPORT,
            col(ReviewPaper.submission_id).is_not(None),
            col(ReviewPaper.document_id).is_(None),
            ReviewPaper.added_at > now - LOOK_BACK,
        )
        .order_by(col(ReviewPaper.added_at), col(ReviewPaper.id))
        .limit(MOST)
    )
    return [(case_id, review_id, paper_id) for case_id, review_id, paper_id in rows]


def file_report(session: Session, ring: KeyRing, case_id: str, paper_id: str, kept: Kept) -> bool:
    """File a report and show it to the family and the setting; say whether nobody did before.

    They heard of the report when it came, so nobody gets a second alert.
    """
    row = session.exec(
        select(ReviewPaper)
        .where(ReviewPaper.id == paper_id, col(ReviewPaper.document_id).is_(None))
        .with_for_update()
    ).first()
    if row is None:
        return False
    paper = Paper(TITLE, KIND, row.received_on)
    document = documents.add(session, SYSTEM, case_id, paper, kept)
    for audience in (DocumentAudience.FAMILY, DocumentAudience.SETTING):
        documents.publish(session, SYSTEM, ring, document, Hearers(audience, ()))
    row.document_id = document.id
    session.add(row)
    session.flush()
    return True
