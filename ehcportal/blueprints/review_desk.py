"""What the pages of a review share: the desk, days and hours as typed, papers, a calendar file."""

from collections.abc import Callable, Sequence
from datetime import date, time

from flask import Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.models.review import GuestAnswer, MeetingPlace, Review, ReviewMeeting
from ehcportal.queries.reviews import rows
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.queries.reviews.written import PaperLine
from ehcportal.queries.sent_answers import SentAnswers, sent_answers
from ehcportal.services.calendars import meeting_file
from ehcportal.services.reviews import asking, guests
from ehcportal.services.reviews.guests import Said
from ehcportal.services.reviews.standing import Desk, NotLawfulError, held
from ehcportal.web import actor_trace, current_person, current_profile, posted, see_other
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

CHANGED = lazy_gettext("Somebody changed this review a moment ago. Look at it again, then go on.")
SHORT = lazy_gettext("Write why people have less than two weeks’ notice")
LATE = lazy_gettext("Write why the papers go out later than two weeks before the meeting")
FURTHEST_DAYS = 731
Show = Callable[[Posted, int], ResponseReturnValue]


def desk() -> Desk:
    """Begin the write transaction, and return who acts in it."""
    return Desk(db.writing(), actor_trace(), key_ring(), current_profile())


def version_of(form: Posted) -> int:
    """Return the version of the review that a page was made of."""
    return int(form["_version"]) if form["_version"].isdecimal() else abort(400)


def held_review(here: Desk, case_id: str, review_id: str, form: Posted) -> Review:
    """Return the review to change, as the person saw it; 404 when there is none."""
    try:
        return held(here.session, case_id, review_id, version_of(form))
    except LookupError:
        db.forget()
        abort(404)


def refused(form: Posted, why: Exception, show: Show) -> ResponseReturnValue:
    """Answer that a step cannot be taken, with what was typed."""
    db.forget()
    changed = isinstance(why, StaleDataError)
    form.errors[""] = str(CHANGED) if changed else str(why)
    return show(form, 409 if changed else 422)


def day_of(form: Posted, name: str, wrong: str) -> date | None:
    """Return the day typed in three boxes; what is none is noted as ``wrong``."""
    try:
        day, month, year = (int(form[f"{name}-{part}"]) for part in ("day", "month", "year"))
        return date(year, month, day)
    except ValueError:
        form.errors[f"{name}-day"] = wrong
        return None


def boxes(name: str) -> tuple[str, ...]:
    """Return the names of the three boxes of a day."""
    return tuple(f"{name}-{part}" for part in ("day", "month", "year"))


def typed(name: str, on: date | None) -> dict[str, str]:
    """Return a day as it stands in its three boxes."""
    return (
        {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}
        if on
        else {}
    )


def hour_of(form: Posted, name: str) -> time | None:
    """Return the hour typed as 14:30 or 14.30; empty is no hour."""
    if not form[name]:
        return None
    try:
        return time.fromisoformat(form[name].replace(".", ":").rjust(5, "0"))
    except ValueError:
        form.errors[name] = _("Enter the time like 14:30, or leave it empty")
        return None


def read_answer(form: Posted) -> Said | None:
    """Return what somebody says to an invitation, or nothing when it has to be put right."""
    chosen = {each.value: each for each in GuestAnswer}.get(form["answer"])
    if chosen is None:
        form.errors["answer"] = _("Choose whether you can come")
    if chosen is GuestAnswer.PROPOSED:
        form.require("proposal", _("Write which days and times suit you"))
    form.at_most("proposal", 500, _("Write this in up to 500 characters"))
    if chosen is None or form.errors:
        return None
    return Said(chosen, form["meeting_id"], form["proposal"])


def take_answer(view: ReviewView, show: Show, done: str) -> ResponseReturnValue:
    """Note the answer of the person who is signed in to their own invitation."""
    form = posted.read("answer", "proposal", "meeting_id", "_version")
    own = view.guest_of(current_person().account_id) or abort(404)
    said = read_answer(form)
    if said is None:
        return show(form, 422)
    here = desk()
    try:
        review = held(here.session, view.row.case_id, view.row.id)
        guest = next(each for each in rows.guests(here.session, review.id) if each.id == own.row.id)
        guests.answer(here, review, guest, said)
    except (LookupError, StopIteration):
        db.forget()
        abort(404)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, show)
    return see_other(done)


def keep_day(view: ReviewView, guest_id: str, show: Show, done: str) -> ResponseReturnValue:
    """Answer a wish for another day: the day stays, because of what was typed."""
    field = f"reply-{guest_id}"
    form = posted.read(field, "_version")
    form.require(field, _("Write why the day stays"))
    form.at_most(field, 500, _("Write this in up to 500 characters"))
    if form.errors:
        return show(form, 422)
    here = desk()
    try:
        review = held_review(here, view.row.case_id, view.row.id, form)
        base_url: str = current_app.extensions["settings"].base_url
        guests.keep_day(here, review, guest_id, form[field], base_url)
    except LookupError:
        db.forget()
        abort(404)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, show)
    return see_other(done)


def write(view: ReviewView, form_id: str, show: Show) -> ResponseReturnValue:
    """Give the person who is signed in a form of the review, and lead them to it.

    Whoever sends ``whose=child`` writes down what the child says, as a child without an account
    cannot do it alone (Regulation 19(a), form 12).
    """
    form = posted.read("whose")
    if form["whose"] == "child":
        form_id = asking.CHILD_VIEWS
    here = desk()
    try:
        review = held(here.session, view.row.case_id, view.row.id)
        row = asking.ask(here, review, current_person().account_id, form_id)
    except LookupError:
        db.forget()
        abort(404)
    except NotLawfulError as why:
        return refused(form, why, show)
    return see_other(url_for("form_start.show", form_id=form_id, assignment=row.id))


def paper_of(found: Sequence[PaperLine], paper_id: str, *, staff: bool = False) -> SentAnswers:
    """Return what somebody wrote, if it is among what the reader may read; else 404.

    What only the council may read is left out for everybody else.
    """
    line = next((each for each in found if each.id == paper_id), None)
    sent = sent_answers(db.session(), line.submission_id) if line else None
    if sent is None:
        abort(404)
    if staff or sent.submission.account_id == current_person().account_id:
        return sent
    return sent_answers(db.session(), sent.submission.id, for_others=True) or abort(404)


def file_of(
    found: Sequence[PaperLine], paper_id: str, file_id: str, case_id: str, *, staff: bool = False
) -> Response:
    """Hand out a file that came with a paper that the reader may read; else 404."""
    sent = paper_of(found, paper_id, staff=staff)
    file = rows.sent_file(db.session(), sent.submission.id, file_id)
    if file is None or file_id not in {each.id for each in sent.files}:
        abort(404)
    stored, name = file
    note_reading("read_file", "stored_file", stored.id, case_id=case_id)
    return hand_out(stored, name, to_read=True)


def calendar(view: ReviewView, path: str, *, with_place: bool) -> Response:
    """Give the meeting as a calendar file."""
    meeting = view.meeting or abort(404)
    place = meeting.place if with_place else ""
    base_url: str = current_app.extensions["settings"].base_url
    off = view.row.dropped_on is not None
    at, url = view.starts_at(), base_url + path
    body = meeting_file(view.row.id, meeting, at, place, url, called_off=off)
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="review.ics"'
    return answer


def is_ahead(meeting: ReviewMeeting | None) -> bool:
    """Whether a meeting is still to come, so that it can be answered."""
    return meeting is not None and meeting.held_on is None and meeting.on >= clock.today()


PLACES = tuple(MeetingPlace)
