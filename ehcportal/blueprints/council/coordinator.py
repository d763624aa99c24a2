"""Who coordinates a case, and which team it belongs to (guide rows C02, C04)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import cases, staff, teams
from ehcportal.services import coordinators
from ehcportal.services import teams as work
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    open_case,
    policy,
    render,
    see_other,
)
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("case_coordinator", __name__, url_prefix="/council/cases/<case_id>")


@bp.get("/coordinator")
@policy(Action.RUN_CASE)
def edit(case_id: str) -> ResponseReturnValue:
    """Ask who is to coordinate the case."""
    open_case(case_id, to=Action.RUN_CASE)
    return _coordinator_page(case_id, empty(coordinator=current_person().account_id))


@bp.post("/coordinator")
@policy(Action.RUN_CASE)
@once
def update(case_id: str) -> ResponseReturnValue:
    """Change who coordinates the case."""
    open_case(case_id, to=Action.RUN_CASE)
    form, version = _read_versioned("coordinator")
    if form["coordinator"] not in {each.account_id for each in staff.case_staff(db.session())}:
        form.errors["coordinator"] = "Choose who coordinates the case"
        return _coordinator_page(case_id, form, 422)
    try:
        coordinators.change(
            db.writing(),
            actor_trace(),
            case_id,
            form["coordinator"],
            version=version,
        )
    except StaleDataError:
        db.forget()
        return _coordinator_page(case_id, form, 409)
    return see_other(url_for("council_cases.show", case_id=case_id))


@bp.post("/coordinator/take")
@policy(Action.RUN_CASE)
@once
def take(case_id: str) -> ResponseReturnValue:
    """Take a case that nobody has, with one press in the tray; the first who presses has it."""
    open_case(case_id, to=Action.RUN_CASE)
    try:
        coordinators.take(db.writing(), actor_trace(), case_id, current_person().account_id)
    except StaleDataError:
        db.forget()
        logins.leave_news(_("Somebody else has this case now, or it has ended."))
        return see_other(url_for("tray.index"))
    logins.leave_news(_("You coordinate this case now. It stands among your cases."))
    return see_other(url_for("tray.index"))


@bp.post("/team")
@policy(Action.RUN_CASE)
@once
def update_team(case_id: str) -> ResponseReturnValue:
    """Say which team the case belongs to, or none."""
    open_case(case_id, to=Action.RUN_CASE)
    form, version = _read_versioned("team")
    if form["team"] and form["team"] not in {each.id for each in teams.listed(db.session())}:
        form.errors["team"] = "Choose the team, or no team"
        return _coordinator_page(case_id, form, 422)
    team_id = form["team"] or None
    try:
        work.give_case(db.writing(), actor_trace(), case_id, team_id, version=version)
    except StaleDataError:
        db.forget()
        return _coordinator_page(case_id, form, 409)
    return see_other(url_for("council_cases.show", case_id=case_id))


def _read_versioned(name: str) -> tuple[Posted, int]:
    form = read(name, "_version")
    return form, int(form["_version"]) if form["_version"].isdecimal() else abort(400)


def _coordinator_page(case_id: str, form: Posted, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/coordinator.html",
        status=status,
        head=cases.head(session, case_id),
        staff=staff.case_staff(session),
        teams=teams.listed(session),
        team=form["team"] if "team" in form.values else teams.team_of(session, case_id),
        form=form,
        too_late=status == 409,
    )
