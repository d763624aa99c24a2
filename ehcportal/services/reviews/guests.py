"""Who is invited to a review, and what they say to it (guide row S07, Regulation 20(2))."""

from collections.abc import Iterable
from dataclasses import dataclass

from ehcportal import clock
from ehcportal.models.event import EventAudience
from ehcportal.models.review import GuestAnswer, GuestRole, Review, ReviewGuest
from ehcportal.queries.reviews import rows
from ehcportal.services import timeline
from ehcportal.services.reviews import news, sendings
from ehcportal.services.reviews.meetings import is_short_notice
from ehcportal.services.reviews.standing import (
    Desk,
    NotLawfulError,
    ReasonNeededError,
    open_review,
)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to be invited: an account, or a name and where they work."""

    role: GuestRole
    account_id: str | None = None
    name: str = ""
    service: str = ""


def invite(desk: Desk, review: Review, wanted: Iterable[Guest]) -> list[ReviewGuest]:
    """Invite people; who is invited already stays so. Those with an account are told.

    Raises ``ReasonNeededError`` when the meeting is nearer than two weeks and nobody said why.
    """
    open_review(desk, review)
    meetings = rows.meetings(desk.session, review.id)
    meeting = meetings[-1] if meetings else None
    known = {each.account_id for each in rows.guests(desk.session, review.id) if each.account_id}
    new = [each for each in wanted if each.account_id is None or each.account_id not in known]
    if new and meeting and is_short_notice(desk, meeting.on) and not meeting.short_notice_reason:
        raise ReasonNeededError
    made = [_row(desk, review, each) for each in new]
    if meeting is not None:
        news.invited(desk, review, meeting, made)
    return made


def _row(desk: Desk, review: Review, guest: Guest) -> ReviewGuest:
    row = ReviewGuest(
        review_id=review.id,
        account_id=guest.account_id,
        role=guest.role,
        name=guest.name,
        service=guest.service,
        invited_on=clock.today(),
    )
    desk.session.add(row)
    desk.session.flush()
    _note(desk, review, row, "review.invited" if guest.account_id else "review.invited_other")
    return row


def take_back(desk: Desk, review: Review, guest_id: str) -> None:
    """End an invitation; ``LookupError`` when there is no such one."""
    open_review(desk, review)
    guest = _invited(desk, review, guest_id)
    if review.meeting_on is not None:
        news.read(desk, review, [guest], f"uninvited:{guest.id}")
    guest.uninvited_on = clock.today()
    _note(desk, review, guest, "review.uninvited" if guest.account_id else "review.uninvited_other")


def _invited(desk: Desk, review: Review, guest_id: str) -> ReviewGuest:
    found = rows.guests(desk.session, review.id)
    guest = next((each for each in found if each.id == guest_id), None)
    if guest is None:
        raise LookupError(guest_id)
    return guest


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to an invitation, and of which meeting they say it."""

    answer: GuestAnswer
    meeting_id: str
    proposal: str = ""


EVENTS = {
    GuestAnswer.ACCEPTED: "review.accepted",
    GuestAnswer.DECLINED: "review.declined",
    GuestAnswer.PROPOSED: "review.proposed",
}


def answer(desk: Desk, review: Review, guest: ReviewGuest, said: Said) -> None:
    """Note an answer. One to a day that was changed meanwhile is refused, so nobody is misread."""
    open_review(desk, review)
    meetings = rows.meetings(desk.session, review.id)
    if not meetings or meetings[-1].id != said.meeting_id:
        raise NotLawfulError("The day of the meeting was changed a moment ago. Look at it again.")
    if meetings[-1].held_on:
        raise NotLawfulError("The meeting was held already.")
    guest.answer = said.answer
    guest.answered_at = clock.now()
    guest.meeting_id = said.meeting_id
    guest.proposal = said.proposal if said.answer is GuestAnswer.PROPOSED else ""
    guest.reply = ""
    own = guest.account_id is not None
    _note(desk, review, guest, EVENTS[said.answer] if own else "review.answered_other")
    if said.answer is GuestAnswer.PROPOSED:
        news.holders(desk, review, f"proposed:{guest.id}:{guest.version}")


def keep_day(desk: Desk, review: Review, guest_id: str, why: str, base_url: str) -> None:
    """Tell somebody who asked for another day why the day stays.

    Who has no account gets an e-mail with a link, if their invitation went by one. A new day needs
    no such answer: everybody invited is told of it. ``LookupError`` when there is no such guest.
    """
    open_review(desk, review)
    meetings = rows.meetings(desk.session, review.id)
    guest = _invited(desk, review, guest_id)
    if guest.answer is not GuestAnswer.PROPOSED or guest.meeting_id != meetings[-1].id:
        raise NotLawfulError("They do not ask for another day any more.")
    if meetings[-1].held_on:
        raise NotLawfulError("The meeting was held already.")
    guest.reply = why
    own = guest.account_id is not None
    _note(desk, review, guest, "review.day_stays" if own else "review.day_stays_other")
    news.read(desk, review, [guest], f"day_stays:{guest.id}:{guest.version}")
    sendings.tell_that_day_stays(desk, guest, review, meetings[-1], base_url)


def _note(desk: Desk, review: Review, guest: ReviewGuest, kind: str) -> None:
    own = guest.account_id is not None
    timeline.record(
        desk.session,
        desk.trace,
        kind,
        of=("review_guest", guest.id),
        case_id=review.case_id,
        audience=EventAudience.FAMILY if own else EventAudience.STAFF,
        only_account_id=guest.account_id,
        facts=None if own else {"role": guest.name or guest.service},
    )
