"""Files of a form: several at once, one after another with a script, each refused or kept."""

from typing import BinaryIO, cast

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.forms_desk import (
    Desk,
    for_owner,
    form_or_404,
    read_sent,
    save,
    set_out,
    set_out_to_write,
)
from ehcportal.blueprints.forms_show import show, view_of
from ehcportal.forms.definition import Page, QuestionType
from ehcportal.forms.view import Showing
from ehcportal.models.form import Draft
from ehcportal.services import draft_endings, uploads
from ehcportal.services.uploads import Gate, Kept, Unwanted
from ehcportal.web import actor_trace, current_profile, is_partial_request, public, see_other

bp = Blueprint("form_files", __name__, url_prefix="/forms/draft/<draft_id>/<page_id>/files")


@bp.post("/<question_id>")
@public
@for_owner
def add(draft: Draft, page_id: str, question_id: str) -> ResponseReturnValue:
    """Take in the chosen files. What is refused says why, and everything else stays (422)."""
    page = _page(draft, page_id, question_id)
    step = set_out(draft).way.step(page_id)
    if step is None or step.locked:
        return see_other(url_for("forms.page", draft_id=draft.id, page_id=page_id))
    kept, refusals = _receive(question_id)
    desk = _with_page_saved(set_out_to_write(draft), page)
    remove = current_app.extensions["storage"].delete
    for file in kept:
        try:
            uploads.check_room(db.session(), desk.draft, file, current_profile())
        except Unwanted as unwanted:
            refusals.append(f"{file.name}: {unwanted}")
            keys = [key for key in (file.key, file.sealed_key) if key]
            draft_endings.remove_after_commit(db.session(), keys, remove)
            continue
        uploads.add(
            db.session(),
            actor_trace(),
            desk.draft,
            file,
            question_id=question_id,
            now=clock.now(),
        )
    return _answer(set_out(desk.draft), page, question_id, refusals)


@bp.post("/<added_id>/remove")
@public
@for_owner
def remove(draft: Draft, page_id: str, added_id: str) -> ResponseReturnValue:
    """Take a file away again."""
    page = form_or_404(draft.form_id).page(page_id) or abort(404)
    desk = set_out_to_write(draft)
    question_id = next((row.question for row in desk.context.files if row.id == added_id), "")
    desk = _with_page_saved(desk, page)
    keys = uploads.remove(db.session(), actor_trace(), desk.draft, added_id)
    remove = current_app.extensions["storage"].delete
    draft_endings.remove_after_commit(db.session(), keys, remove)
    return _answer(set_out(desk.draft), page, question_id, [])


def _page(draft: Draft, page_id: str, question_id: str) -> Page:
    page = form_or_404(draft.form_id).page(page_id) or abort(404)
    asked = {each.id for each in page.questions if each.type is QuestionType.FILES}
    return page if question_id in asked else abort(404)


def _receive(question_id: str) -> tuple[list[Kept], list[str]]:
    """Store each file that may be kept, before any transaction begins."""
    extensions = current_app.extensions
    limits = uploads.limits_of(current_profile())
    gate = Gate(extensions["storage"], extensions["scanner"], extensions["keyring"], limits)
    kept: list[Kept] = []
    refusals: list[str] = []
    for file in request.files.getlist(question_id)[: current_profile().limits.files_a_form]:
        if not file.filename:
            continue
        with file.stream:
            try:
                kept.append(uploads.receive(gate, cast(BinaryIO, file.stream), file.filename))
            except Unwanted as unwanted:
                refusals.append(f"{file.filename[:100]}: {unwanted}")
    return kept, refusals


def _with_page_saved(desk: Desk, page: Page) -> Desk:
    """Save the answers that came along; a script sends the file alone, and no answers with it."""
    if is_partial_request():
        return desk
    saved_desk, _saved = save(desk, page, read_sent(page))
    return saved_desk


def _answer(desk: Desk, page: Page, question_id: str, refusals: list[str]) -> ResponseReturnValue:
    db.session().flush()
    step = desk.way.step(page.id)
    if step is None:
        return see_other(desk.url(desk.way.resume_at().page.id))
    status = 422 if refusals else 200
    if is_partial_request():
        return _list(desk, page, question_id, refusals), status
    if not refusals:
        return see_other(f"{desk.url(page.id)}#{question_id}")
    return show(desk, step, refused=(question_id, refusals), status=422)


def _list(desk: Desk, page: Page, question_id: str, refusals: list[str]) -> str:
    step = desk.way.step(page.id) or abort(404)
    view = view_of(desk, step, Showing())
    question = next((each for each in view.questions if each.name == question_id), None)
    if question is None:
        abort(404)
    return render_template("forms/_files.html", q=question, error=" ".join(refusals))
