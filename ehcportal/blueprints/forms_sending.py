"""Submit to Local Authority: the last question, then the form is sent, once (guide row H12)."""

from flask import Blueprint, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.advice import open_advice
from ehcportal.blueprints.forms_desk import Desk, for_owner, set_out, set_out_to_write
from ehcportal.blueprints.forms_doors import open_to_fill, way_back
from ehcportal.forms.definition import PageKind
from ehcportal.models.form import Draft, Submission
from ehcportal.policy import Action, allows
from ehcportal.queries import standing
from ehcportal.queries.counting import counting
from ehcportal.services import alerts, assignments, submissions
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.setting_requests import NotOfTheSettingError
from ehcportal.services.submissions import Council, Filled, NotComplete
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    once,
    open_case,
    open_setting,
    public,
    render,
    see_other,
)

bp = Blueprint("form_sending", __name__, url_prefix="/forms/draft/<draft_id>/confirm")


@bp.get("")
@public
@for_owner
def confirm(draft: Draft) -> ResponseReturnValue:
    """Ask once more: nothing can be changed afterwards."""
    desk = set_out(draft)
    if not desk.way.complete:
        return see_other(desk.url(_last_page(desk)))
    return render(
        "forms/confirm.html",
        form_title=desk.form.title,
        confirm_url=url_for("form_sending.send", draft_id=draft.id),
        back_url=desk.url(_last_page(desk)),
        can_be_corrected=draft.advice_request_id is not None,
    )


@bp.post("")
@public
@once
@for_owner
def send(draft: Draft) -> ResponseReturnValue:
    """Send the form. A second press, in this window or another, leads to the same thanks."""
    if draft.advice_request_id and not _is_asked(draft):
        return _too_late(draft)
    _may_send(draft)
    desk = set_out_to_write(draft)
    try:
        sent = submissions.send(
            db.session(),
            actor_trace(),
            current_app.extensions["keyring"],
            Filled(desk.draft, desk.form, desk.given, desk.context),
            council=_council(),
            now=clock.now(),
        )
    except NotComplete:
        return see_other(desk.url(_last_page(desk)))
    except (AdviceClosedError, NotOfTheSettingError, StaleDataError):
        return _too_late(draft)
    if draft.for_request_id:
        return see_other(request_of(draft))
    if draft.advice_request_id:
        logins.leave_news(_("Thank you. Your advice is with the council."))
        return see_other(ask_of(draft))
    if sent.assignment_id:
        path = assignments.TO_COMPLETE.format(sent.case_id)
        alerts.seen(db.session(), sent.account_id, path)
    return see_other(_thanks_to_setting(draft) or thanks(sent, desk.form.on_submission))


def _is_asked(draft: Draft) -> bool:
    """Whether its sender is asked for this advice still, in a case that has not ended."""
    found = standing.standing(db.session(), current_person().actor, draft.case_id or "")
    if found is None or draft.advice_request_id not in found.advice_request_ids:
        return False
    return found.case.ended_on is None


def _may_send(draft: Draft) -> None:
    """Answer 404 when the person may not send this form any more."""
    if draft.advice_request_id:
        open_advice(draft.case_id or "", draft.advice_request_id)
    elif draft.for_request_id:
        if not allows(current_person().actor, Action.WORK_REQUESTS):
            abort(404)
    elif draft.setting_id and draft.case_id:
        open_case(draft.case_id, to=Action.SEE_PUPIL)
    elif draft.setting_id:
        open_setting(draft.setting_id, to=Action.ASK_AS_SETTING)
    elif draft.case_id:
        open_to_fill(draft.case_id)


def _too_late(draft: Draft) -> ResponseReturnValue:
    """Say that it is not needed any more; every answer stays in the draft."""
    db.forget()
    if draft.for_request_id:
        return see_other(request_of(draft))
    if not draft.advice_request_id:
        return see_other("/settings")
    found = standing.standing(db.session(), current_person().actor, draft.case_id or "")
    if found is not None and draft.advice_request_id in found.advice_request_ids:
        return see_other(ask_of(draft))
    return render("forms/too_late.html", status=409, draft_id=draft.id)


def request_of(draft: Draft) -> str:
    """Return the page of the request that staff wrote down in the form."""
    return url_for("requests.show", request_id=draft.for_request_id)


def ask_of(draft: Draft) -> str:
    """Return the page of the ask for advice that a draft answers."""
    ask_id = draft.advice_request_id
    return url_for("advice.show", case_id=draft.case_id, advice_request_id=ask_id)


def thanks(sent: Submission, on_submission: str = "") -> str:
    """Return where a sender is thanked: on the page of their case, or on one of its own."""
    if sent.case_id is None:
        return url_for("sent_forms.thank_you", submission_id=sent.id)
    if open_to_fill(sent.case_id) is Action.SEE_TO_COMPLETE:
        return url_for("family_cases.to_complete", case_id=sent.case_id, sent=sent.id)
    return way_back(sent.case_id, on_submission)


def _thanks_to_setting(draft: Draft) -> str:
    """Return the page of the pupil for whom a setting asked, if it was that."""
    if not (draft.setting_id and draft.case_id):
        return ""
    logins.leave_news(_("Thank you. We have what you sent, and tell you our answer here."))
    return url_for("pupils.show", case_id=draft.case_id)


def _council() -> Council:
    profile = current_profile()
    return Council(
        prefix=profile.council.reference_prefix,
        email=profile.council.contacts.email,
        early_help_email=profile.council.contacts.early_help_email or "",
        counting=counting(profile),
    )


def _last_page(desk: Desk) -> str:
    """Return the page that lists what is missing."""
    pages = [step.page for step in desk.way.steps]
    return next((page.id for page in pages if page.kind is PageKind.SUBMIT), pages[-1].id)
