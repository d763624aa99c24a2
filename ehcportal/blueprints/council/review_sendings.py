"""What went to guests of a review who have no account, noted by staff (guide rows S07, C09)."""

import re

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.case_reviews import found_review, step_page
from ehcportal.blueprints.review_desk import (
    Show,
    boxes,
    calendar,
    day_of,
    desk,
    held_review,
    is_ahead,
    refused,
    typed,
)
from ehcportal.models.review import SentHow, SentWhat
from ehcportal.policy import Action
from ehcportal.queries.standing import Standing
from ehcportal.services.reviews import sendings
from ehcportal.services.reviews.sendings import Sending
from ehcportal.services.reviews.standing import NotLawfulError
from ehcportal.web import once, open_case, policy, posted, see_other
from ehcportal.web.posted import Posted

bp = Blueprint(
    "review_sendings", __name__, url_prefix="/council/cases/<case_id>/reviews/<review_id>"
)

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ADDRESS = 300


@bp.get("/meeting.ics")
@policy(Action.WORK_CASE)
def meeting_file(case_id: str, review_id: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file that names neither child nor place, to be sent on."""
    open_case(case_id, to=Action.WORK_CASE)
    path = url_for("case_reviews.index", case_id=case_id)
    return calendar(found_review(case_id, review_id), path, with_place=False)


@bp.get("/guests/<guest_id>/sent")
@policy(Action.RUN_CASE)
def show(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Show what went to a guest without an account, and ask for more."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.empty(**typed("on", clock.today()))
    return _page(standing, review_id, guest_id, form)


@bp.post("/guests/<guest_id>/sent")
@policy(Action.RUN_CASE)
@once
def note(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Note something that went out by post, by hand or in another way."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("what", "how", *boxes("on"), "_version")
    sending = _read(form)
    if sending is None:
        return _page(standing, review_id, guest_id, form, 422)
    here = desk()
    try:
        sendings.note(here, held_review(here, case_id, review_id, form), guest_id, sending)
    except LookupError:
        db.forget()
        abort(404)
    except StaleDataError as why:
        return refused(form, why, _again(standing, review_id, guest_id))
    return see_other(url_for(".show", case_id=case_id, review_id=review_id, guest_id=guest_id))


@bp.post("/guests/<guest_id>/invitation")
@policy(Action.RUN_CASE)
@once
def invite(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Keep the address; to an e-mail address the invitation can go at once."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("address", "do", "_version")
    by_mail = form["do"] == "send"
    form.at_most("address", ADDRESS, _("Use %(limit)s characters or fewer", limit=ADDRESS))
    if by_mail and not MAIL.fullmatch(form["address"]):
        form.errors["address"] = _("Enter an email address, like name@example.org")
    again = _again(standing, review_id, guest_id)
    if form.errors:
        return again(form, 422)
    here = desk()
    base_url: str = current_app.extensions["settings"].base_url
    try:
        review = held_review(here, case_id, review_id, form)
        if by_mail:
            sendings.invite_by_mail(here, review, guest_id, form["address"], base_url)
        else:
            sendings.keep_address(here, review, guest_id, form["address"])
    except LookupError:
        db.forget()
        abort(404)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for(".show", case_id=case_id, review_id=review_id, guest_id=guest_id))


def _read(form: Posted) -> Sending | None:
    what = {each.value: each for each in SentWhat}.get(form["what"])
    how = {each.value: each for each in SentHow}.get(form["how"])
    on = day_of(form, "on", _("Enter the day on which it went"))
    if what is None:
        form.errors["what"] = _("Choose what went")
    if how is None:
        form.errors["how"] = _("Choose how it went")
    if on is not None and on > clock.today():
        form.errors["on-day"] = _("Enter a day that has come")
    if what is None or how is None or on is None or form.errors:
        return None
    return Sending(what, how, on)


def _again(standing: Standing, review_id: str, guest_id: str) -> Show:
    return lambda form, status: _page(standing, review_id, guest_id, form, status)


def _page(
    standing: Standing, review_id: str, guest_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    review = found_review(standing.case.id, review_id)
    guest = next((each for each in review.guests if each.row.id == guest_id), None)
    if guest is None or guest.row.account_id is not None:
        abort(404)
    sent = sendings.of_guests(db.session(), review_id).get(guest_id, [])
    return step_page(
        standing,
        review_id,
        "sent",
        form,
        status,
        guest=guest,
        sent=sent,
        is_old=sendings.is_before_change(sent, review.meeting),
        is_ahead=is_ahead(review.meeting),
    )
