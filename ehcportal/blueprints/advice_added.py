"""What the family added to a request after it was sent, for those who are asked for advice."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.advice import open_needed
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import summary
from ehcportal.models.document import FileState
from ehcportal.policy import Action
from ehcportal.queries import advice_evidence, cases, evidence_added, evidence_there
from ehcportal.queries.evidence_added import Read
from ehcportal.services import papers
from ehcportal.web import current_profile, policy, render
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint(
    "advice_added",
    __name__,
    url_prefix="/advice/<case_id>/<advice_request_id>/additions/<contribution_id>",
)


@bp.get("")
@policy(Action.SEE_OWN_ADVICE)
def show(case_id: str, advice_request_id: str, contribution_id: str) -> ResponseReturnValue:
    """Show what was added, and to which answer; not by whom."""
    found = _open(case_id, advice_request_id, contribution_id)
    return render(
        "advice/added.html",
        head=cases.head(db.session(), case_id),
        advice_request_id=advice_request_id,
        added=found,
        question=_question(found),
    )


@bp.get("/files/<file_id>")
@policy(Action.SEE_OWN_ADVICE)
def file(
    case_id: str, advice_request_id: str, contribution_id: str, file_id: str
) -> ResponseReturnValue:
    """Open a file that came with it; the reading is recorded."""
    _open(case_id, advice_request_id, contribution_id)
    found = evidence_added.file_of(db.session(), contribution_id, file_id)
    if found is None or FileState(found[0].state) is not FileState.CLEAN:
        abort(404)
    stored, name = found
    note_reading("open_document", "stored_file", stored.id, case_id=case_id)
    return hand_out(stored, name, to_read=request.args.get("keep") != "1")


def _open(case_id: str, advice_request_id: str, contribution_id: str) -> Read:
    open_needed(case_id, advice_request_id)
    key = f"{evidence_there.ADDITION}-{contribution_id}"
    if advice_evidence.one(db.session(), case_id, advice_request_id, key) is None:
        abort(404)
    return evidence_added.one(db.session(), contribution_id)


def _question(found: Read) -> str:
    """Return the question it is about, if an adviser reads its answer; else nothing."""
    form = from_source(found.source, found.language)
    context = Context(
        today=clock.today(), signed_in=True, words=papers.council_words(current_profile())
    )
    sections = for_another_adult(form, summary(form, found.answers, context))
    rows = (row for each in sections for row in each.rows)
    asked = found.row.question_id
    return next((row.label for row in rows if row.question.id == asked), "")
