"""The stages of a case, each that was reached with its page, and the case in detail (row D11)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import clock, db
from ehcportal.blueprints.family.case_pages import CasePage, open_page, story_of
from ehcportal.content.stage_words import decided_words, stage_words
from ehcportal.domain.journey import Journey
from ehcportal.domain.stages import Stage, StageView
from ehcportal.policy import Action
from ehcportal.queries import access, stages, timeline
from ehcportal.queries.dashboard import date_lines, without_advisers
from ehcportal.web import current_person, policy, render

bp = Blueprint("family_stages", __name__, url_prefix="/cases/<case_id>")

LINES = 5
"""Lines of the timeline that stand under Details before the link to all of them."""


@bp.get("/stages")
@policy(Action.SEE_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List all stages in order; those not reached say so, and cannot be opened."""
    page = open_page(case_id, to=Action.SEE_CASE)
    journey = story_of(page).journey
    views = _shown(journey)
    words = stage_words(views, clock.today())
    lines = [(view.stage, said, _href(page, view)) for view, said in zip(views, words, strict=True)]
    return render("family/stages.html", here=page, lines=lines)


@bp.get("/stages/<stage>")
@policy(Action.SEE_CASE)
def show(case_id: str, stage: str) -> ResponseReturnValue:
    """Show one stage: how it ended, why, and its papers; of the stage now, what to do."""
    page = open_page(case_id, to=Action.SEE_CASE)
    told = story_of(page)
    view = next((each for each in _shown(told.journey) if each.stage.value == stage), None)
    if view is None or not stages.is_reached(view):
        abort(404)
    session, who = db.session(), current_person().account_id
    reads = page.may(Action.SEE_DOCUMENTS)
    decided = stages.decided(session, case_id) if reads else []
    papers = stages.papers(session, case_id, who, view.stage, decided) if reads else []
    return render(
        "family/stage.html",
        here=page,
        view=view,
        words=stage_words((view,), clock.today())[0],
        decided=decided_words(view),
        decision=stages.decision_of(view, decided),
        papers=papers,
        story=told if view.stage is told.journey.current else None,
    )


@bp.get("/details")
@policy(Action.SEE_CASE)
def details(case_id: str) -> ResponseReturnValue:
    """Show the child, who has access, the newest of the timeline, and the key dates."""
    page = open_page(case_id, to=Action.SEE_CASE)
    session, who = db.session(), current_person().account_id
    lines = date_lines(story_of(page).journey)
    if page.may(Action.SEE_INVOLVEMENTS):
        happened = timeline.for_family(session, case_id, who, LINES)
    else:
        lines = without_advisers(lines)
        happened = timeline.for_limited_view(session, case_id, who)[:LINES]
    seen_by = access.seen_by(session, page.standing) if page.may(Action.SEE_ACCESS) else None
    return render("family/details.html", here=page, lines=lines, happened=happened, seen_by=seen_by)


def _shown(journey: Journey) -> tuple[StageView, ...]:
    """Return the stages of the tracker, and the end where the case has come to it."""
    if journey.current is Stage.ENDED:
        return journey.stages
    return journey.tracker


def _href(page: CasePage, view: StageView) -> str:
    if not stages.is_reached(view):
        return ""
    return url_for("family_stages.show", case_id=page.case_id, stage=view.stage.value)
