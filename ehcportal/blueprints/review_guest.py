"""The link of an invitation to a review, for somebody without an account (guide row S07).

GET shows and only POST answers, since mail scanners open links. Nobody is named: a link can be
passed on.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints import review_desk
from ehcportal.blueprints.review_desk import desk, is_ahead, read_answer
from ehcportal.models.review import Review, ReviewGuest
from ehcportal.queries.reviews import view
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.services.reviews import guest_links, guests
from ehcportal.services.reviews.standing import NotLawfulError, held
from ehcportal.web import current_profile, logins, once, posted, public, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("review_guest", __name__, url_prefix="/review-invitation")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was opened by its link."""

    token: str
    guest: ReviewGuest
    review: Review


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show when and where people meet, and ask whether the guest comes."""
    found = _find(token)
    return _over() if found is None else _page(found, posted.empty())


@bp.post("/<token>")
@public
@once
def answer(token: str) -> ResponseReturnValue:
    """Note what the guest says to the day that they saw."""
    found = _find(token)
    if found is None:
        return _over()
    form = posted.read("answer", "proposal", "meeting_id")
    said = read_answer(form)
    if said is None:
        return _page(found, form, 422)
    here, guest_id, review = desk(), found.guest.id, found.review
    try:
        row = held(here.session, review.case_id, review.id)
        guest = here.session.get(
            ReviewGuest, guest_id, populate_existing=True, with_for_update=True
        )
        guests.answer(here, row, guest or abort(404), said)
    except LookupError:
        db.forget()
        return see_other(url_for(".show", token=token))
    except (NotLawfulError, StaleDataError) as why:
        db.forget()
        form.errors[""] = str(why if isinstance(why, NotLawfulError) else review_desk.CHANGED)
        return _page(_find(token) or abort(404), form, 422)
    logins.leave_news(_("Thank you. We have your answer. You can change it here until the day."))
    return see_other(url_for(".show", token=token))


@bp.get("/<token>/meeting.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file; the link itself does not stand in it."""
    found = _find(token)
    return (
        Response(status=404)
        if found is None
        else review_desk.calendar(_view(found), "/", with_place=True)
    )


def _find(token: str) -> Invited | None:
    found = guest_links.find(db.session(), token)
    return None if found is None else Invited(token, *found)


def _view(found: Invited) -> ReviewView:
    here, review = db.session(), found.review
    return view.one(here, current_profile(), review.case_id, review.id) or abort(404)


def _over() -> ResponseReturnValue:
    """Say the same of every link that does not count."""
    return render("reviews/guest_over.html", status=404)


def _page(found: Invited, form: Posted, status: int = 200) -> ResponseReturnValue:
    review = _view(found)
    own = next((each for each in review.guests if each.row.id == found.guest.id), None)
    if own is None or review.meeting is None or review.decision is not None:
        return _over()
    return render(
        "reviews/guest.html",
        status=status,
        token=found.token,
        review=review,
        own=own,
        is_off=review.row.dropped_on is not None,
        may_answer=review.row.dropped_on is None and is_ahead(review.meeting),
        form=form,
        news=logins.take_news(),
    )
