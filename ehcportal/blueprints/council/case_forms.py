"""The forms of a case: asked for, overdue, sent, and read by staff (guide row U08)."""

from datetime import date

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.forms.definition import FormDefinition, Starter
from ehcportal.policy import Action, allows
from ehcportal.queries import assignments, cases, startable
from ehcportal.queries.assignments import Askable
from ehcportal.queries.sent_answers import sent_answers
from ehcportal.queries.standing import Standing
from ehcportal.services import assignments as asking
from ehcportal.services.assignments import NotOfTheCaseError, Wanted
from ehcportal.web import (
    actor_trace,
    current_person,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("case_forms", __name__, url_prefix="/council/cases/<case_id>/forms")

FURTHEST_YEARS = 2
FOR_FAMILIES = {Starter.PARENT, Starter.YOUNG_PERSON, Starter.ASSIGNED, Starter.SIGNED_IN}


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List what was asked for and what was sent, and ask for another form."""
    return _page(open_case(case_id, to=Action.WORK_CASE), posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def assign(case_id: str) -> ResponseReturnValue:
    """Ask the people who were ticked for a form; each is told."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    people = assignments.askable(db.session(), standing.case.person_id)
    form = posted.read(
        "form_id", "due-day", "due-month", "due-year", *(_box(each) for each in people)
    )
    wanted = _wanted(form, people)
    if wanted is None:
        return _page(standing, form, 422)
    try:
        asking.assign(db.writing(), actor_trace(), key_ring(), standing.case, wanted)
    except NotOfTheCaseError:
        db.forget()
        form.errors[_box(people[0])] = _("Somebody you ticked does not see this case any more")
        return _page(standing, form, 422)
    return see_other(url_for(".index", case_id=case_id))


@bp.post("/<assignment_id>/cancel")
@policy(Action.RUN_CASE)
@once
def cancel(case_id: str, assignment_id: str) -> ResponseReturnValue:
    """Take an ask back; one that was answered a moment ago stays answered."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    posted.read()
    try:
        asking.cancel(db.writing(), actor_trace(), standing.case, assignment_id, _catalogue())
    except LookupError:
        db.forget()
        abort(404)
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/sent/<submission_id>")
@policy(Action.WORK_CASE)
def sent(case_id: str, submission_id: str) -> ResponseReturnValue:
    """Read a form that was sent about the case, with its files."""
    open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    found = assignments.sent_form(session, case_id, submission_id) or abort(404)
    return render(
        "council/forms/sent.html",
        head=cases.head(session, case_id),
        sent=sent_answers(session, found),
    )


def assignable() -> list[FormDefinition]:
    """Return the forms that staff can ask a family for, in the order of their titles."""
    found = [
        form
        for form in _catalogue()
        if startable.is_for_a_case(form) and FOR_FAMILIES & set(form.who_may_start)
    ]
    return sorted(found, key=lambda form: form.title)


def _catalogue() -> list[FormDefinition]:
    return list(current_app.extensions["forms"])


def _box(person: Askable) -> str:
    return f"who-{person.account_id}"


def _wanted(form: Posted, people: list[Askable]) -> Wanted | None:
    chosen = next((each for each in assignable() if each.id == form["form_id"]), None)
    if chosen is None:
        form.errors["form_id"] = _("Choose a form")
    ticked = tuple(each.account_id for each in people if form[_box(each)] == "yes")
    if not ticked and people:
        form.errors[_box(people[0])] = _("Choose who is to fill it in")
    due_on = _due(form)
    if chosen is None or not ticked or form.errors:
        return None
    return Wanted(chosen, ticked, due_on)


def _due(form: Posted) -> date | None:
    parts = [form[f"due-{part}"] for part in ("day", "month", "year")]
    if not any(parts):
        return None
    try:
        day, month, year = (int(part) for part in parts)
        due_on = date(year, month, day)
    except ValueError:
        form.errors["due-day"] = _("Enter a day that is in the calendar, or leave it empty")
        return None
    today = clock.today()
    if not today <= due_on <= today.replace(year=today.year + FURTHEST_YEARS, day=1):
        form.errors["due-day"] = _("Enter a day from today, within two years")
    return due_on


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, case = db.session(), standing.case
    may_ask = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return render(
        "council/forms/case.html",
        status=status,
        head=cases.head(session, case.id),
        asks=assignments.asks(session, case.id),
        sent=assignments.sent(session, case.id),
        people=assignments.askable(session, case.person_id) if may_ask else [],
        forms=assignable(),
        titles={each.id: each.title for each in _catalogue()},
        may_ask=may_ask,
        box=_box,
        form=form,
    )
