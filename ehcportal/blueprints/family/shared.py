"""A form that another adult of the family sent, where a sharing rule opens it: to read only."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.blueprints.forms_desk import council_words
from ehcportal.filters import date_words, size_words
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import Context
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import Section, summary
from ehcportal.models.form import Submission
from ehcportal.policy import Action
from ehcportal.queries import sharing, submissions
from ehcportal.queries.submissions import SentFile
from ehcportal.web import current_person, open_case, policy, render
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("family_shared", __name__, url_prefix="/cases/<case_id>/request/<submission_id>")


@bp.get("")
@policy(Action.SEE_REQUEST)
def show(case_id: str, submission_id: str) -> ResponseReturnValue:
    """Show what was written about the child; not how to reach the sender, nor who they are."""
    page = open_page(case_id, to=Action.SEE_REQUEST)
    session, who = db.session(), current_person().account_id
    found = sharing.shared_form(session, case_id, who, submission_id)
    if found is None:
        abort(404)
    sent, version = found
    form = from_source(version.source, sent.language)
    files = [_file(case_id, sent, each) for each in submissions.files(session, sent.id)]
    return render(
        "family/shared.html",
        here=page,
        title=sent.title,
        submission_id=sent.id,
        is_request=sent.form_id == "assessment-request",
        received=date_words(sent.submitted_at),
        sections=_sections(form, sent),
        files=files,
    )


@bp.get("/files/<file_id>/<name>")
@policy(Action.SEE_REQUEST)
def file(case_id: str, submission_id: str, file_id: str, name: str) -> ResponseReturnValue:
    """Give out a file of such a form. The name in the address is only for people."""
    open_case(case_id, to=Action.SEE_REQUEST)
    who = current_person().account_id
    found = sharing.shared_file(db.session(), case_id, who, submission_id, file_id)
    if found is None:
        abort(404)
    stored, real_name = found
    note_reading("read_file", "stored_file", stored.id, case_id=case_id)
    return hand_out(stored, real_name, to_read=True)


def _sections(form: FormDefinition, sent: Submission) -> tuple[Section, ...]:
    context = Context(today=clock.today(), signed_in=True, words=council_words())
    return for_another_adult(form, summary(form, sent.answers, context))


def _file(case_id: str, sent: Submission, each: SentFile) -> dict[str, str]:
    href = ""
    if each.state == "clean":
        href = url_for(
            ".file", case_id=case_id, submission_id=sent.id, file_id=each.file_id, name=each.name
        )
    return {"name": each.name, "note": size_words(each.size), "href": href}
