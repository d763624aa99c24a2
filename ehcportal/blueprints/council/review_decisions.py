"""The decision after a review, with its letter; and leaving a plan as it is after all."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.case_reviews import found_review, may, step_page
from ehcportal.blueprints.review_desk import desk, held_review, refused
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.steps import Step
from ehcportal.policy import Action
from ehcportal.queries import document_readers
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.queries.standing import Standing
from ehcportal.services.reviews import deciding
from ehcportal.services.reviews.deciding import OUTCOMES, Decided
from ehcportal.services.reviews.standing import NotLawfulError
from ehcportal.web import once, open_case, policy, posted, see_other
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.posted import Posted

bp = Blueprint(
    "review_decisions", __name__, url_prefix="/council/cases/<case_id>/reviews/<review_id>"
)

MOST = 8000


@bp.get("/decision")
@policy(Action.DECIDE_CASE)
def edit(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask what is decided after the review."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    return _page(standing, review_id, "decision", posted.empty())


@bp.post("/decision")
@policy(Action.DECIDE_CASE)
@once
def decide(case_id: str, review_id: str) -> ResponseReturnValue:
    """Decide: keep, change or end the plan. The letter goes out in the same moment."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("outcome", "_version", *FIELDS, long=("reason",))

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _page(standing, review_id, "decision", form, status)

    decided, review = _decided(form), found_review(case_id, review_id)
    if decided is None or may(case_id, Step.DECIDE_REVIEW):
        return again(form, 422)
    key = f"review_{decided.outcome.value}"
    letter = ready(standing.case, key, _values(review, decided.reason), form, to_setting=True)
    if letter is None:
        return again(form, 422)
    here = desk()
    try:
        deciding.decide(here, held_review(here, case_id, review_id, form), decided, letter)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for("case_reviews.show", case_id=case_id, review_id=review_id))


@bp.get("/keep")
@policy(Action.DECIDE_CASE)
def ask_to_keep(case_id: str, review_id: str) -> ResponseReturnValue:
    """Ask why the plan stays as it is although changes were proposed."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    return _page(standing, review_id, "keep", posted.empty())


@bp.post("/keep")
@policy(Action.DECIDE_CASE)
@once
def keep(case_id: str, review_id: str) -> ResponseReturnValue:
    """Leave the plan as it is, with the letter that says why and how to appeal (Reg 22(5))."""
    standing = open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("_version", *FIELDS, long=("reason",))

    def again(form: Posted, status: int) -> ResponseReturnValue:
        return _page(standing, review_id, "keep", form, status)

    _reason(form)
    review = found_review(case_id, review_id)
    if form.errors or may(case_id, Step.KEEP_AFTER_ALL):
        return again(form, 422)
    letter = ready(
        standing.case, "review_kept", _values(review, form["reason"]), form, to_setting=True
    )
    if letter is None:
        return again(form, 422)
    here = desk()
    try:
        held = held_review(here, case_id, review_id, form)
        deciding.keep_after_all(here, held, form["reason"], letter)
    except (NotLawfulError, StaleDataError) as why:
        return refused(form, why, again)
    return see_other(url_for("case_reviews.show", case_id=case_id, review_id=review_id))


STEPS = {"decision": Step.DECIDE_REVIEW, "keep": Step.KEEP_AFTER_ALL}


def _page(
    standing: Standing, review_id: str, name: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    why_not = may(standing.case.id, STEPS[name])
    readers = document_readers.readers(db.session(), standing.case)
    return step_page(standing, review_id, name, form, status, why_not=why_not, readers=readers)


def _decided(form: Posted) -> Decided | None:
    outcome = {each.value: each for each in OUTCOMES}.get(form["outcome"])
    if outcome is None:
        form.errors["outcome"] = _("Choose what you decide")
    _reason(form)
    return None if outcome is None or form.errors else Decided(outcome, form["reason"])


def _reason(form: Posted) -> None:
    form.require("reason", _("Write why, so that the family understands it"))
    form.at_most("reason", MOST, _("Write this in up to 8000 characters"))
    if form["sure"] != "yes":
        form.errors["sure"] = _("Tick the box to say that this goes out today")


def _values(review: ReviewView, reason: str) -> dict[str, str]:
    """Return what the letters of a review say besides the facts of the case."""
    found = {"decided_on": date_words(clock.today()), "reasons": reason}
    if review.meeting is not None and review.dates is not None:
        found["met_on"] = date_words(review.meeting.on)
        found["decision_due"] = weekday_words(review.dates.decision.due_on)
    if review.last_of_all is not None:
        found["changed_plan_due"] = weekday_words(review.last_of_all.due_on)
    return found
