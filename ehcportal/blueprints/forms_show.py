"""Showing one page of a form, and the addresses of all that belongs to it."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.forms_desk import Desk, new_window, sign_in_url
from ehcportal.blueprints.forms_doors import ADVICE
from ehcportal.content import plan_words
from ehcportal.domain.plan_wording import vague_in
from ehcportal.filters import time_words
from ehcportal.forms.definition import PageKind
from ehcportal.forms.fields import base, group
from ehcportal.forms.journey import Step
from ehcportal.forms.summary import Section, summary
from ehcportal.forms.view import Links, PageView, Showing, page_view
from ehcportal.queries import advice
from ehcportal.queries.advice import OwnAdvice
from ehcportal.web import current_profile, is_partial_request, render

PROVISION = "provision"


def show(
    desk: Desk,
    step: Step,
    showing: Showing | None = None,
    *,
    status: int = 200,
    window: str = "",
    refused: tuple[str, list[str]] = ("", []),
) -> ResponseReturnValue:
    """Show a page of a draft. ``window`` keeps its name when the same page is shown again.

    ``refused`` names the question whose files were turned away, with a sentence for each.
    """
    view = view_of(desk, step, showing or Showing())
    return render(
        "forms/page.html",
        partial=f"forms/_{'questions' if is_partial_request('questions') else 'page'}.html",
        status=status,
        view=with_refusals(view, *refused) if refused[1] else view,
        links=links(desk, step.page.id),
        sections=sections(desk, step),
        window=window or new_window(),
        submit_words=desk.form.submit_words,
        late=step.page.id in desk.late.posts,
        vague=_vague(desk, step),
        ask=_ask(desk),
    )


def _ask(desk: Desk) -> OwnAdvice | None:
    """Return whom advice is about and what was asked, which stands on each page of form 9.

    It goes with the right to see the ask: who was let out keeps their words and nothing else.
    """
    ask_id, account_id = desk.draft.advice_request_id, desk.owner.account_id
    if ask_id is None or account_id is None:
        return None
    return advice.own_one(db.session(), account_id, ask_id, current_profile())


def _vague(desk: Desk, step: Step) -> list[str]:
    """Return words of an adviser that promise nothing, to be thought over before sending."""
    if desk.form.on_submission != ADVICE or step.page.kind is not PageKind.SUBMIT:
        return []
    rows = group.entries(desk.given.get(PROVISION, ""))
    said = [base.text(answer) for row in rows for answer in row.values()]
    return vague_in(said, plan_words.vague_phrases())


def with_refusals(view: PageView, question_id: str, refusals: list[str]) -> PageView:
    """Say at the field, and on top, why files were not taken."""
    questions = tuple(
        replace(each, error=" ".join(refusals)) if each.name == question_id else each
        for each in view.questions
    )
    summary_lines = tuple((question_id, refusal) for refusal in refusals)
    return replace(view, questions=questions, errors=(*summary_lines, *view.errors))


def view_of(desk: Desk, step: Step, showing: Showing) -> PageView:
    """Return the page as its template needs it."""
    links_here = links(desk, step.page.id)
    showing = replace(showing, saved_at=saved_at(desk))
    return page_view(desk.way, step, links_here, showing)


def saved_at(desk: Desk) -> str:
    """Return when the draft was saved last, in words; nothing before it was."""
    return time_words(desk.draft.saved_at) if desk.draft.answers else ""


def sections(desk: Desk, step: Step) -> tuple[Section, ...]:
    """Return the answers to check, on the page where the form is sent."""
    if step.page.kind is not PageKind.SUBMIT:
        return ()
    return summary(desk.form, desk.given, desk.context)


def links(desk: Desk, page_id: str) -> Links:
    """Return the addresses that a page of this draft needs."""
    where: dict[str, Any] = {"draft_id": desk.draft.id, "page_id": page_id}
    return Links(
        page=desk.url,
        sign_in=sign_in_url(desk.url(page_id)),
        autosave=url_for("forms.autosave", **where),
        upload=lambda question: url_for("form_files.add", question_id=question, **where),
        remove_file=lambda file: url_for("form_files.remove", added_id=file, **where),
    )
