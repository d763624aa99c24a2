"""Publishing a paper of a case, replacing it by a new version, and taking it back."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.circle import read_reason, version_of
from ehcportal.models.document import Document, DocumentAudience
from ehcportal.policy import Action
from ehcportal.queries import case_documents, cases, document_readers
from ehcportal.queries.document_readers import Readers
from ehcportal.queries.standing import Standing
from ehcportal.services import documents
from ehcportal.services.documents import Hearers
from ehcportal.services.uploads import Unwanted
from ehcportal.web import actor_trace, incoming, once, open_case, policy, posted, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "document_changes", __name__, url_prefix="/council/cases/<case_id>/documents/<document_id>"
)

PEOPLE = "people"
"""The answer that it goes to some of the family, each for themselves."""
TO = "to-"
AUDIENCES = {each.value: each for each in DocumentAudience}


@bp.get("/publish")
@policy(Action.RUN_CASE)
def ask_publish(case_id: str, document_id: str) -> ResponseReturnValue:
    """Show by name who would see it, and ask to whom it goes."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    readers = document_readers.readers(db.session(), standing.case)
    return _publish_page(standing, document_id, readers, posted.empty())


@bp.post("/publish")
@policy(Action.RUN_CASE)
@once
def publish(case_id: str, document_id: str) -> ResponseReturnValue:
    """Show it to those who were named on the page, if they still are the ones."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    session = db.writing()
    readers = document_readers.readers(session, standing.case)
    names = [TO + each.account_id for each in readers.family]
    form = posted.read("audience", "sure", "_readers", "_version", *names)
    version = version_of(form)
    if form["_readers"] != readers.mark:
        return _publish_page(standing, document_id, readers, form, 409)
    hearers = _hearers(form, readers)
    if hearers is not None:
        _check_again(form, document_id, hearers)
    if hearers is None or form.errors:
        return _publish_page(standing, document_id, readers, form, 422)
    try:
        document = documents.standing(session, case_id, document_id, version)
    except StaleDataError:
        return _publish_page(standing, document_id, readers, form, 409)
    except LookupError:
        abort(404)
    documents.publish(session, actor_trace(), key_ring(), document, hearers)
    return _back(case_id, document_id)


def _hearers(form: Posted, readers: Readers) -> Hearers | None:
    """Return to whom it goes; nothing if that was not said well."""
    chosen = [each for each in readers.family if form[TO + each.account_id]]
    if form["audience"] == PEOPLE and not chosen:
        form.errors["to"] = _("Choose at least one person")
    if form["audience"] not in {PEOPLE, *AUDIENCES}:
        form.errors["audience"] = _("Choose who may see it")
    several = len(chosen) > 1 if form["audience"] == PEOPLE else len(readers.family) > 1
    to_family = form["audience"] in {PEOPLE, DocumentAudience.FAMILY}
    if to_family and several and readers.is_delicate and not form["sure"]:
        form.errors["sure"] = _("Read the document again and say that you have checked it")
    if form.errors:
        return None
    if form["audience"] == PEOPLE:
        ids = [each.account_id for each in chosen]
        return Hearers(DocumentAudience.FAMILY, ids, only=ids)
    audience = AUDIENCES[form["audience"]]
    return Hearers(audience, _everybody(readers)[audience])


def _everybody(readers: Readers) -> dict[DocumentAudience, list[str]]:
    """Return who hears of what is published to each whole audience."""
    return {
        DocumentAudience.FAMILY: [each.account_id for each in readers.family],
        DocumentAudience.SETTING: [each.account_id for each in readers.setting],
        DocumentAudience.STAFF: [],
    }


def _check_again(form: Posted, document_id: str, hearers: Hearers) -> None:
    """Nobody gets the same document twice."""
    shown = [
        each
        for each in case_documents.publications(db.session(), document_id)
        if each.withdrawn_at is None and each.audience is hearers.audience
    ]
    have = {each.only_account_id for each in shown}
    if None in have:
        form.errors["audience"] = _("They can see this document already")
    elif have and not hearers.only:
        form.errors["audience"] = _("Some of the family have it already. Choose the others by name")
    elif have & set(hearers.only):
        form.errors["to"] = _("Somebody you chose can see this document already")


@bp.get("/replace")
@policy(Action.RUN_CASE)
def ask_replace(case_id: str, document_id: str) -> ResponseReturnValue:
    """Ask for the file of the new version."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _page("replace", standing, document_id, posted.empty())


@bp.post("/replace")
@policy(Action.RUN_CASE)
@once
def replace(case_id: str, document_id: str) -> ResponseReturnValue:
    """Add the new version: everybody who may read the document reads that from now on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    _document(standing, document_id)
    form = posted.read("_version")
    version = version_of(form)
    if not incoming.has_file("file"):
        form.errors["file"] = _("Choose a file")
        return _page("replace", standing, document_id, form, 422)
    try:
        kept = incoming.take("file")
    except Unwanted as unwanted:
        form.errors["file"] = str(unwanted)
        return _page("replace", standing, document_id, form, 422)
    session = db.writing()
    told = _everybody(document_readers.readers(session, standing.case))
    try:
        document = documents.standing(session, case_id, document_id, version)
    except (LookupError, StaleDataError):
        incoming.drop(kept)
        return _page("replace", standing, document_id, form, 409)
    documents.replace(session, actor_trace(), key_ring(), document, kept, told)
    return _back(case_id, document_id)


@bp.get("/withdraw")
@policy(Action.RUN_CASE)
def ask_withdraw(case_id: str, document_id: str) -> ResponseReturnValue:
    """Say what withdrawing does, and ask why."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _page("withdraw", standing, document_id, posted.empty())


@bp.post("/withdraw")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, document_id: str) -> ResponseReturnValue:
    """Take it back from everybody who could read it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = read_reason()
    version = version_of(form)
    if form.errors:
        return _page("withdraw", standing, document_id, form, 422)
    session = db.writing()
    try:
        document = documents.standing(session, case_id, document_id, version)
    except (LookupError, StaleDataError):
        return _page("withdraw", standing, document_id, form, 409)
    documents.withdraw(session, actor_trace(), document, form["reason"])
    return _back(case_id, document_id)


def _publish_page(
    standing: Standing, document_id: str, readers: Readers, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return _page("publish", standing, document_id, form, status, readers=readers)


def _page(
    page: str,
    standing: Standing,
    document_id: str,
    form: Posted,
    status: int = 200,
    **context: Any,
) -> ResponseReturnValue:
    """Show one of the three; with 409 what somebody else has changed meanwhile."""
    if status == 409:
        db.forget()
    return render(
        f"council/documents/{page}.html",
        status=status,
        head=cases.head(db.session(), standing.case.id),
        document=_document(standing, document_id),
        form=form,
        too_late=status == 409,
        **context,
    )


def _document(standing: Standing, document_id: str) -> Document:
    """Return a paper of the case that stands, or answer 404."""
    found = case_documents.one(db.session(), standing.case.id, document_id)
    if found is None or found.withdrawn_at is not None:
        abort(404)
    return found


def _back(case_id: str, document_id: str) -> ResponseReturnValue:
    return see_other(url_for("case_documents.show", case_id=case_id, document_id=document_id))
