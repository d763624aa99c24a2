"""What was written for a review, the report, and answers by telephone, for staff."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints import review_desk
from ehcportal.blueprints.council.case_reviews import found_review, review_page, step_page
from ehcportal.blueprints.review_desk import (
    desk,
    held_review,
    paper_of,
    read_answer,
    refused,
    write,
)
from ehcportal.policy import Action
from ehcportal.queries import cases
from ehcportal.queries.reviews import rows
from ehcportal.queries.standing import Standing
from ehcportal.services.reviews import asking, guests
from ehcportal.services.reviews.standing import NotLawfulError
from ehcportal.web import once, open_case, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("review_papers", __name__, url_prefix="/council/cases/<case_id>/reviews/<review_id>")


@bp.get("/papers/<paper_id>")
@policy(Action.WORK_CASE)
def paper(case_id: str, review_id: str, paper_id: str) -> ResponseReturnValue:
    """Read what somebody wrote for the review."""
    open_case(case_id, to=Action.WORK_CASE)
    review = found_review(case_id, review_id)
    return render(
        "council/reviews/paper.html",
        head=cases.head(db.session(), case_id),
        review=review,
        sent=paper_of(review.papers, paper_id, staff=True),
    )


@bp.post("/report")
@policy(Action.RUN_CASE)
@once
def write_report(case_id: str, review_id: str) -> ResponseReturnValue:
    """Write the report oneself: where no setting is attended, the council does (Regulation 21)."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    review = found_review(case_id, review_id)
    if not review.is_held:
        abort(404)
    return write(
        review, asking.REPORT, lambda form, status: review_page(standing, review_id, form, status)
    )


@bp.get("/guests/<guest_id>/answer")
@policy(Action.RUN_CASE)
def edit_answer(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Ask what somebody said by telephone or letter."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _answer_page(standing, review_id, guest_id, posted.empty())


@bp.post("/guests/<guest_id>/answer")
@policy(Action.RUN_CASE)
@once
def note_answer(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Note what somebody said by telephone or letter."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("answer", "proposal", "meeting_id", "_version")

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _answer_page(standing, review_id, guest_id, form, status)

    said = read_answer(form)
    if said is None:
        return again(form, 422)
    here = desk()
    try:
        review = held_review(here, case_id, review_id, form)
        guest = next(
            (each for each in rows.guests(here.session, review_id) if each.id == guest_id), None
        )
        if guest is None:
            raise LookupError
        guests.answer(here, review, guest, said)
    except LookupError:
        db.forget()
        abort(404)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for("case_reviews.show", case_id=case_id, review_id=review_id))


@bp.post("/guests/<guest_id>/day-stays")
@policy(Action.RUN_CASE)
@once
def keep_day(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Tell somebody who asked for another day why the day stays."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return review_desk.keep_day(
        found_review(case_id, review_id),
        guest_id,
        lambda form, status: review_page(standing, review_id, form, status),
        url_for("case_reviews.show", case_id=case_id, review_id=review_id),
    )


def _answer_page(
    standing: Standing, review_id: str, guest_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    review = found_review(standing.case.id, review_id)
    guest = next((each for each in review.guests if each.row.id == guest_id), None)
    if guest is None or review.meeting is None:
        abort(404)
    return step_page(standing, review_id, "answer", form, status, guest=guest)
