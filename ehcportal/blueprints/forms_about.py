"""The case for which a form is begun, and the ask it answers (guide row U08)."""

from flask import abort, request
from werkzeug.exceptions import NotFound

from ehcportal import db
from ehcportal.blueprints.advice import open_advice
from ehcportal.blueprints.forms_doors import ADVICE, AS_SETTING, open_to_fill
from ehcportal.forms.definition import FormDefinition, Starter
from ehcportal.models.request import Request
from ehcportal.policy import Action, allows
from ehcportal.queries import advice_forms, plans, pupils, startable
from ehcportal.services import request_forms
from ehcportal.services.drafts import OF_NO_CASE, About
from ehcportal.web import current_person, full_person_or_none, open_case, open_setting


def about_case(form: FormDefinition) -> About | None:
    """Return what the address says the form is for; None when a form about a case names none.

    A case that is not the person's, an ask to somebody else and one that was taken back are all
    the 404 of what never was.
    """
    if not startable.is_for_a_case(form):
        return _for_setting() if form.on_submission == AS_SETTING else _of_no_case(form)
    if form.on_submission == ADVICE:
        return _for_advice()
    assignment_id = request.args.get("assignment")
    if assignment_id:
        return _asked(form, assignment_id)
    case_id = request.args.get("case")
    if not case_id:
        return None
    if Starter.SENCO in form.who_may_start:
        return _for_pupil(case_id)
    relations = open_case(case_id, to=Action.SEE_TO_COMPLETE).relations
    if not startable.forms([form], relations):
        abort(404)
    return About(case_id)


def _asked(form: FormDefinition, assignment_id: str) -> About:
    session, account_id = db.session(), current_person().account_id
    row = startable.assignment(session, assignment_id, account_id)
    if row is None or row.form_id != form.id:
        raise NotFound
    open_to_fill(row.case_id)
    if startable.answer_to(session, assignment_id, account_id):
        raise NotFound
    return About(row.case_id, row.id)


def _for_advice() -> About:
    """Return the ask for advice of the address, with what was answered before to be corrected."""
    ask_id, case_id = request.args.get("advice", ""), request.args.get("case", "")
    open_advice(case_id, ask_id)
    account_id = current_person().account_id
    begun = advice_forms.begun(db.session(), case_id, ask_id, account_id)
    if begun is None:
        raise NotFound
    return About(case_id, advice_request_id=ask_id, answers=begun)


def _for_setting() -> About:
    """Return the setting of the address; only its SENCos ask for it."""
    opened = open_setting(request.args.get("setting", ""), to=Action.ASK_AS_SETTING)
    return About(setting_id=opened.setting.id)


def _for_pupil(case_id: str) -> About:
    """Return a pupil with a plan, and the setting by which the SENCo asks (Act s44(2))."""
    case = open_case(case_id, to=Action.SEE_PUPIL).case
    here = db.session()
    place = pupils.place(here, case.person_id, current_person().account_id)
    if place is None or case.ended_on is not None or plans.in_force(here, case_id) is None:
        raise NotFound
    return About(case_id, setting_id=place.setting_id)


def _of_no_case(form: FormDefinition) -> About:
    """Return nothing, or the request on paper that staff write down with whoever asked (C09)."""
    request_id = request.args.get("written_for")
    if form.id != request_forms.FORM or not request_id:
        return OF_NO_CASE
    person = full_person_or_none()
    if person is None or not allows(person.actor, Action.WORK_REQUESTS):
        raise NotFound
    row = db.session().get(Request, request_id)
    if row is None or not request_forms.may_write(row):
        raise NotFound
    return About(for_request_id=row.id, answers=request_forms.answers(row))


def address_of(about: About) -> dict[str, str]:
    """Return the part of an address that says what a form is for."""
    if about.advice_request_id:
        return {"case": about.case_id or "", "advice": about.advice_request_id}
    if about.setting_id and not about.case_id:
        return {"setting": about.setting_id}
    if about.for_request_id:
        return {"written_for": about.for_request_id}
    if about.assignment_id:
        return {"assignment": about.assignment_id}
    return {"case": about.case_id} if about.case_id else {}
