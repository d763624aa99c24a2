"""Reading one review with all that belongs to it, or the list of a case's reviews."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, and_, col, select

from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.phases import transfer_dates
from ehcportal.domain.reviews import amended_plan_due, review_dates
from ehcportal.models.account import Account
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.review import GuestRole, Review, ReviewGuest, ReviewKind
from ehcportal.models.setting import Setting
from ehcportal.profile import Profile
from ehcportal.queries.counting import counting
from ehcportal.queries.reviews import rows
from ehcportal.queries.reviews.whole import GuestLine, ReviewView
from ehcportal.queries.reviews.written import written


def one(session: Session, profile: Profile, case_id: str, review_id: str) -> ReviewView | None:
    """Return a review of a case with everything in it, in five statements."""
    found = session.exec(
        select(Review, Setting.name)
        .join(Setting, and_(Setting.id == Review.setting_id), isouter=True)
        .where(Review.id == review_id, Review.case_id == case_id)
    ).first()
    return _view(session, profile, *found) if found else None


def newest(session: Session, profile: Profile, case_id: str) -> ReviewView | None:
    """Return the newest review of a case that was not stopped, in five statements."""
    found = session.exec(
        select(Review, Setting.name)
        .join(Setting, and_(Setting.id == Review.setting_id), isouter=True)
        .where(Review.case_id == case_id, col(Review.dropped_on).is_(None))
        .order_by(col(Review.created_at).desc(), col(Review.id))
    ).first()
    return _view(session, profile, *found) if found else None


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of a case's reviews."""

    id: str
    kind: ReviewKind
    meeting_on: date | None
    begun_at: datetime
    stopped_on: date | None


def of_case(session: Session, case_id: str) -> list[Listed]:
    """Return every review of a case, the newest first, in one statement."""
    found = session.exec(
        select(Review)
        .where(Review.case_id == case_id)
        .order_by(col(Review.created_at).desc(), col(Review.id))
    )
    return [
        Listed(each.id, each.kind, each.meeting_on, each.created_at, each.dropped_on)
        for each in found
    ]


def _view(session: Session, profile: Profile, row: Review, setting: str | None) -> ReviewView:
    meetings = rows.meetings(session, row.id)
    counts = counting(profile)
    notice_on = row.notice_on
    is_transfer = row.kind is ReviewKind.PHASE_TRANSFER
    papers, before = written(session, row)
    return ReviewView(
        row=row,
        setting=setting or "",
        meetings=meetings,
        guests=_guests(session, row.id, meetings[-1].id if meetings else ""),
        papers=papers,
        before=before,
        decisions=rows.decisions(session, row.id),
        dates=review_dates(row.meeting_on, counts) if row.meeting_on else None,
        comments=due(law.AMENDMENT_COMMENTS, notice_on, counting=counts) if notice_on else None,
        amended=amended_plan_due(row.meeting_on, notice_on, counts) if notice_on else None,
        last_of_all=due(law.AMENDED_PLAN_CAP, row.meeting_on, counting=counts)
        if row.meeting_on
        else None,
        transfer=transfer_dates(row.due_on) if is_transfer and row.due_on else None,
        amended_on=_amended_on(session, row.case_id, notice_on) if notice_on else None,
    )


def _amended_on(session: Session, case_id: str, notice_on: date) -> date | None:
    """Return when the changed plan that followed a notice was sent."""
    found = session.exec(
        select(PlanVersion)
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(
            Plan.case_id == case_id,
            PlanVersion.kind == PlanKind.AMENDED_FINAL,
            col(PlanVersion.served_on) >= notice_on,
            col(PlanVersion.dropped_at).is_(None),
        )
        .order_by(col(PlanVersion.served_on))
    ).first()
    return found.served_on if found else None


def _guests(session: Session, review_id: str, meeting_id: str) -> tuple[GuestLine, ...]:
    found = session.exec(
        select(ReviewGuest, Account)
        .join(Account, and_(Account.id == ReviewGuest.account_id), isouter=True)
        .where(ReviewGuest.review_id == review_id, col(ReviewGuest.uninvited_on).is_(None))
    ).all()
    order = list(GuestRole)
    lines = [
        GuestLine(
            row=row,
            name=account.name if account else row.name,
            answer=row.answer if row.meeting_id == meeting_id else None,
        )
        for row, account in found
    ]
    return tuple(sorted(lines, key=lambda each: (order.index(each.role), each.name, each.row.id)))
