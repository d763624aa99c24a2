"""What went to guests of a review without an account: by post, by hand, or by our e-mail (S07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.models.event import EventAudience
from ehcportal.models.review import (
    Review,
    ReviewGuest,
    ReviewMeeting,
    ReviewSending,
    SentHow,
    SentWhat,
)
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.calendars import meeting_file
from ehcportal.services.reviews import guest_links
from ehcportal.services.reviews.standing import Acting, NotLawfulError

TEMPLATE, DAY_STAYS = "review_invitation", "review_day_stays"


@dataclass(frozen=True, slots=True)
class Sending:
    """Something that went out: what, how, and on which day."""

    what: SentWhat
    how: SentHow
    on: date


def of_guests(session: Session, review_id: str) -> dict[str, list[ReviewSending]]:
    """Return what went to each guest of a review, the newest first, in one statement."""
    guests = select(ReviewGuest.id).where(ReviewGuest.review_id == review_id)
    found: dict[str, list[ReviewSending]] = {}
    for each in session.exec(
        select(ReviewSending)
        .where(col(ReviewSending.guest_id).in_(guests))
        .order_by(col(ReviewSending.sent_on).desc(), col(ReviewSending.noted_at).desc())
    ):
        found.setdefault(each.guest_id, []).append(each)
    return found


def note(desk: Acting, review: Review, guest_id: str, sending: Sending) -> ReviewSending:
    """Write down that something went to a guest without an account. Raises ``LookupError``."""
    guest = _guest(desk.session, review, guest_id)
    row = ReviewSending(
        guest_id=guest.id,
        what=sending.what,
        how=sending.how,
        sent_on=sending.on,
        by_id=desk.trace.account_id,
    )
    desk.session.add(row)
    desk.session.flush()
    timeline.record(
        desk.session,
        desk.trace,
        "review.sent_other",
        of=("review_sending", row.id),
        case_id=review.case_id,
        audience=EventAudience.STAFF,
        on=sending.on,
        facts={
            "role": guest.name or guest.service,
            "title": label("review_sending", sending.what),
            "how": label("review_sent_how", sending.how),
        },
    )
    return row


def keep_address(desk: Acting, review: Review, guest_id: str, address: str) -> None:
    """Keep where a guest without an account is reached, on paper or by e-mail."""
    guest = _guest(desk.session, review, guest_id)
    guest.address = address
    desk.session.add(guest)
    desk.session.flush()


def invite_by_mail(
    desk: Acting, review: Review, guest_id: str, address: str, base_url: str
) -> ReviewSending:
    """Send the invitation with its calendar file and the link by which they answer.

    The mail names neither the child nor the place; the page behind the link tells the place.
    Raises ``NotLawfulError`` when there is no meeting to come, or it was sent already.
    """
    guest = _guest(desk.session, review, guest_id)
    meetings = rows.meetings(desk.session, review.id)
    meeting = meetings[-1] if meetings else None
    if meeting is None or meeting.held_on or meeting.on < clock.today():
        raise NotLawfulError("There is no meeting to come. Set its day first.")
    token = guest_links.make(guest, meeting)
    sent = outbox.put(
        desk.session,
        desk.ring,
        template=TEMPLATE,
        recipient=address,
        case_id=review.case_id,
        facts=_facts(review, meeting, base_url),
        sealed={"link": f"{base_url}{guest_links.PATH}{token}"},
        expires_at=guest.link_until,
        dedupe_key=f"review-invitation:{guest.id}:{meeting.id}:{token_hash(address)[:16]}",
    )
    if sent is None:
        raise NotLawfulError("This invitation went out already, or no mail may go in this case.")
    guest.address = address
    return note(desk, review, guest.id, Sending(SentWhat.INVITATION, SentHow.EMAIL, clock.today()))


def tell_that_day_stays(
    desk: Acting, guest: ReviewGuest, review: Review, meeting: ReviewMeeting, base_url: str
) -> None:
    """Write to a guest who has a link that there is an answer; why, their page alone tells.

    The reason may say something of the child. Only the hash of the earlier link is kept, so this
    one takes its place.
    """
    if not guest.hears_by_mail:
        return
    token = guest_links.make(guest, meeting)
    outbox.put(
        desk.session,
        desk.ring,
        template=DAY_STAYS,
        recipient=guest.address,
        case_id=review.case_id,
        facts={"day": meeting.on.isoformat()},
        sealed={"link": f"{base_url}{guest_links.PATH}{token}"},
        expires_at=guest.link_until,
        dedupe_key=f"review-day-stays:{guest.id}:{token_hash(token)[:16]}",
    )


def _facts(review: Review, meeting: ReviewMeeting, base_url: str) -> dict[str, str]:
    hour = meeting.starts_at
    starts = clock.london_moment(meeting.on, hour) if hour else None
    return {
        "day": meeting.on.isoformat(),
        "time": f"{hour:%H:%M}" if hour else "",
        "how": meeting.how.value,
        "calendar": meeting_file(review.id, meeting, starts, "", base_url).decode(),
    }


def _guest(session: Session, review: Review, guest_id: str) -> ReviewGuest:
    for each in rows.guests(session, review.id):
        if each.id == guest_id and each.account_id is None:
            return each
    raise LookupError(guest_id)


def is_before_change(sent: Sequence[ReviewSending], meeting: ReviewMeeting | None) -> bool:
    """Whether the newest invitation that went out told of a day that was changed since."""
    told = [each.noted_at for each in sent if each.what is SentWhat.INVITATION]
    return bool(told) and meeting is not None and max(told) < meeting.set_at
