"""What comes for a review: views, advice and the report; and its way to everybody invited."""

from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.reviews import review_dates
from ehcportal.models.event import EventAudience
from ehcportal.models.form import Submission
from ehcportal.models.review import PaperKind, Review, ReviewPaper
from ehcportal.queries.counting import counting
from ehcportal.queries.reviews import rows
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.services.reviews import news
from ehcportal.services.reviews.asking import KINDS
from ehcportal.services.reviews.standing import (
    Acting,
    Desk,
    NotLawfulError,
    ReasonNeededError,
    open_review,
)


def receive(
    session: Session, trace: Trace, sent: Submission, ring: KeyRing | None = None
) -> ReviewPaper | None:
    """Take what was written for the running review of a case; nothing when none runs.

    A report goes to everybody invited at once (Regulation 20(9)); its day is that of the first. One
    that comes before the meeting counts from the day on which that was held.
    """
    found = rows.running(session, sent.case_id or "")
    review = rows.locked(session, found.case_id, found.id) if found else None
    if review is None:
        return None
    kind = KINDS[sent.form_id]
    is_report = kind is PaperKind.REPORT
    paper = ReviewPaper(
        review_id=review.id,
        kind=kind,
        submission_id=sent.id,
        sent_by_id=sent.account_id,
        received_on=sent.received_on,
        circulated_on=sent.received_on if is_report else None,
    )
    session.add(paper)
    session.flush()
    if is_report and review.meeting_on and review.meeting_on <= sent.received_on:
        review.report_on = review.report_on or sent.received_on
    timeline.record(
        session,
        trace,
        "review.report" if is_report else "review.paper",
        of=("review_paper", paper.id),
        case_id=review.case_id,
        audience=EventAudience.FAMILY,
        only_account_id=None if is_report else sent.account_id,
        key=is_report,
        on=sent.received_on,
        facts={"title": sent.title},
    )
    if is_report and ring is not None:
        guests = rows.guests(session, review.id)
        news.read(Acting(session, trace, ring), review, guests, f"report:{paper.id}")
    return paper


def circulate(desk: Desk, review: Review, late_reason: str = "") -> int:
    """Send what came to everybody invited; return how many papers went.

    Raises ``ReasonNeededError`` when it is later than two weeks before the meeting (Reg 20(4)).
    """
    open_review(desk, review)
    waiting = [each for each in rows.papers(desk.session, review.id) if each.circulated_on is None]
    if not waiting:
        raise NotLawfulError("Nothing new has come that could go to everybody.")
    if review.meeting_on is None:
        raise NotLawfulError("Set the day of the meeting first.")
    dates = review_dates(review.meeting_on, counting(desk.profile))
    if dates.circulation.is_late(clock.today()) and not late_reason:
        raise ReasonNeededError
    for paper in waiting:
        paper.circulated_on = clock.today()
    timeline.record(
        desk.session,
        desk.trace,
        "review.circulated_late" if late_reason else "review.circulated",
        of=("review", review.id),
        case_id=review.case_id,
        facts={"reason": late_reason} if late_reason else None,
    )
    guests = rows.guests(desk.session, review.id)
    news.read(desk, review, guests, f"papers:{waiting[-1].id}")
    return len(waiting)
