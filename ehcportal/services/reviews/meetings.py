"""The day, hour and place of a review meeting, and that it was held (Regulation 20)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from ehcportal import clock
from ehcportal.domain.reviews import review_dates
from ehcportal.models.review import MeetingPlace, PaperKind, Review, ReviewMeeting
from ehcportal.queries.counting import counting
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.reviews import news
from ehcportal.services.reviews.standing import (
    Desk,
    NotLawfulError,
    ReasonNeededError,
    open_review,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """When and where people are to meet; times are those of London."""

    on: date
    starts_at: time | None
    minutes: int
    how: MeetingPlace
    place: str = ""
    short_notice_reason: str = ""


def arrange(desk: Desk, review: Review, planned: Planned) -> ReviewMeeting:
    """Set the meeting, or set it anew: a further row. Everybody invited is told.

    Raises ``ReasonNeededError`` when people would have less than two weeks' notice.
    """
    open_review(desk, review)
    before = rows.meetings(desk.session, review.id)
    if any(each.held_on for each in before) or review.report_on is not None:
        raise NotLawfulError("The meeting was held already.")
    if planned.on < clock.today():
        raise NotLawfulError("Choose a day that is still to come.")
    if is_short_notice(desk, planned.on) and not planned.short_notice_reason:
        raise ReasonNeededError
    row = _row(desk, review, planned)
    review.meeting_on = planned.on
    kind = "review.moved" if before else "review.arranged"
    timeline.record(
        desk.session,
        desk.trace,
        kind,
        of=("review_meeting", row.id),
        case_id=review.case_id,
        key=True,
        facts={"reason": planned.short_notice_reason} if planned.short_notice_reason else None,
    )
    news.invited(desk, review, row, rows.guests(desk.session, review.id))
    return row


def is_short_notice(desk: Desk, meeting_on: date) -> bool:
    """Say whether an invitation of today comes too late for this day (Regulation 20(3))."""
    dates = review_dates(meeting_on, counting(desk.profile))
    return dates.invitation.is_late(clock.today())


def _row(desk: Desk, review: Review, planned: Planned) -> ReviewMeeting:
    row = ReviewMeeting(
        review_id=review.id,
        on=planned.on,
        starts_at=planned.starts_at,
        minutes=planned.minutes,
        how=planned.how,
        place=planned.place,
        short_notice_reason=planned.short_notice_reason or None,
        set_by_id=desk.trace.account_id,
    )
    desk.session.add(row)
    desk.session.flush()
    return row


def hold(desk: Desk, review: Review, held_on: date, attended: Collection[str]) -> None:
    """Record that the meeting was held, when, and who of those invited came."""
    open_review(desk, review)
    before = rows.meetings(desk.session, review.id)
    if not before:
        raise NotLawfulError("Set the day of the meeting first.")
    if held_on > clock.today():
        raise NotLawfulError("The meeting is still to come.")
    if review.report_on is not None and held_on > review.report_on:
        raise NotLawfulError("The report came before that day, and it follows the meeting.")
    last = before[-1]
    row = ReviewMeeting(
        review_id=review.id,
        on=held_on,
        starts_at=last.starts_at,
        minutes=last.minutes,
        how=last.how,
        place=last.place,
        short_notice_reason=last.short_notice_reason,
        held_on=held_on,
        set_by_id=desk.trace.account_id,
    )
    desk.session.add(row)
    review.meeting_on = held_on
    _count_report(desk, review, held_on)
    for guest in rows.guests(desk.session, review.id):
        guest.attended = guest.id in attended
    timeline.record(
        desk.session,
        desk.trace,
        "review.held",
        of=("review_meeting", row.id),
        case_id=review.case_id,
        key=True,
        on=held_on,
    )


def _count_report(desk: Desk, review: Review, held_on: date) -> None:
    """A report that came before its meeting counts from the day of the meeting."""
    papers = rows.papers(desk.session, review.id)
    came = [each.received_on for each in papers if each.kind is PaperKind.REPORT]
    if came and review.report_on is None:
        review.report_on = max(held_on, min(came))
