"""A line of the plan is moved, removed and brought back; its sources and its history."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council import plan_fields
from ehcportal.blueprints.council.plan_desk import opened, opened_or_none
from ehcportal.blueprints.council.plan_line_pages import (
    clash,
    line_page,
    linked_now,
    section_of,
    settings_for,
    too_late,
)
from ehcportal.blueprints.council.plan_lines import TOO_LATE, seen_version, to_line
from ehcportal.content import plan_words
from ehcportal.models.plan import Section
from ehcportal.policy import Action
from ehcportal.queries import cases, plan_history
from ehcportal.services.plans import joining, writing
from ehcportal.web import once, open_case, policy, render, see_other
from ehcportal.web.posted import read

bp = Blueprint(
    "plan_line_moves", __name__, url_prefix="/council/cases/<case_id>/plan/lines/<line_key>"
)


@bp.post("/move")
@policy(Action.RUN_CASE)
@once
def move(case_id: str, line_key: str) -> ResponseReturnValue:
    """Move a line up or down by one place."""
    place = opened(case_id)
    form, line = read("way"), place.line(line_key)
    if form["way"] not in {"up", "down"}:
        abort(400)
    try:
        writing.move(db.writing(), place.desk, line_key, up=form["way"] == "up")
    except TOO_LATE:
        db.forget()
    return to_line(case_id, line.section, line_key)


@bp.post("/removal")
@policy(Action.RUN_CASE)
@once
def remove(case_id: str, line_key: str) -> ResponseReturnValue:
    """Take a line out; it can be brought back. If it was changed meanwhile, that is shown first."""
    place = opened(case_id)
    form, line = read("_version"), place.line(line_key)
    try:
        writing.remove(db.writing(), place.desk, line_key, seen_version(form))
    except writing.Clash:
        db.forget()
        fresh = opened(case_id)
        now = fresh.line(line_key)
        ticked = linked_now(fresh, now)
        return line_page(
            fresh, plan_fields.filled(now), 409, line=now, ticked=ticked, not_removed=True
        )
    except TOO_LATE:
        db.forget()
    return _to_section(case_id, line.section)


@bp.post("/return")
@policy(Action.RUN_CASE)
@once
def bring_back(case_id: str, line_key: str) -> ResponseReturnValue:
    """Bring a removed line back: as it was, or with what somebody was writing meanwhile."""
    place, form = opened_or_none(case_id), plan_fields.read()
    section = section_of(form)
    if place is None:
        return too_late(case_id, form, section, line_key)
    settings = settings_for(place, section, None)
    said = plan_fields.words(form, section, settings=settings) if form["text"] else None
    try:
        line = writing.restore(db.writing(), place.desk, line_key, said)
    except writing.Clash:
        db.forget()
        return clash(case_id, line_key, form) if said else _to_section(case_id, section)
    except (*TOO_LATE, writing.NoSuchPlace):
        db.forget()
        return too_late(case_id, form, section, line_key) if said else abort(404)
    return to_line(case_id, line.section, line_key)


@bp.post("/sources/<source_id>/end")
@policy(Action.RUN_CASE)
@once
def end_source(case_id: str, line_key: str, source_id: str) -> ResponseReturnValue:
    """Say that a line does not come from a passage."""
    place = opened(case_id)
    read()
    place.line(line_key)
    try:
        joining.take_source(db.writing(), place.desk, line_key, source_id)
    except TOO_LATE:
        db.forget()
    return see_other(url_for("plan_lines.edit", case_id=case_id, line_key=line_key))


@bp.get("/history")
@policy(Action.WORK_CASE)
def history(case_id: str, line_key: str) -> ResponseReturnValue:
    """Show what became of a line, the latest first."""
    open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    if not plan_history.ever_was(session, case_id, line_key):
        abort(404)
    return render(
        "council/plan/history.html",
        head=cases.head(session, case_id),
        states=plan_history.history(session, case_id, line_key),
        words=plan_words,
    )


def _to_section(case_id: str, section: Section) -> ResponseReturnValue:
    return see_other(url_for("case_plan.section", case_id=case_id, letter=section.value))
