"""The steps of a review for staff: meeting, guests, papers, attendance, decision."""

from collections.abc import Callable

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints import review_fields
from ehcportal.blueprints.council.case_reviews import found_review, review_page, step_page
from ehcportal.blueprints.review_desk import (
    LATE,
    SHORT,
    boxes,
    desk,
    held_review,
    refused,
    typed,
)
from ehcportal.policy import Action
from ehcportal.queries.reviews.candidates import Candidate, candidates
from ehcportal.queries.standing import Standing
from ehcportal.services.reviews import asking, guests, meetings, papers
from ehcportal.services.reviews.standing import NotLawfulError, ReasonNeededError
from ehcportal.web import logins, once, open_case, policy, posted, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("review_steps", __name__, url_prefix="/council/cases/<case_id>/reviews/<review_id>")

Again = Callable[[Posted, int], ResponseReturnValue]


@bp.get("/meeting")
@policy(Action.RUN_CASE)
def edit_meeting(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask when and where people meet."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = review_fields.meeting_form(found_review(case_id, review_id))
    return step_page(standing, review_id, "meeting", form)


@bp.post("/meeting")
@policy(Action.RUN_CASE)
@once
def set_meeting(case_id: str, review_id: str) -> ResponseReturnValue:
    """Set the day, or another one; everybody invited is told."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(*review_fields.MEETING, long=("short_notice_reason",))
    again = _again(standing, review_id, "meeting")
    planned = review_fields.read_meeting(form)
    if planned is None:
        return again(form, 422)
    here = desk()
    try:
        meetings.arrange(here, held_review(here, case_id, review_id, form), planned)
    except ReasonNeededError:
        db.forget()
        form.errors["short_notice_reason"] = str(SHORT)
        return again(form, 422)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return _done(case_id, review_id)


@bp.get("/guests")
@policy(Action.RUN_CASE)
def edit_guests(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask who is invited."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _guests_page(standing, review_id, posted.empty())


@bp.post("/guests")
@policy(Action.RUN_CASE)
@once
def invite(case_id: str, review_id: str) -> ResponseReturnValue:
    """Invite those who were ticked, and somebody without an account."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    known = _candidates(standing, review_id)
    names = [review_fields.box(each) for each in known]
    form = posted.read(*names, *review_fields.OTHERS)
    wanted = review_fields.read_guests(form, known)

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _guests_page(standing, review_id, form, status)

    if wanted is None:
        return again(form, 422)
    here = desk()
    try:
        guests.invite(here, held_review(here, case_id, review_id, form), wanted)
    except ReasonNeededError:
        return refused(form, ReasonNeededError(_(NEARER)), again)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return _done(case_id, review_id)


NEARER = "The meeting is in less than two weeks. Say why at its day and place first."


@bp.post("/guests/<guest_id>/end")
@policy(Action.RUN_CASE)
@once
def take_back(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form, here = posted.read("_version"), desk()
    try:
        guests.take_back(here, held_review(here, case_id, review_id, form), guest_id)
    except LookupError:
        db.forget()
        abort(404)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, _page(standing, review_id))
    return _done(case_id, review_id)


@bp.post("/ask")
@policy(Action.RUN_CASE)
@once
def ask(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask everybody invited for their views or their advice."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form, here = posted.read("_version"), desk()
    try:
        asked = asking.ask_everybody(here, held_review(here, case_id, review_id, form))
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, _page(standing, review_id))
    logins.leave_news(_asked_words(asked))
    return _done(case_id, review_id)


@bp.post("/circulation")
@policy(Action.RUN_CASE)
@once
def circulate(case_id: str, review_id: str) -> ResponseReturnValue:
    """Send what came to everybody invited."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form, here = posted.read("_version", long=("late_reason",)), desk()
    again = _page(standing, review_id)
    try:
        papers.circulate(
            here, held_review(here, case_id, review_id, form), form["late_reason"][:2000]
        )
    except ReasonNeededError:
        db.forget()
        form.errors["late_reason"] = str(LATE)
        return again(form, 422)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return _done(case_id, review_id)


@bp.get("/attendance")
@policy(Action.RUN_CASE)
def edit_attendance(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask when the meeting was held, and who came."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    meeting = found_review(case_id, review_id).meeting or abort(404)
    return step_page(standing, review_id, "attendance", posted.empty(**typed("held", meeting.on)))


@bp.post("/attendance")
@policy(Action.RUN_CASE)
@once
def hold(case_id: str, review_id: str) -> ResponseReturnValue:
    """Note that the meeting was held."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    known = [each.row.id for each in found_review(case_id, review_id).guests]
    form = posted.read(*boxes("held"), *(f"came-{each}" for each in known), "_version")
    again = _again(standing, review_id, "attendance")
    held_on = review_fields.read_held(form)
    if held_on is None:
        return again(form, 422)
    came = {each for each in known if form[f"came-{each}"] == "yes"}
    here = desk()
    try:
        meetings.hold(here, held_review(here, case_id, review_id, form), held_on, came)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return _done(case_id, review_id)


def _asked_words(asked: int) -> str:
    if not asked:
        return str(_("Everybody with an account was asked before."))
    return str(
        ngettext("We asked %(num)s person to write.", "We asked %(num)s people to write.", asked)
    )


def _done(case_id: str, review_id: str) -> ResponseReturnValue:
    return see_other(url_for("case_reviews.show", case_id=case_id, review_id=review_id))


def _again(standing: Standing, review_id: str, name: str) -> Again:
    return lambda form, status: step_page(standing, review_id, name, form, status)


def _page(standing: Standing, review_id: str) -> Again:
    return lambda form, status: review_page(standing, review_id, form, status)


def _candidates(standing: Standing, review_id: str) -> list[Candidate]:
    review = found_review(standing.case.id, review_id)
    invited = {each.row.account_id for each in review.guests}
    found = candidates(db.session(), standing.case, review.row.setting_id)
    return [each for each in found if each.account_id not in invited]


def _guests_page(
    standing: Standing, review_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    known = _candidates(standing, review_id)
    return step_page(
        standing, review_id, "guests", form, status, candidates=known, box=review_fields.box
    )
