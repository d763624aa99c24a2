"""What somebody is asked for as an adviser: one list for all cases, and each ask (row S02)."""

from datetime import date

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints import asked_of_me
from ehcportal.domain.facts import Source
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import Section, summary
from ehcportal.policy import Action
from ehcportal.queries import (
    advice,
    advice_consents,
    advice_evidence,
    advice_forms,
    advice_ledger,
    advice_waiting,
    cases,
    evidence_there,
)
from ehcportal.queries.advice import Asked
from ehcportal.queries.advice_evidence import Evidence
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
        tasks=asked_of_me.of_adviser() if reviews else [],
        waiting=advice_waiting.of_own_services(db.session(), who, current_profile()),
        news=logins.take_news(),
    )


@bp.get("/<case_id>/<advice_request_id>")
@policy(Action.SEE_OWN_ADVICE)
def show(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show what is asked, about whom and until when; other advice of the case is not found."""
    standing = open_own(case_id, advice_request_id)
    session, who = db.session(), current_person().account_id
    asked = _asked(case_id, advice_request_id)
    if standing.case.ended_on is not None:
        return _over(asked, standing.case.ended_on)
    evidence: list[Evidence] = []
    if asked.withdrawn_on is None:
        evidence = advice_evidence.sent_along(session, case_id, advice_request_id)
    return render(
        "advice/request.html",
        asked=asked,
        head=cases.head(session, case_id),
        advice_request_id=advice_request_id,
        answers=advice_ledger.own_answers(session, advice_request_id, who),
        draft_id=advice_forms.open_draft(session, advice_request_id, who),
        form_id=advice_forms.FORM,
        news=logins.take_news(),
        evidence=evidence,
        question=advice_consents.of_adviser(session, advice_request_id, who),
    )


@bp.get("/<case_id>/<advice_request_id>/documents/<document_id>")
@policy(Action.SEE_OWN_ADVICE)
def document(case_id: str, advice_request_id: str, document_id: str) -> ResponseReturnValue:
    """Open a paper that goes along with the ask; the reading is recorded."""
    return _file(case_id, advice_request_id, f"document-{document_id}")


@bp.get("/<case_id>/<advice_request_id>/files/<file_id>")
@policy(Action.SEE_OWN_ADVICE)
def file(case_id: str, advice_request_id: str, file_id: str) -> ResponseReturnValue:
    """Open a file that the family sent with a form; the reading is recorded."""
    return _file(case_id, advice_request_id, f"file-{file_id}")


def _file(case_id: str, advice_request_id: str, key: str) -> ResponseReturnValue:
    open_needed(case_id, advice_request_id)
    found = advice_evidence.file_of(db.session(), case_id, advice_request_id, key)
    if found is None:
        abort(404)
    stored, name = found
    note_reading("open_document", "stored_file", stored.id, case_id=case_id)
    return hand_out(stored, name, to_read=request.args.get("keep") != "1")


@bp.get("/<case_id>/<advice_request_id>/requests/<request_id>")
@policy(Action.SEE_OWN_ADVICE)
def asked_for(case_id: str, advice_request_id: str, request_id: str) -> ResponseReturnValue:
    """Show what the family or the school asked for and wrote, as far as they let us share it."""
    open_needed(case_id, advice_request_id)
    session, key = db.session(), f"request-{request_id}"
    if advice_evidence.one(session, case_id, advice_request_id, key) is None:
        abort(404)
    row, sent, source = evidence_there.request(session, request_id)
    sections: tuple[Section, ...] = ()
    if sent is not None:
        form = from_source(source, sent.language)
        words = papers.council_words(current_profile())
        context = Context(today=clock.today(), signed_in=True, words=words)
        sections = for_another_adult(form, summary(form, sent.answers, context))
    return render(
        "advice/family_request.html",
        head=cases.head(session, case_id),
        advice_request_id=advice_request_id,
        of_setting=row.source is Source.SETTING,
        received_on=row.received_on,
        told="" if sent else row.told,
        sections=sections,
    )


def _over(asked: Asked, ended_on: date) -> ResponseReturnValue:
    """Say that the case has ended to who has written; nothing of the child, all of their words."""
    session, who = db.session(), current_person().account_id
    answers = advice_ledger.own_answers(session, asked.id, who)
    draft_id = advice_forms.open_draft(session, asked.id, who)
    if not answers and draft_id is None:
        abort(404)
    return render(
        "advice/over.html", asked=asked, ended_on=ended_on, answers=answers, draft_id=draft_id
    )


def open_own(case_id: str, advice_request_id: str) -> Standing:
    """Open a case, ended or not, for who was asked for this advice in it, or answer 404."""
    standing = open_case(case_id, to=Action.SEE_OWN_ADVICE)
    if advice_request_id not in standing.advice_request_ids:
        abort(404)
    return standing


def open_advice(case_id: str, advice_request_id: str) -> Standing:
    """Open a case for who was asked for this advice in it, or answer 404."""
    standing = open_own(case_id, advice_request_id)
    if standing.case.ended_on is not None:
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
