"""Reviews of a setting's pupils: which are due, and each one, held by the setting (row S07)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints import review_desk, review_fields
from ehcportal.blueprints.review_desk import (
    LATE,
    boxes,
    desk,
    file_of,
    held_review,
    is_ahead,
    paper_of,
    refused,
    typed,
)
from ehcportal.blueprints.setting.pupils import Pupil, open_pupil
from ehcportal.domain.phases import Term, term_of
from ehcportal.policy import Action
from ehcportal.queries import case_facts
from ehcportal.queries.counting import case_journey
from ehcportal.queries.reviews import lists, readers, view
from ehcportal.queries.reviews.lists import DueReview
from ehcportal.queries.reviews.stopped import called_off
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.queries.reviews.written import PaperLine, Written
from ehcportal.services.reviews import asking, meetings, papers
from ehcportal.services.reviews.standing import NotLawfulError, ReasonNeededError
from ehcportal.web import (
    current_person,
    current_profile,
    once,
    open_case,
    open_setting,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("pupil_reviews", __name__, url_prefix="/settings")
OF_PUPIL = "/pupils/<case_id>/reviews"


@bp.get("/<setting_id>/reviews")
@policy(Action.SEE_PUPILS)
def due(setting_id: str) -> ResponseReturnValue:
    """List the reviews of the setting's pupils that are due in this term and the next."""
    setting = open_setting(setting_id, to=Action.SEE_PUPILS).setting
    now = term_of(clock.today())
    parts = [
        (now, [*_overdue(setting_id, now), *_due(setting_id, now)]),
        (now.next, _due(setting_id, now.next)),
    ]
    for each in [line for _term, lines in parts for line in lines]:
        note_reading(Action.SEE_PUPILS.value, "case", each.case_id, case_id=each.case_id)
    return render("setting/reviews.html", setting=setting, parts=parts)


def _due(setting_id: str, term: Term) -> list[DueReview]:
    found = lists.due(db.session(), term, setting_id=setting_id, most=lists.OF_SETTING)
    return list(found.rows)


def _overdue(setting_id: str, term: Term) -> list[DueReview]:
    before, most = term.first, lists.OF_SETTING
    return list(lists.overdue(db.session(), before, setting_id=setting_id, most=most).rows)


@bp.get(OF_PUPIL)
@policy(Action.SEE_PUPIL)
def index(case_id: str) -> ResponseReturnValue:
    """Show the review of a pupil that runs, or the last one."""
    return _page(open_pupil(case_id), posted.empty())


@bp.post(f"{OF_PUPIL}/<review_id>/answer")
@policy(Action.HOLD_REVIEW)
@once
def answer(case_id: str, review_id: str) -> ResponseReturnValue:
    """Say whether one comes, or ask for another day."""
    pupil = _open(case_id)
    done = url_for(".index", case_id=case_id)
    return review_desk.take_answer(review_of(case_id, review_id), _again(pupil), done)


@bp.post(f"{OF_PUPIL}/<review_id>/guests/<guest_id>/day-stays")
@policy(Action.HOLD_REVIEW)
@once
def keep_day(case_id: str, review_id: str, guest_id: str) -> ResponseReturnValue:
    """Tell somebody who asked for another day why the day stays."""
    pupil, review = held_here(case_id, review_id)
    done = url_for(".index", case_id=case_id)
    return review_desk.keep_day(review, guest_id, _again(pupil), done)


@bp.post(f"{OF_PUPIL}/<review_id>/write")
@policy(Action.HOLD_REVIEW)
@once
def write(case_id: str, review_id: str) -> ResponseReturnValue:
    """Lead to the form for the setting's advice or, after the meeting, for the report."""
    pupil, review = _open(case_id), review_of(case_id, review_id)
    if review.decision is not None:
        abort(404)
    form_id = asking.REPORT if review.is_held else asking.ADVICE
    return review_desk.write(review, form_id, _again(pupil))


@bp.post(f"{OF_PUPIL}/<review_id>/circulation")
@policy(Action.HOLD_REVIEW)
@once
def circulate(case_id: str, review_id: str) -> ResponseReturnValue:
    """Send what came to everybody invited."""
    again = _again(held_here(case_id, review_id)[0])
    form, here = posted.read("_version", long=("late_reason",)), desk()
    try:
        review = held_review(here, case_id, review_id, form)
        papers.circulate(here, review, form["late_reason"][:2000])
    except ReasonNeededError:
        db.forget()
        form.errors["late_reason"] = str(LATE)
        return again(form, 422)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for(".index", case_id=case_id))


