"""Looking at what families read, in the council's own words, before and after it is in force."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.content.council_texts import CouncilTexts, examine
from ehcportal.content.voices import ABOUT_ME, MY_VIEWS
from ehcportal.domain.situations import Situation
from ehcportal.policy import Action
from ehcportal.queries import case_facts, cases, text_previews
from ehcportal.queries.text_previews import OfCase
from ehcportal.web import current_profile, policy, render
from ehcportal.web.cases import case_of_reference
from ehcportal.web.posted import Posted, empty, read
from ehcportal.web.texts import own_texts
from ehcportal.web.voices import own_words

bp = Blueprint("texts", __name__, url_prefix="/council/texts")

SITUATIONS = {each.value: each for each in Situation}


@bp.get("")
@policy(Action.PREVIEW_TEXTS)
def index() -> ResponseReturnValue:
    """List every situation with its first sentence, whose it is, and what is faulty."""
    found = _examined()
    return render(
        "council/texts/list.html",
        found=found,
        lines=text_previews.heroes(found.book, current_profile(), clock.today()),
        in_force=found.book == own_texts(),
        topics={page: own_words().topics(page) for page in (ABOUT_ME, MY_VIEWS)},
    )


@bp.get("/<situation>")
@policy(Action.PREVIEW_TEXTS)
def show(situation: str) -> ResponseReturnValue:
    """Show every variant of one situation with an example's dates."""
    return _page(_known(situation), empty())


@bp.post("/<situation>")
@policy(Action.PREVIEW_TEXTS)
def show_with_case(situation: str) -> ResponseReturnValue:
    """Show it with the dates of a case that the person may open; nothing is changed."""
    known, form = _known(situation), read("reference")
    form.require("reference", _("Enter the reference of a case"))
    if form.errors:
        return _page(known, form, status=422)
    standing = case_of_reference(form["reference"], to=Action.WORK_CASE)
    if standing is None:
        form.errors["reference"] = _("There is no case with this reference that you may open")
        return _page(known, form, status=422)
    return _page(known, form, of_case=_of_case(known, standing.case.id))


def _known(situation: str) -> Situation:
    if situation not in SITUATIONS:
        abort(404)
    return SITUATIONS[situation]


def _examined() -> CouncilTexts:
    instance: Path = current_app.extensions["settings"].instance
    return examine(instance)


def _of_case(situation: Situation, case_id: str) -> OfCase:
    session = db.session()
    head = cases.head(session, case_id)
    return text_previews.of_case(
        _examined().book,
        situation,
        current_profile(),
        clock.today(),
        case_facts.for_case(session, case_id),
        child=head.forename,
        coordinator=head.coordinator.name if head.coordinator else None,
    )


def _page(
    situation: Situation, form: Posted, status: int = 200, **more: Any
) -> ResponseReturnValue:
    found = _examined()
    previews = text_previews.of_example(found.book, situation, current_profile(), clock.today())
    return render(
        "council/texts/show.html",
        status=status,
        found=found,
        situation=situation,
        previews=list(previews),
        form=form,
        **more,
    )
