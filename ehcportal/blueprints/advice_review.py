"""A review for a professional who is invited to it as an adviser of the case (row S07)."""

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints import review_desk
from ehcportal.blueprints.review_desk import file_of, is_ahead, paper_of
from ehcportal.models.review import PaperKind
from ehcportal.policy import Action
from ehcportal.queries import case_documents, cases, plans
from ehcportal.queries.plans import Head
from ehcportal.queries.reviews import readers, rows, view
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.services.reviews import asking
from ehcportal.web import (
    current_person,
    current_profile,
    once,
    open_case,
    plan_reading,
    policy,
    posted,
    render,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

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


@bp.get("/report")
@policy(Action.READ_FOR_REVIEW)
def report(case_id: str) -> ResponseReturnValue:
    """Give out the report as the document that family and setting read (Regulation 20(9))."""
    found = report_of(_open(case_id, Action.READ_FOR_REVIEW)) or abort(404)
    return _document(case_id, found)


@bp.get("/plan")
@policy(Action.READ_FOR_REVIEW)
def plan(case_id: str) -> ResponseReturnValue:
    """Show the plan in force, which the review is about (Regulation 20(5))."""
    _invited(case_id)
    head = _in_force(case_id)
    note_reading("read_plan", "plan_version", head.id, case_id=case_id)
    return render(
        "advice/review_plan.html",
        head=cases.head(db.session(), case_id),
        plan=plan_reading.shown(head),
        has_paper=head.document_id is not None,
    )


@bp.get("/plan/paper")
@policy(Action.READ_FOR_REVIEW)
def plan_paper(case_id: str) -> ResponseReturnValue:
    """Give out the plan in force as it was sent."""
    _invited(case_id)
    return _document(case_id, _in_force(case_id).document_id or abort(404))


def _in_force(case_id: str) -> Head:
    return plans.in_force(db.session(), case_id) or abort(404)


def _document(case_id: str, document_id: str) -> Response:
    found = case_documents.versions(db.session(), document_id)
    if not found:
        abort(404)
    note_reading("read_file", "stored_file", found[0].file.id, case_id=case_id)
    return hand_out(found[0].file, found[0].name, to_read=True)


def report_of(review: ReviewView) -> str | None:
    """Return the document that was made of the newest report, once it is filed."""
    filed = [each.document_id for each in review.papers if each.kind is PaperKind.REPORT]
    return next((each for each in reversed(filed) if each), None)


def _open(case_id: str, to: Action = Action.SEE_OWN_ADVICE) -> ReviewView:
    """Open the review of a case for somebody who is invited to it, or answer 404."""
    case = open_case(case_id, to=to).case
    found = view.newest(db.session(), current_profile(), case_id)
    if found is None or case.ended_on or found.guest_of(current_person().account_id) is None:
        abort(404)
    return found


def _invited(case_id: str) -> None:
    """Let somebody read who is invited to the review of a case, or answer 404."""
    case, who = open_case(case_id, to=Action.READ_FOR_REVIEW).case, current_person().account_id
    if case.ended_on or not rows.is_invited(db.session(), case_id, who):
        abort(404)


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
        has_report=report_of(review) is not None,
        has_plan=plans.in_force(db.session(), review.row.case_id) is not None,
        form=form,
    )
