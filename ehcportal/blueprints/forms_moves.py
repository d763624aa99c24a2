"""What happens after a page was saved: the button that was pressed says where the way goes on."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from ehcportal.blueprints import forms_doors
from ehcportal.blueprints.forms_desk import Desk
from ehcportal.blueprints.forms_show import show
from ehcportal.forms.answers import newly_asked
from ehcportal.forms.definition import Page
from ehcportal.forms.journey import Step
from ehcportal.forms.sent import Sent, Then
from ehcportal.forms.view import Showing
from ehcportal.services.drafts import Saved
from ehcportal.web import is_partial_request, see_other

Move = Callable[[Desk, Page, Sent], ResponseReturnValue]


def go_on(desk: Desk, page: Page, sent: Sent, saved: Saved) -> ResponseReturnValue:
    """Answer a saved page. Where two windows disagree, the person chooses first."""
    step = desk.way.step(page.id)
    if saved.clashes and step is not None and sent.move.then is not Then.CANCEL:
        showing = Showing(clashes=saved.clashes)
        return show(desk, step, showing, status=409, window=sent.window)
    if sent.move.then.stays:
        return _stay(desk, page, sent)
    return MOVES[sent.move.then](desk, page, sent)


def _stay(desk: Desk, page: Page, sent: Sent) -> ResponseReturnValue:
    """Show the same page again: another entry, a search, questions that came up."""
    step = desk.way.step(page.id)
    if step is not None and is_partial_request():
        return show(desk, step, window=sent.window)
    place = f"#{sent.move.question}" if sent.move.question else ""
    return see_other(desk.url(page.id) + place)


def _next(desk: Desk, page: Page, sent: Sent) -> ResponseReturnValue:
    step = desk.way.step(page.id)
    if step is None or step.locked:
        return _elsewhere(desk, step)
    if newly_asked(desk.form, page, sent, desk.given) and not _waits_for_login(step, desk):
        return show(desk, step, Showing(new=True), window=sent.window)
    if step.problems:
        return show(desk, step, Showing(checked=True), status=422, window=sent.window)
    return _to(desk, desk.way.after(page.id) or step)


def _elsewhere(desk: Desk, step: Step | None) -> ResponseReturnValue:
    """Leave a page that is not asked any more, or that needs the login first."""
    if step is None:
        return see_other(desk.url(desk.way.resume_at().page.id))
    return see_other(desk.url(desk.form.sign_in_page) + "?first=1")


def _waits_for_login(step: Step, desk: Desk) -> bool:
    """Whether the page asks for the login first; its questions come up after it."""
    return bool(step.problems) and not desk.context.signed_in


def _previous(desk: Desk, page: Page, _sent: Sent) -> ResponseReturnValue:
    return _to(desk, desk.way.before(page.id) or desk.way.steps[0])


def _submit(desk: Desk, page: Page, sent: Sent) -> ResponseReturnValue:
    step = desk.way.step(page.id)
    if step is None or step.locked:
        return _elsewhere(desk, step)
    if desk.way.complete:
        return see_other(url_for("form_sending.confirm", draft_id=desk.draft.id))
    return show(desk, step, Showing(checked=True), status=422, window=sent.window)


def _to(desk: Desk, step: Step) -> ResponseReturnValue:
    return see_other(desk.url(step.page.id))


def _save(desk: Desk, _page: Page, _sent: Sent) -> ResponseReturnValue:
    return see_other(url_for("saved_forms.index", kept=desk.draft.id))


def _print(desk: Desk, page: Page, _sent: Sent) -> ResponseReturnValue:
    return see_other(url_for("form_papers.sheet", draft_id=desk.draft.id, back=page.id))


def _pdf(desk: Desk, _page: Page, _sent: Sent) -> ResponseReturnValue:
    return see_other(url_for("form_papers.pdf", draft_id=desk.draft.id))


def _close(desk: Desk, _page: Page, _sent: Sent) -> ResponseReturnValue:
    about = desk.form.on_submission
    return see_other(
        way_back(desk.draft.case_id, signed_in=desk.context.signed_in, on_submission=about)
    )


def way_back(case_id: str | None, *, signed_in: bool, on_submission: str = "") -> str:
    """Return where a closed form was opened: a page of its case, or home (guide row W11)."""
    if case_id:
        return forms_doors.way_back(case_id, on_submission)
    return "/home" if signed_in else "/"


def _cancel(desk: Desk, page: Page, _sent: Sent) -> ResponseReturnValue:
    return see_other(url_for("saved_forms.ask_to_cancel", draft_id=desk.draft.id, back=page.id))


MOVES: dict[Then, Move] = {
    Then.NEXT: _next,
    Then.PREVIOUS: _previous,
    Then.SUBMIT: _submit,
    Then.SAVE: _save,
    Then.PRINT: _print,
    Then.PDF: _pdf,
    Then.CLOSE: _close,
    Then.CANCEL: _cancel,
}
