"""A review for a professional who is invited to it as an adviser of the case (row S07)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints import review_desk
from ehcportal.blueprints.review_desk import file_of, is_ahead, paper_of
from ehcportal.policy import Action
from ehcportal.queries import cases
from ehcportal.queries.reviews import readers, view
from ehcportal.queries.reviews.view import ReviewView
from ehcportal.services.reviews import asking
from ehcportal.web import (
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    render,
)
from ehcportal.web.posted import Posted

bp = Blueprint("adviser_review", __name__, url_prefix="/advice/<case_id>/review")


@bp.get("")
@policy(Action.SEE_OWN_ADVICE)
def show(case_id: str) -> ResponseReturnValue:
    """Show the review to which one is invited."""
    return _page(_open(case_id), posted.empty())


@bp.post("/answer")
@policy(Action.SEE_OWN_ADVICE)
@once
def answer(case_id: str) -> ResponseReturnValue:
    """Say whether one comes, or ask for another day."""
    review = _open(case_id)
    done = url_for(".show", case_id=case_id)
    return review_desk.take_answer(review, _again(review), done)


@bp.post("/write")
@policy(Action.SEE_OWN_ADVICE)
@once
def write(case_id: str) -> ResponseReturnValue:
    """Lead to the form for advice."""
    review = _open(case_id)
    if review.decision is not None:
        abort(404)
    return review_desk.write(review, asking.ADVICE, _again(review))


@bp.get("/meeting.ics")
@policy(Action.SEE_OWN_ADVICE)
def calendar(case_id: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file."""
    path = url_for(".show", case_id=case_id)
    return review_desk.calendar(_open(case_id), path, with_place=True)


@bp.get("/papers/<paper_id>")
@policy(Action.SEE_OWN_ADVICE)
def paper(case_id: str, paper_id: str) -> ResponseReturnValue:
    """Read what went to everybody invited, or what one wrote oneself."""
    found = readers.for_adviser(_open(case_id), current_person().account_id)
    return render(
        "setting/review_paper.html",
        head=cases.head(db.session(), case_id),
        sent=paper_of(found, paper_id),
        back=url_for(".show", case_id=case_id),
    )


@bp.get("/papers/<paper_id>/files/<file_id>")
@policy(Action.SEE_OWN_ADVICE)
def file(case_id: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    """Open a file that came with it."""
    found = readers.for_adviser(_open(case_id), current_person().account_id)
    return file_of(found, paper_id, file_id, case_id)


def _open(case_id: str) -> ReviewView:
    """Open the review of a case for somebody who is invited to it, or answer 404."""
    case = open_case(case_id, to=Action.SEE_OWN_ADVICE).case
    found = view.newest(db.session(), current_profile(), case_id)
    if found is None or case.ended_on or found.guest_of(current_person().account_id) is None:
        abort(404)
    return found


def _again(review: ReviewView) -> review_desk.Show:
    return lambda form, status: _page(review, form, status)


def _page(review: ReviewView, form: Posted, status: int = 200) -> ResponseReturnValue:
    who = current_person().account_id
    return render(
        "advice/review.html",
        status=status,
        head=cases.head(db.session(), review.row.case_id),
        review=review,
        own=review.guest_of(who),
        may_answer=is_ahead(review.meeting),
        papers=readers.for_adviser(review, who),
        form=form,
    )
