"""The day of a review meeting, set by the setting that holds it (Regulation 20(1))."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints import review_fields
from ehcportal.blueprints.review_desk import SHORT, desk, held_review, refused
from ehcportal.blueprints.setting.pupils import Pupil
from ehcportal.blueprints.setting.reviews import held_here, review_of
from ehcportal.policy import Action
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.services.reviews import meetings
from ehcportal.services.reviews.standing import NotLawfulError, ReasonNeededError
from ehcportal.web import once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint(
    "pupil_review_meeting",
    __name__,
    url_prefix="/settings/pupils/<case_id>/reviews/<review_id>/meeting",
)


@bp.get("")
@policy(Action.HOLD_REVIEW)
def edit(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask when and where people meet."""
    pupil, review = held_here(case_id, review_id)
    return _page(pupil, review, review_fields.meeting_form(review))


@bp.post("")
@policy(Action.HOLD_REVIEW)
@once
def set_meeting(case_id: str, review_id: str) -> ResponseReturnValue:
    """Set the day, or another one; everybody invited is told."""
    pupil = held_here(case_id, review_id)[0]
    form = posted.read(*review_fields.MEETING, long=("short_notice_reason",))

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _page(pupil, review_of(case_id, review_id), form, status)

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
    return see_other(url_for("pupil_reviews.index", case_id=case_id))


def _page(pupil: Pupil, review: ReviewView, form: Posted, status: int = 200) -> ResponseReturnValue:
    if review.is_held or review.decision is not None:
        abort(404)
    return render(
        "setting/review_meeting.html",
        status=status,
        head=pupil.head,
        review=review,
        form=form,
    )
