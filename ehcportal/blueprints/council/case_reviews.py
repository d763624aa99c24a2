"""The reviews of a case for staff: begin one, see where it stands, stop it."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.review_desk import boxes, day_of, desk, held_review, refused
from ehcportal.domain import steps
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.phases import by_for_college, transfer_dates
from ehcportal.domain.steps import Step
from ehcportal.models.review import ReviewKind
from ehcportal.policy import Action, allows
from ehcportal.queries import case_facts, cases
from ehcportal.queries.counting import case_journey
from ehcportal.queries.reviews import places, view
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.queries.standing import Standing
from ehcportal.services.reviews import beginning, sendings
from ehcportal.services.reviews.beginning import Begun
from ehcportal.services.reviews.standing import NotLawfulError
from ehcportal.web import (
    current_person,
    current_profile,
    logins,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("case_reviews", __name__, url_prefix="/council/cases/<case_id>/reviews")


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show every review of the case, and begin one where that is lawful."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _index(standing, posted.empty(kind=ReviewKind.ANNUAL))


@bp.post("")
@policy(Action.RUN_CASE)
@once
def begin(case_id: str) -> ResponseReturnValue:
    """Begin a review."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("kind", "setting", *boxes("due"), *boxes("moves"), long=("reason",))
    begun = _begun(form, standing)
    if begun is None:
        return _index(standing, form, 422)
    try:
        made = beginning.begin(desk(), case_id, begun)
    except NotLawfulError as why:
        return refused(form, why, lambda form, status: _index(standing, form, status))
    return see_other(url_for(".show", case_id=case_id, review_id=made.id))


@bp.get("/<review_id>")
@policy(Action.WORK_CASE)
def show(case_id: str, review_id: str) -> ResponseReturnValue:
    """Show one review: its dates, its meeting, who comes, what was written, what is next."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return review_page(standing, review_id, posted.empty())


@bp.get("/<review_id>/stop")
@policy(Action.RUN_CASE)
def ask_to_stop(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask why the review is stopped."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return step_page(standing, review_id, "stop", posted.empty())


@bp.post("/<review_id>/stop")
@policy(Action.RUN_CASE)
@once
def stop(case_id: str, review_id: str) -> ResponseReturnValue:
    """Stop a review that should not have begun."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", long=("reason",))
    form.require("reason", _("Write why the review is stopped"))
    form.at_most("reason", 2000, _("Write this in up to 2000 characters"))

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return step_page(standing, review_id, "stop", form, status)

    if form.errors:
        return again(form, 422)
    here = desk()
    try:
        beginning.stop(here, held_review(here, case_id, review_id, form), form["reason"])
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for(".index", case_id=case_id))


def found_review(case_id: str, review_id: str) -> ReviewView:
    """Return a review of the case, or answer 404; read once for a page that changes nothing."""
    if request.method != "GET":
        return _read(case_id, review_id)
    known: dict[str, ReviewView] = g.setdefault("reviews", {})
    if review_id not in known:
        known[review_id] = _read(case_id, review_id)
    return known[review_id]


def _read(case_id: str, review_id: str) -> ReviewView:
    return view.one(db.session(), current_profile(), case_id, review_id) or abort(404)


def review_page(
    standing: Standing, review_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    """Show the page of one review."""
    case_id, review = standing.case.id, found_review(standing.case.id, review_id)
    facts = case_facts.for_case(db.session(), case_id)
    return render(
        "council/reviews/show.html",
        status=status,
        head=cases.head(db.session(), case_id),
        review=review,
        without_report=_without_report(review),
        may_run=_may_run(standing),
        form=form,
        decide=_why_not(facts, Step.DECIDE_REVIEW),
        keep=_why_not(facts, Step.KEEP_AFTER_ALL),
        news=logins.take_news(),
    )


def _without_report(review: ReviewView) -> list[str]:
    """Return the guests without an account to whom the report did not go yet (Reg 20(9))."""
    outside = [each.row.id for each in review.guests if each.row.account_id is None]
    if review.row.report_on is None or not outside:
        return []
    sent = sendings.of_guests(db.session(), review.row.id)
    has_it = {key for key, found in sent.items() if any(each.what == "report" for each in found)}
    return [each for each in outside if each not in has_it]


def step_page(
    standing: Standing, review_id: str, name: str, form: Posted, status: int = 200, **more: Any
) -> ResponseReturnValue:
    """Show the page of one step of a review, with what was typed."""
    case_id = standing.case.id
    return render(
        f"council/reviews/{name}.html",
        status=status,
        head=cases.head(db.session(), case_id),
        review=found_review(case_id, review_id),
        form=form,
        **more,
    )


def may(case_id: str, step: Step) -> str:
    """Return why a step is not lawful now; empty words when it is."""
    return _why_not(case_facts.for_case(db.session(), case_id), step)


def _why_not(facts: CaseFacts, step: Step) -> str:
    dates = case_journey(facts, current_profile(), clock.today()).dates
    return steps.may(
        facts, step, dates.today, dates.counting, bank_holidays=dates.bank_holidays
    ).why_not


def _may_run(standing: Standing) -> bool:
    return allows(current_person().actor, Action.RUN_CASE, standing.relations)


def _index(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    facts = case_facts.for_case(session, case_id)
    dates = case_journey(facts, current_profile(), clock.today()).dates
    by = facts.phase_transfer_by
    return render(
        "council/reviews/case.html",
        status=status,
        head=cases.head(session, case_id),
        reviews=view.of_case(session, case_id),
        dates=dates,
        why_not=_why_not(facts, Step.ARRANGE_REVIEW),
        transfer=transfer_dates(by) if by else None,
        settings=places.of_child(session, standing.case.person_id),
        may_run=_may_run(standing),
        form=form,
    )


def _begun(form: Posted, standing: Standing) -> Begun | None:
    kind = {each.value: each for each in ReviewKind}.get(form["kind"])
    if kind is None:
        form.errors["kind"] = _("Choose what kind of review it is")
    if kind is ReviewKind.EARLY:
        form.require("reason", _("Write why the review is early"))
    form.at_most("reason", 2000, _("Write this in up to 2000 characters"))
    due_on = _due_on(form, standing) if kind is ReviewKind.PHASE_TRANSFER else None
    known = {each.id for each in places.of_child(db.session(), standing.case.person_id)}
    setting_id = form["setting"] or None
    if setting_id is not None and setting_id not in known:
        form.errors["setting"] = _("Choose who holds the meeting")
    if kind is None or form.errors:
        return None
    return Begun(kind, form["reason"], due_on, setting_id)


def _due_on(form: Posted, standing: Standing) -> date | None:
    """Return the day before which the plan must be changed: as typed, else by age and school.

    Of a move between colleges the day of the move is typed instead.
    """
    if any(form[each] for each in boxes("moves")):
        moves_on = day_of(form, "moves", _("Enter a day that is in the calendar"))
        return by_for_college(moves_on) if moves_on else None
    if not any(form[each] for each in boxes("due")):
        by = case_facts.for_case(db.session(), standing.case.id).phase_transfer_by
        if by is None:
            form.errors["due-day"] = _("Enter the day before which the plan must be changed")
        return by
    return day_of(form, "due", _("Enter a day that is in the calendar"))
