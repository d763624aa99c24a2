"""What comes with a request on paper: scans, the letter that says it has come, a form (C09)."""

from dataclasses import replace

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.request_pages import OpenRequest, open_request
from ehcportal.domain.dates import weekday_words
from ehcportal.models.case import Case
from ehcportal.models.document import StoredFile
from ehcportal.models.request import CameBy, RequestScan
from ehcportal.policy import Action
from ehcportal.queries import document_readers
from ehcportal.queries.document_readers import DocumentReader, Readers
from ehcportal.services import request_forms, request_papers
from ehcportal.services.endings.family import Outgoing
from ehcportal.web import (
    actor_trace,
    addressee_fields,
    case_letters,
    incoming,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("request_papers", __name__, url_prefix="/council/requests/<request_id>/papers")

LETTER = "request_acknowledged"


@bp.get("")
@policy(Action.WORK_REQUESTS)
def show(request_id: str) -> ResponseReturnValue:
    """Show what came with it, and what can be done with what came on paper."""
    return _page(open_request(request_id), posted.empty())


@bp.post("/scans")
@policy(Action.WORK_REQUESTS)
@once
def add(request_id: str) -> ResponseReturnValue:
    """Keep scans with the request; in a case they are documents that only staff see at first."""
    opened = open_request(request_id)
    form = posted.read()
    kept = incoming.take_all(form)
    if kept is not None and not kept:
        form.errors["files"] = _("Choose the files to add")
    if form.errors or not kept:
        return _page(opened, form, 422)
    request_papers.add(db.writing(), actor_trace(), request_id, kept)
    return _back(request_id)


@bp.get("/scans/<scan_id>")
@policy(Action.WORK_REQUESTS)
def read(request_id: str, scan_id: str) -> ResponseReturnValue:
    """Open a scan to read it."""
    scan = db.session().get(RequestScan, scan_id)
    if scan is None or scan.request_id != request_id:
        abort(404)
    note_reading("open_document", "stored_file", scan.file_id, case_id=None)
    return hand_out(db.session().get_one(StoredFile, scan.file_id), scan.name, to_read=True)


@bp.post("/acknowledgement")
@policy(Action.WORK_REQUESTS)
@once
def acknowledge(request_id: str) -> ResponseReturnValue:
    """Send the letter that says the request has come, and by when it is answered."""
    opened = open_request(request_id)
    form = posted.read("_version", *addressee_fields.FIELDS)
    asked = opened.found.request
    if not _may_acknowledge(opened) or not form["_version"].isdecimal():
        return _page(opened, form, 409)
    case = db.session().get_one(Case, asked.case_id)
    due = opened.found.decision_due
    values = {"decide_by": weekday_words(due.due_on)} if due else {}
    outgoing = case_letters.ready(case, LETTER, values, form)
    if outgoing is None:
        return _page(opened, form, 422)
    told = Outgoing(outgoing.made, replace(outgoing.to, alerted=False))
    seen = (request_id, int(form["_version"]))
    try:
        request_papers.acknowledge(db.writing(), actor_trace(), key_ring(), seen, told)
    except StaleDataError:
        db.forget()
        incoming.drop(told.made.kept)
        return _page(open_request(request_id), form, 409)
    return _back(request_id)


@bp.post("/owner")
@policy(Action.WORK_REQUESTS)
@once
def give(request_id: str) -> ResponseReturnValue:
    """Say whose request it is: they read and add to it as if they had sent it themselves."""
    opened = open_request(request_id)
    form = posted.read("owner", "_version")
    if form["owner"] not in {each.account_id for each in _family(opened)}:
        form.errors["owner"] = _("Choose whose request it is")
        return _page(opened, form, 422)
    if not form["_version"].isdecimal():
        abort(400)
    seen = (request_id, int(form["_version"]))
    try:
        request_forms.give(db.writing(), actor_trace(), seen, form["owner"])
    except StaleDataError:
        db.forget()
        return _page(open_request(request_id), form, 409)
    return _back(request_id)


def _may_acknowledge(opened: OpenRequest) -> bool:
    asked = opened.found.request
    is_open = asked.case_id is not None and asked.closed_at is None
    if asked.came_by == CameBy.PORTAL:
        return False
    return is_open and opened.found.decision_due is not None and not asked.acknowledged_letter_id


def _readers(opened: OpenRequest) -> Readers | None:
    case = opened.found.case
    return document_readers.readers(db.session(), case) if case else None


def _family(opened: OpenRequest) -> tuple[DocumentReader, ...]:
    readers = _readers(opened)
    return readers.family if readers else ()


def _back(request_id: str) -> ResponseReturnValue:
    return see_other(url_for(".show", request_id=request_id))


def _page(opened: OpenRequest, form: Posted, status: int = 200) -> ResponseReturnValue:
    asked = opened.found.request
    return render(
        "council/request_papers.html",
        status=status,
        opened=opened,
        form=form,
        scans=request_forms.scans(db.session(), asked.id),
        may_acknowledge=_may_acknowledge(opened),
        readers=_readers(opened),
        may_write=request_forms.may_write(asked),
        too_late=status == 409,
    )
