"""The setting that holds a review invites somebody without an account, by e-mail (Reg 20(2))."""

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.review_desk import desk, held_review, is_ahead, refused
from ehcportal.blueprints.review_fields import other_guest
from ehcportal.blueprints.setting.pupils import Pupil
from ehcportal.blueprints.setting.reviews import held_here, review_of
from ehcportal.forms.fields.email import is_address
from ehcportal.models.review import ReviewGuest
from ehcportal.policy import Action
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.services.reviews import guests, sendings
from ehcportal.services.reviews.standing import Desk, NotLawfulError, ReasonNeededError
from ehcportal.web import once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint(
    "pupil_review_guests",
    __name__,
    url_prefix="/settings/pupils/<case_id>/reviews/<review_id>/guests",
)
SOON = "The meeting is in less than two weeks. Say why at its day and place first."


@bp.get("")
@policy(Action.HOLD_REVIEW)
def edit(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask who is invited, and to which address."""
    return _page(*held_here(case_id, review_id), posted.empty())


@bp.post("")
@policy(Action.HOLD_REVIEW)
@once
def invite(case_id: str, review_id: str) -> ResponseReturnValue:
    """Invite somebody, or send the invitation again after the day was changed."""
    pupil = held_here(case_id, review_id)[0]
    form = posted.read("other-role", "other-name", "other-service", "email", "guest", "_version")

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _page(pupil, review_of(case_id, review_id), form, status)

    wanted = None if form["guest"] else other_guest(form)
    if not form["guest"] and not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    if form.errors:
        return again(form, 422)
    here = desk()
    try:
        review = held_review(here, case_id, review_id, form)
        row = guests.invite(here, review, [wanted])[0] if wanted else _known(here, form["guest"])
        address = form["email"] or row.address
        base_url: str = current_app.extensions["settings"].base_url
        sendings.invite_by_mail(here, review, row.id, address, base_url)
    except LookupError:
        db.forget()
        abort(404)
    except ReasonNeededError:
        return refused(form, ReasonNeededError(_(SOON)), again)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for(".edit", case_id=case_id, review_id=review_id))


def _known(here: Desk, guest_id: str) -> ReviewGuest:
    row = here.session.get(ReviewGuest, guest_id)
    if row is None or not is_address(row.address):
        raise LookupError(guest_id)
    return row


def _page(pupil: Pupil, review: ReviewView, form: Posted, status: int = 200) -> ResponseReturnValue:
    if not is_ahead(review.meeting) or review.decision is not None:
        abort(404)
    sent = sendings.of_guests(db.session(), review.row.id)
    outside = [each for each in review.guests if each.row.account_id is None]
    return render(
        "setting/review_guests.html",
        status=status,
        head=pupil.head,
        review=review,
        outside=[
            (each, sendings.is_before_change(sent.get(each.row.id, []), review.meeting))
            for each in outside
        ],
        form=form,
    )
