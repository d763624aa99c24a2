"""The end of a case, with its reason; a withdrawal, a death; and a new case of the same child."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, away, page, to_ending, version_of
from ehcportal.domain import endsteps
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.facts import Ending
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.policy import Action, allows
from ehcportal.queries import case_facts, plan_endings
from ehcportal.queries.counting import case_journey
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import closing
from ehcportal.services.endings.closing import NotYetError, Why
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    see_other,
)
from ehcportal.web.days import boxes, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("case_endings", __name__, url_prefix="/council/cases/<case_id>/ending")

REASON = 2000


@bp.get("")
@policy(Action.WORK_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show how far the end of the plan or case has come, and what can be done next."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return page("show", standing, posted.empty(), **_told(standing))


def _told(standing: Standing) -> dict[str, Any]:
    session, case = db.session(), standing.case
    child = session.get_one(Person, case.person_id)
    facts = case_facts.for_case(session, case.id)
    dates = case_journey(facts, current_profile(), clock.today()).dates
    weighed = plan_endings.weighed(session, case, facts)
    return {
        "weighed": weighed,
        "row": weighed.proposal,
        "earlier": plan_endings.earlier(session, case.id),
        "ended": plan_endings.how_it_ended(session, case.id) if case.ended_on else None,
        "taken_back": plan_endings.taken_back(session, case.id),
        "obstacles": plan_endings.obstacles_of(session, case, weighed.proposal, known=weighed),
        "kept": endsteps.end_as_ceased(dates) if weighed.is_decided else "",
        "appeal": dates.appeal if weighed.is_decided else None,
        "today": clock.today(),
        "child": child,
        "may_change": allows(current_person().actor, Action.RUN_CASE, standing.relations),
    }


def _dates(case_id: str) -> CaseDates:
    facts = case_facts.for_case(db.session(), case_id)
    return case_journey(facts, current_profile(), clock.today()).dates


@bp.post("/close")
@policy(Action.RUN_CASE)
@once
def close(case_id: str) -> ResponseReturnValue:
    """End a case whose plan was ended, once nobody can appeal any more."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version")
    who = acting(standing, version_of(form))
    decided = plan_endings.earlier(db.session(), case_id)
    ending = next((each for each in decided if each.decision_id), None)
    why = Why(Ending.CEASED, ending.why[:REASON] if ending else "", ending.id if ending else None)
    try:
        closing.end(db.writing(), who, why, dates=_dates(case_id))
    except (StaleDataError, NotYetError):
        db.forget()
        return page("show", standing, form, 409, **_told(standing))
    return to_ending(case_id)


@bp.get("/withdrawal")
@policy(Action.RUN_CASE)
def ask_withdrawal(case_id: str) -> ResponseReturnValue:
    """Ask how the family said that they do not want to go on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    by_family = plan_endings.taken_back(db.session(), case_id)
    said = _("%(name)s took the request back in the portal", name=by_family[1]) if by_family else ""
    return _open_page("withdrawal", standing, posted.empty(reason=said))


@bp.post("/withdrawal")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str) -> ResponseReturnValue:
    """Withdraw the open requests with the case, as the family asked."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = _reason(_("Write who said it, when and how"))
    who = acting(standing, version_of(form))
    if form.errors:
        return _open_page("withdrawal", standing, form, 422)
    try:
        closing.withdraw(db.writing(), who, form["reason"])
    except NotYetError as why_not:
        db.forget()
        form.errors["reason"] = str(why_not)
        return _open_page("withdrawal", standing, form, 422)
    except StaleDataError:
        return _open_page("withdrawal", standing, form, 409)
    return to_ending(case_id)


@bp.get("/death")
@policy(Action.RUN_CASE, confirmed=True)
def ask_death(case_id: str) -> ResponseReturnValue:
    """Say what is going to happen, and ask for the day and how the council learned of it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    if db.session().get_one(Person, standing.case.person_id).died_on is not None:
        away(case_id)
    return page("death", standing, posted.empty())


@bp.post("/death")
@policy(Action.RUN_CASE, confirmed=True)
@once
def note_death(case_id: str) -> ResponseReturnValue:
    """End the case gently: from this moment nothing is written about it to anybody."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = _reason(_("Write how the council learned of it"), *boxes("on"))
    who = acting(standing, version_of(form))
    child = db.session().get_one(Person, standing.case.person_id)
    on = read_day(form, "on", _("Enter the day"), from_on=child.birth_date)
    if on is None or form.errors:
        return page("death", standing, form, 422)
    try:
        closing.died(db.writing(), who, on, form["reason"])
    except StaleDataError:
        return page("death", standing, form, 409)
    return to_ending(case_id)


@bp.get("/again")
@policy(Action.RUN_CASE)
def ask_again(case_id: str) -> ResponseReturnValue:
    """Ask why a new case begins."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    if standing.case.ended_on is None:
        away(case_id)
    return page("again", standing, posted.empty())


@bp.post("/again")
@policy(Action.RUN_CASE)
@once
def begin_again(case_id: str) -> ResponseReturnValue:
    """Begin a new case of the same child; the old one stays as it ended."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = _reason(_("Write why a new case begins"))
    if form.errors:
        return page("again", standing, form, 422)
    prefix = current_profile().council.reference_prefix
    try:
        made = closing.begin_again(
            db.writing(), actor_trace(), case_id, form["reason"], prefix=prefix
        )
    except NotYetError as why_not:
        db.forget()
        form.errors["reason"] = str(why_not)
        return page("again", standing, form, 422)
    return see_other(url_for("council_cases.show", case_id=made.id))


def _reason(empty: str, *names: str) -> Posted:
    form = posted.read("_version", *names, long=("reason",))
    form.require("reason", empty)
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    return form


def _open_page(
    name: str, standing: Standing, form: Posted, status: int = 200
) -> ResponseReturnValue:
    """Show a page about a case that has not ended."""
    if db.session().get_one(Case, standing.case.id).ended_on is not None and status == 200:
        away(standing.case.id)
    return page(name, standing, form, status)
