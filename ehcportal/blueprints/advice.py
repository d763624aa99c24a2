"""What somebody is asked for as an adviser: one list for all cases, and each ask (row S02)."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import Section, summary
from ehcportal.policy import Action
from ehcportal.queries import (
    advice,
    advice_evidence,
    advice_forms,
    advice_ledger,
    advice_waiting,
    cases,
)
from ehcportal.queries.advice import Asked
from ehcportal.queries.reviews import invited
from ehcportal.queries.standing import Standing
from ehcportal.services import papers
from ehcportal.web import (
    current_person,
    current_profile,
    logins,
    open_case,
    policy,
    render,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("advice", __name__, url_prefix="/advice")


@bp.get("")
@policy(Action.USE_ACCOUNT)
def index() -> ResponseReturnValue:
    """List all that one is asked for, what is missing first; each line is a reading."""
    found = advice.own(db.session(), current_person().account_id, current_profile())
    for each in found:
        case_id = each.asked.case_id
        note_reading(Action.SEE_OWN_ADVICE.value, "case", case_id, case_id=case_id)
    reviews = invited.as_adviser(db.session(), current_person().account_id)
    for review in reviews:
        note_reading(Action.SEE_OWN_ADVICE.value, "case", review.case_id, case_id=review.case_id)
    who = current_person().account_id
    return render(
        "advice/list.html",
        requests=found,
        reviews=reviews,
        waiting=advice_waiting.of_own_services(db.session(), who, current_profile()),
        news=logins.take_news(),
    )


@bp.get("/<case_id>/<advice_request_id>")
@policy(Action.SEE_OWN_ADVICE)
def show(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show what is asked, about whom and until when; other advice of the case is not found."""
    open_advice(case_id, advice_request_id)
    session, who = db.session(), current_person().account_id
    asked = _asked(case_id, advice_request_id)
    more: dict[str, Any] = {"evidence": [], "has_request": False}
    if asked.withdrawn_on is None:
        more = {
            "evidence": advice_evidence.sent_along(session, advice_request_id),
            "has_request": advice_evidence.family_request(session, case_id) is not None,
        }
    return render(
        "advice/request.html",
        asked=asked,
        head=cases.head(session, case_id),
        advice_request_id=advice_request_id,
        answers=advice_ledger.own_answers(session, advice_request_id, who),
        draft_id=advice_forms.open_draft(session, advice_request_id, who),
        form_id=advice_forms.FORM,
        news=logins.take_news(),
        **more,
    )


@bp.get("/<case_id>/<advice_request_id>/documents/<document_id>")
@policy(Action.SEE_OWN_ADVICE)
def document(case_id: str, advice_request_id: str, document_id: str) -> ResponseReturnValue:
    """Open a paper that goes along with the ask; the reading is recorded."""
    open_needed(case_id, advice_request_id)
    found = advice_evidence.openable(db.session(), advice_request_id, document_id)
    if found is None:
        abort(404)
    file, name = found
    note_reading("open_document", "stored_file", file.id, case_id=case_id)
    return hand_out(file, name, to_read=request.args.get("keep") != "1")


@bp.get("/<case_id>/<advice_request_id>/request")
@policy(Action.SEE_OWN_ADVICE)
def family_request(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show what the family asked for and wrote, as far as they let us share it."""
    open_needed(case_id, advice_request_id)
    found = advice_evidence.family_request(db.session(), case_id)
    if found is None:
        abort(404)
    sent, version = found
    form = from_source(version.source, sent.language)
    words = papers.council_words(current_profile())
    context = Context(today=clock.today(), signed_in=True, words=words)
    sections: tuple[Section, ...] = for_another_adult(form, summary(form, sent.answers, context))
    return render(
        "advice/family_request.html",
        head=cases.head(db.session(), case_id),
        advice_request_id=advice_request_id,
        sent=sent,
        sections=sections,
    )


def open_advice(case_id: str, advice_request_id: str) -> Standing:
    """Open a case for who was asked for this advice in it, or answer 404."""
    standing = open_case(case_id, to=Action.SEE_OWN_ADVICE)
    if advice_request_id not in standing.advice_request_ids or standing.case.ended_on is not None:
        abort(404)
    return standing


def open_needed(case_id: str, advice_request_id: str) -> Standing:
    """Open it for reading what the advice needs: nothing is needed once the ask is withdrawn."""
    standing = open_advice(case_id, advice_request_id)
    if _asked(case_id, advice_request_id).withdrawn_on is not None:
        abort(404)
    return standing


def _asked(case_id: str, advice_request_id: str) -> Asked:
    found = advice.one(db.session(), case_id, advice_request_id, current_profile())
    return found or abort(404)
