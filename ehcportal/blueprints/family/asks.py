"""What a school or college asked for between reviews, as the family reads it (rows D10, U09)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.blueprints.forms_desk import council_words
from ehcportal.forms.catalogue import from_source
from ehcportal.forms.fields.base import Context
from ehcportal.forms.shared import for_another_adult
from ehcportal.forms.summary import Section, summary
from ehcportal.forms.wording import named_words
from ehcportal.models.form import FormVersion, Submission
from ehcportal.policy import Action
from ehcportal.queries import access, asks, setting_forms
from ehcportal.queries.counting import counting
from ehcportal.web import current_profile, policy, render

bp = Blueprint("family_asks", __name__, url_prefix="/cases/<case_id>/asks")


@bp.get("/<ask_id>")
@policy(Action.READ_ASK)
def show(case_id: str, ask_id: str) -> ResponseReturnValue:
    """Show what the school or college wrote, but for what only the council reads, and no files."""
    page, session = open_page(case_id, to=Action.READ_ASK), db.session()
    ask = asks.one(session, case_id, ask_id)
    if ask is None or not ask.is_open_to_family:
        abort(404)
    if not access.own(session, page.standing).knows_where:
        abort(404)
    found = setting_forms.one(session, case_id, ask.row.submission_id) or abort(404)
    return render(
        "family/ask.html",
        here=page,
        ask=ask,
        answer_by=ask.answer_by(counting(current_profile())),
        sections=_sections(*found),
    )


def _sections(sent: Submission, version: FormVersion) -> tuple[Section, ...]:
    form = from_source(version.source, sent.language)
    words = {**council_words(), **named_words(sent.about)}
    context = Context(today=clock.today(), signed_in=True, words=words)
    return for_another_adult(form, summary(form, sent.answers, context))
