"""Notes on a case that families never see (guide row C04)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action, allows
from ehcportal.queries import case_desk, cases
from ehcportal.queries.standing import Standing
from ehcportal.services import notes
from ehcportal.services.notes import AlreadyCorrected
from ehcportal.web import (
    actor_trace,
    current_person,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("case_notes", __name__, url_prefix="/council/cases/<case_id>/notes")


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show every note, the newest first, and ask for a further one."""
    return _page(open_case(case_id, to=Action.WORK_CASE), posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def add(case_id: str) -> ResponseReturnValue:
    """Add a note."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = _read()
    if form.errors:
        return _page(standing, form, 422)
    notes.write(db.writing(), actor_trace(), case_id, form["text"])
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/<note_id>/correction")
@policy(Action.RUN_CASE)
def ask_correction(case_id: str, note_id: str) -> ResponseReturnValue:
    """Ask what is right instead."""
    open_case(case_id, to=Action.RUN_CASE)
    return _correction(case_id, note_id, posted.empty())


@bp.post("/<note_id>/correction")
@policy(Action.RUN_CASE)
@once
def correct(case_id: str, note_id: str) -> ResponseReturnValue:
    """Put a note right by a further one. The first stays, marked as corrected."""
    open_case(case_id, to=Action.RUN_CASE)
    form = _read()
    if form.errors:
        return _correction(case_id, note_id, form, 422)
    try:
        notes.correct(db.writing(), actor_trace(), case_id, note_id, form["text"])
    except AlreadyCorrected:
        return _correction(case_id, note_id, form, 409)
    except LookupError:
        abort(404)
    return see_other(url_for(".index", case_id=case_id))


def _read() -> Posted:
    form = posted.read(long=("text",))
    form.require("text", _("Write the note"))
    form.at_most("text", notes.MOST, _("Use %(limit)s characters or fewer", limit=notes.MOST))
    return form


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    return render(
        "council/notes/index.html",
        status=status,
        head=cases.head(session, case_id),
        notes=case_desk.notes(session, case_id),
        form=form,
        may_run=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


def _correction(case_id: str, note_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    known = {each.id: each for each in case_desk.notes(session, case_id)}
    return render(
        "council/notes/correction.html",
        status=status,
        head=cases.head(session, case_id),
        note=known.get(note_id) or abort(404),
        form=form,
        too_late=status == 409,
    )
