"""The papers of a case for the council: listed, added, read in any version; who opened them."""

from datetime import date

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.content.labels import own_labels
from ehcportal.policy import Action, allows
from ehcportal.queries import case_documents, cases
from ehcportal.queries.paging import Cursor
from ehcportal.queries.standing import Standing
from ehcportal.services import documents
from ehcportal.services.documents import Paper
from ehcportal.services.uploads import Unwanted
from ehcportal.web import (
    actor_trace,
    current_person,
    incoming,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("case_documents", __name__, url_prefix="/council/cases/<case_id>/documents")

FIELDS = ("title", "kind", "on-day", "on-month", "on-year")
TITLE = 200
"""Characters of a title."""


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List every paper of the case, those added last first."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session, after = db.session(), Cursor.read(request.args.get("after"))
    return render(
        "council/documents/list.html",
        head=cases.head(session, case_id),
        found=case_documents.listed(session, case_id, after),
        is_first_page=after is None,
        may_change=_may_change(standing),
    )


@bp.get("/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask for a file, what it is and the day it bears."""
    open_case(case_id, to=Action.RUN_CASE)
    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    return _form(case_id, posted.empty(**{name: str(each) for name, each in day.items()}))


@bp.post("/new")
@policy(Action.RUN_CASE)
@once
def add(case_id: str) -> ResponseReturnValue:
    """File it. Nobody but staff sees it until it is published."""
    open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(*FIELDS)
    on = _checked(form)
    if not incoming.has_file("file"):
        form.errors["file"] = _("Choose a file")
    if on is None or form.errors:
        return _form(case_id, form, 422)
    try:
        kept = incoming.take("file")
    except Unwanted as unwanted:
        form.errors["file"] = str(unwanted)
        return _form(case_id, form, 422)
    paper = Paper(form["title"], form["kind"], on)
    filed = documents.add(db.writing(), actor_trace(), case_id, paper, kept)
    return see_other(url_for("document_changes.ask_publish", case_id=case_id, document_id=filed.id))


@bp.get("/<document_id>")
@policy(Action.WORK_CASE)
def show(case_id: str, document_id: str) -> ResponseReturnValue:
    """Show a paper with its versions, to whom it was published, and who opened it when."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    document = case_documents.one(session, case_id, document_id) or abort(404)
    versions = case_documents.versions(session, document_id)
    return render(
        "council/documents/show.html",
        head=cases.head(session, case_id),
        document=document,
        versions=versions,
        publications=case_documents.publications(session, document_id),
        openings=case_documents.openings(session, document_id, versions),
        may_change=_may_change(standing) and document.withdrawn_at is None,
    )


@bp.get("/<document_id>/versions/<int:number>")
@policy(Action.WORK_CASE)
def read(case_id: str, document_id: str, number: int) -> ResponseReturnValue:
    """Open any version to read, or to keep with ``?keep=1``."""
    open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    if case_documents.one(session, case_id, document_id) is None:
        abort(404)
    held = {each.number: each for each in case_documents.versions(session, document_id)}
    if number not in held:
        abort(404)
    version = held[number]
    note_reading("open_document", "stored_file", version.file.id, case_id=case_id)
    return hand_out(version.file, version.name, to_read=request.args.get("keep") != "1")


def _may_change(standing: Standing) -> bool:
    return allows(current_person().actor, Action.RUN_CASE, standing.relations)


def _checked(form: Posted) -> date | None:
    """Note what is missing; return the day the paper bears."""
    form.require("title", _("Enter a title, as the reader will see it"))
    form.at_most("title", TITLE, _("Use %(limit)s characters or fewer", limit=TITLE))
    if form["kind"] not in own_labels().groups["document_kind"]:
        form.errors["kind"] = _("Choose what it is")
    try:
        on = date(int(form["on-year"]), int(form["on-month"]), int(form["on-day"]))
    except ValueError:
        form.errors["on-day"] = _("Enter the date that stands on the document")
        return None
    if on > clock.today():
        form.errors["on-day"] = _("The date cannot be in the future")
    return on


def _form(case_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    head = cases.head(db.session(), case_id)
    kinds = list(own_labels().groups["document_kind"])
    return render("council/documents/new.html", status=status, head=head, form=form, kinds=kinds)