@bp.post(f"{OF_PUPIL}/<review_id>/attendance")
@policy(Action.HOLD_REVIEW)
@once
def hold(case_id: str, review_id: str) -> ResponseReturnValue:
    """Note when the meeting was held, and who came."""
    pupil, shown = held_here(case_id, review_id)
    again, known = _again(pupil), [each.row.id for each in shown.guests]
    form = posted.read(*boxes("held"), *(f"came-{each}" for each in known), "_version")
    held_on = review_fields.read_held(form)
    if held_on is None:
        return again(form, 422)
    came = {each for each in known if form[f"came-{each}"] == "yes"}
    here = desk()
    try:
        meetings.hold(here, held_review(here, case_id, review_id, form), held_on, came)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for(".index", case_id=case_id))


@bp.get(f"{OF_PUPIL}/<review_id>/meeting.ics")
@policy(Action.SEE_PUPIL)
def calendar(case_id: str, review_id: str) -> ResponseReturnValue:
    """Give the meeting as a calendar file."""
    open_pupil(case_id)
    path = url_for(".index", case_id=case_id)
    found = review_of(case_id, review_id, stopped_too=True)
    return review_desk.calendar(found, path, with_place=True)


@bp.get(f"{OF_PUPIL}/<review_id>/papers/<paper_id>")
@policy(Action.SEE_PUPIL)
def paper(case_id: str, review_id: str, paper_id: str) -> ResponseReturnValue:
    """Read what somebody wrote for the review."""
    pupil, review = open_pupil(case_id), review_of(case_id, review_id)
    found = _papers(pupil, review)
    return render(
        "setting/review_paper.html", head=pupil.head, sent=paper_of(found, paper_id),
        back=url_for(".index", case_id=case_id),
    )  # fmt: skip


@bp.get(f"{OF_PUPIL}/<review_id>/papers/<paper_id>/files/<file_id>")
@policy(Action.SEE_PUPIL)
def file(case_id: str, review_id: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    """Open a file that came with it."""
    pupil, review = open_pupil(case_id), review_of(case_id, review_id)
    return file_of(_papers(pupil, review), paper_id, file_id, case_id)


def _open(case_id: str) -> Pupil:
    open_case(case_id, to=Action.HOLD_REVIEW)
    return open_pupil(case_id)


def held_here(case_id: str, review_id: str) -> tuple[Pupil, ReviewView]:
    """Open a pupil's review that this setting holds, or answer 404."""
    pupil, review = _open(case_id), review_of(case_id, review_id)
    if review.row.setting_id != pupil.place.setting_id:
        abort(404)
    return pupil, review


def review_of(case_id: str, review_id: str, *, stopped_too: bool = False) -> ReviewView:
    """Return a review of the case, one that was not stopped, or answer 404."""
    found = view.one(db.session(), current_profile(), case_id, review_id)
    if found is None or (found.row.dropped_on and not stopped_too):
        abort(404)
    return found


def _papers(pupil: Pupil, review: ReviewView) -> list[PaperLine]:
    """Return what this setting reads: who holds the meeting reads what came before it goes out."""
    who = current_person().account_id
    holds = review.row.setting_id == pupil.place.setting_id
    if holds:
        return readers.for_setting(review, who)
    return readers.for_adviser(review, who) if review.guest_of(who) else []


def _earlier(
    pupil: Pupil, review: ReviewView | None, who: str
) -> list[tuple[Written, list[PaperLine]]]:
    """Return the reviews before that this setting held, with what it reads of them."""
    own = pupil.place.setting_id
    held = [each for each in (review.before if review else ()) if each.setting_id == own]
    told = [(each, readers.for_setting(each, who)) for each in held]
    return [(each, lines) for each, lines in told if lines]


def _again(pupil: Pupil) -> review_desk.Show:
    return lambda form, status: _page(pupil, form, status)


def _page(pupil: Pupil, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, who = db.session(), current_person().account_id
    case_id = pupil.head.case_id
    review = view.newest(session, current_profile(), case_id)
    facts = case_facts.for_case(session, case_id)
    if review is not None and review.meeting and not form.values:
        form = posted.empty(**typed("held", review.meeting.on))
    return render(
        "setting/review.html",
        status=status,
        head=pupil.head,
        place=pupil.place,
        dates=case_journey(facts, current_profile(), clock.today()).dates,
        review=review,
        own=review.guest_of(who) if review else None,
        may_answer=review is not None and is_ahead(review.meeting),
        holds=review is not None and review.row.setting_id == pupil.place.setting_id,
        papers=_papers(pupil, review) if review else [],
        earlier=_earlier(pupil, review, who),
        called_off=None if review else called_off(session, case_id),
        form=form,
    )
