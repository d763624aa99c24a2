"""A line of the plan is added and changed, by several people at once."""

from dataclasses import replace

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council import plan_fields
from ehcportal.blueprints.council.plan_desk import Opened, opened, opened_or_none, section_or_404
from ehcportal.blueprints.council.plan_line_pages import (
    clash,
    line_page,
    linked_now,
    section_of,
    settings_for,
    too_late,
)
from ehcportal.domain.facts import PlanKind
from ehcportal.models.plan import Section
from ehcportal.policy import Action
from ehcportal.queries import plan_history
from ehcportal.queries.plans import Line
from ehcportal.services.plans import joining, writing
from ehcportal.services.plans.versions import NotOpen
from ehcportal.web import once, policy, see_other
from ehcportal.web.posted import Posted, empty
from ehcportal.web.reads import note_reading

bp = Blueprint("plan_lines", __name__, url_prefix="/council/cases/<case_id>/plan")

TOO_LATE = (writing.Gone, NotOpen, LookupError)


@bp.get("/sections/<letter>/new")
@policy(Action.RUN_CASE)
def new(case_id: str, letter: str) -> ResponseReturnValue:
    """Ask for the words of a new line."""
    place = opened(case_id)
    return line_page(place, empty(), section=_writable(place, letter))


@bp.post("/sections/<letter>/new")
@policy(Action.RUN_CASE)
@once
def add(case_id: str, letter: str) -> ResponseReturnValue:
    """Add the line at the end of its section."""
    place, form = opened_or_none(case_id), plan_fields.read()
    if place is None or form["of"] != place.whole.head.id:
        return too_late(case_id, form, section_or_404(letter))
    section, ticked = _writable(place, letter), plan_fields.picked("links")
    said = plan_fields.words(form, section, settings=settings_for(place, section, None))
    if form.errors:
        return line_page(place, form, 422, section=section, ticked=ticked)
    try:
        session = db.writing()
        line = writing.add(session, place.desk, section, said)
        joining.join(session, place.desk, line.key, wanted=ticked, seen=())
    except TOO_LATE:
        db.forget()
        return too_late(case_id, form, section)
    return to_line(case_id, section, line.key)


@bp.get("/lines/<line_key>")
@policy(Action.RUN_CASE)
def edit(case_id: str, line_key: str) -> ResponseReturnValue:
    """Open a line to write it; colleagues see who has it open."""
    place = opened(case_id)
    line = place.line(line_key)
    note_reading(plan_history.OPENED_LINE, "plan_line", line_key, case_id=case_id)
    return line_page(place, plan_fields.filled(line), line=line, ticked=linked_now(place, line))


@bp.post("/lines/<line_key>")
@policy(Action.RUN_CASE)
@once
def save(case_id: str, line_key: str) -> ResponseReturnValue:
    """Save a line. Who saves an older one gets both texts side by side."""
    place, form = opened_or_none(case_id), plan_fields.read()
    line = place.whole.line(line_key) if place and form["of"] == place.whole.head.id else None
    if place is None or line is None:
        return too_late(case_id, form, section_of(form), line_key)
    section = plan_fields.target(form, line)
    said = plan_fields.words(form, section, line, settings=settings_for(place, section, line))
    if form.errors:
        return line_page(place, form, 422, line=line, ticked=plan_fields.picked("links"))
    try:
        _save(place, line, form, said, section)
    except writing.Clash:
        db.forget()
        return clash(case_id, line_key, form)
    except TOO_LATE:
        db.forget()
        return too_late(case_id, form, section, line_key)
    return to_line(case_id, section, line_key)


def _save(place: Opened, line: Line, form: Posted, said: writing.Words, section: Section) -> None:
    if form["join"]:
        said = replace(said, text=f"{line.text}\n\n{said.text}")
    session = db.writing()
    seen, wanted = plan_fields.picked("seen"), plan_fields.picked("links")
    writing.change(session, place.desk, line.key, seen_version(form), said, section=section)
    joining.join(session, place.desk, line.key, wanted=wanted, seen=seen)


def seen_version(form: Posted) -> int:
    """Return the version of the line that its writer saw."""
    return int(form["_version"]) if form["_version"].isdecimal() else 0


def to_line(case_id: str, section: Section, line_key: str) -> ResponseReturnValue:
    """Go back to the section, at the line."""
    address = url_for("case_plan.section", case_id=case_id, letter=section.value)
    return see_other(f"{address}#line-{line_key}")


def _writable(place: Opened, letter: str) -> Section:
    """Return the section; a draft names no setting, so there section I is not written."""
    section = section_or_404(letter)
    if section is Section.I and place.whole.head.kind is PlanKind.DRAFT:
        abort(404)
    return section
