"""Filling in a form page by page: shown, saved on every move, saved while it is typed."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.forms_desk import (
    for_owner,
    form_or_404,
    read_sent,
    save,
    set_out,
    set_out_to_write,
)
from ehcportal.blueprints.forms_moves import go_on
from ehcportal.blueprints.forms_show import saved_at, show
from ehcportal.forms.answers import mark
from ehcportal.forms.definition import Page
from ehcportal.forms.sent import Sent
from ehcportal.forms.view import Showing
from ehcportal.models.form import Draft
from ehcportal.services import drafts
from ehcportal.services.drafts import Saved
from ehcportal.web import public, see_other

bp = Blueprint("forms", __name__, url_prefix="/forms/draft/<draft_id>")


@bp.get("")
@public
@for_owner
def resume(draft: Draft) -> ResponseReturnValue:
    """Go on where the form was left: on the first page that is not done."""
    desk = set_out(draft)
    return see_other(desk.url(desk.way.resume_at().page.id))


@bp.get("/<page_id>")
@public
@for_owner
def page(draft: Draft, page_id: str) -> ResponseReturnValue:
    """Show a page. One that needs an account leads to where the form asks for it."""
    desk = set_out(draft)
    step = desk.way.step(desk.page(page_id).id)
    if step is None:
        return see_other(desk.url(desk.way.resume_at().page.id))
    if step.locked:
        return see_other(desk.url(desk.form.sign_in_page) + "?first=1")
    return show(desk, step, Showing(clashes=desk.late.clashes.get(page_id, ())))


@bp.post("/<page_id>")
@public
@for_owner
def send(draft: Draft, page_id: str) -> ResponseReturnValue:
    """Save a page, right or wrong, and do what the pressed button asks for."""
    asked = _page(draft, page_id)
    sent = read_sent(asked)
    desk = set_out_to_write(draft)
    sent = drafts.from_same_window(desk.draft.windows, desk.given, sent)
    desk, saved = save(desk, asked, sent)
    return go_on(desk, asked, sent, saved)


@bp.post("/<page_id>/autosave")
@public
@for_owner
def autosave(draft: Draft, page_id: str) -> ResponseReturnValue:
    """Save what is being typed and say when; 409 when another window changed the same answer.

    The answer carries the marks of what is stored now. Those of a clash stay as they were, so that
    nothing is overwritten before the person has seen both.
    """
    asked = _page(draft, page_id)
    sent = read_sent(asked)
    desk, saved = save(set_out_to_write(draft), asked, sent)
    body = render_template(
        "forms/_saved.html",
        saved_at=saved_at(desk),
        base=_marks(asked, sent, saved),
        clash=bool(saved.clashes),
    )
    return body, 409 if saved.clashes else 200


def _page(draft: Draft, page_id: str) -> Page:
    return form_or_404(draft.form_id).page(page_id) or abort(404)


def _marks(page: Page, sent: Sent, saved: Saved) -> str:
    now = {question.id: mark(saved.given.get(question.id, "")) for question in page.questions}
    kept = {clash.question.id: sent.base.get(clash.question.id, "") for clash in saved.clashes}
    return " ".join(f"{question}:{found}" for question, found in {**now, **kept}.items())
