"""The reviews of a case for its family: invitation, views, papers, report, decision (row S07)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints import review_desk
from ehcportal.blueprints.family.case_pages import CasePage, open_page
from ehcportal.blueprints.review_desk import file_of, is_ahead, paper_of
from ehcportal.policy import Action, Relation
from ehcportal.queries import access
from ehcportal.queries.reviews import readers, view
from ehcportal.queries.reviews.stopped import called_off
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.queries.reviews.written import PaperLine, Written
from ehcportal.services.reviews import asking
from ehcportal.web import current_person, current_profile, once, policy, posted, render
from ehcportal.web.posted import Posted

bp = Blueprint("family_reviews", __name__, url_prefix="/cases/<case_id>/reviews")


@bp.get("")
@policy(Action.SEE_REVIEWS)
def index(case_id: str) -> ResponseReturnValue:
    """Show the review that runs, or the last one."""
    return _page(open_page(case_id, to=Action.SEE_REVIEWS), posted.empty())


@bp.post("/<review_id>/answer")
@policy(Action.SEE_REVIEWS)
@once
def answer(case_id: str, review_id: str) -> ResponseReturnValue:
    """Say whether one comes, or ask for another day."""
    page = open_page(case_id, to=Action.SEE_REVIEWS)
    done = url_for(".index", case_id=case_id)
    return review_desk.take_answer(_review(case_id, review_id), _again(page), done)


@bp.post("/<review_id>/views")
@policy(Action.SEE_REVIEWS)
@once
def write(case_id: str, review_id: str) -> ResponseReturnValue:
    """Lead somebody who is invited to the form for their views."""
    page = open_page(case_id, to=Action.SEE_REVIEWS)
    review = _review(case_id, review_id)
    if not _may_write(review):
        abort(404)
    return review_desk.write(review, _form_of(page), _again(page))


@bp.get("/<review_id>/meeting.ics")
@policy(Action.SEE_REVIEWS)
def calendar(case_id: str, review_id: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file."""
    page = open_page(case_id, to=Action.SEE_REVIEWS)
    path = url_for(".index", case_id=case_id)
    found = _review(case_id, review_id, stopped_too=True)
    return review_desk.calendar(found, path, with_place=_knows_where(page))


@bp.get("/<review_id>/papers/<paper_id>")
@policy(Action.SEE_REVIEWS)
def paper(case_id: str, review_id: str, paper_id: str) -> ResponseReturnValue:
    """Read one's own views, or what a professional wrote and sent round."""
    page = open_page(case_id, to=Action.SEE_REVIEWS)
    review = _review(case_id, review_id)
    found = readers.for_family(review, current_person().account_id)
    return render(
        "family/review_paper.html", here=page, review=review, sent=paper_of(found, paper_id)
    )


@bp.get("/<review_id>/papers/<paper_id>/files/<file_id>")
@policy(Action.SEE_REVIEWS)
def file(case_id: str, review_id: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    """Open a file that came with it."""
    open_page(case_id, to=Action.SEE_REVIEWS)
    found = readers.for_family(_review(case_id, review_id), current_person().account_id)
    return file_of(found, paper_id, file_id, case_id)


def _review(case_id: str, review_id: str, *, stopped_too: bool = False) -> ReviewView:
    found = view.one(db.session(), current_profile(), case_id, review_id)
    if found is None or (found.row.dropped_on and not stopped_too):
        abort(404)
    return found


def _again(page: CasePage) -> review_desk.Show:
    return lambda form, status: _page(page, form, status)


def _page(page: CasePage, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, who = db.session(), current_person().account_id
    review = view.newest(session, current_profile(), page.case_id)
    own = review.guest_of(who) if review else None
    return render(
        "family/reviews.html",
        status=status,
        here=page,
        review=review,
        own=own,
        may_answer=own is not None and review is not None and is_ahead(review.meeting),
        may_write=own is not None and review is not None and _may_write(review),
        papers=readers.for_family(review, who) if review else [],
        earlier=_earlier(review, who),
        knows_where=_knows_where(page),
        called_off=None if review else called_off(session, page.case_id),
        form=form,
    )


def _earlier(review: ReviewView | None, who: str) -> list[tuple[Written, list[PaperLine]]]:
    """Return the reviews before, with what this person reads of them."""
    before = review.before if review else ()
    told = [(each, readers.for_family(each, who)) for each in before]
    return [(each, lines) for each, lines in told if lines]


def _may_write(review: ReviewView) -> bool:
    """Whether views can still be written: until the decision."""
    return review.decision is None


def _form_of(page: CasePage) -> str:
    if Relation.YOUNG_PERSON in page.standing.relations:
        return asking.CHILD_VIEWS
    return asking.PARENT_VIEWS


def _knows_where(page: CasePage) -> bool:
    return access.own(db.session(), page.standing).knows_where
