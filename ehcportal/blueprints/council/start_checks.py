"""Whether what a final plan says has begun: asked four weeks later, as good practice."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, plans, start_checks
from ehcportal.queries.standing import Standing
from ehcportal.services import start_checks as work
from ehcportal.web import (
    actor_trace,
    current_person,
    days,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("start_checks", __name__, url_prefix="/council")

OF_CASE = "/cases/<case_id>/start"
YES, NO = "yes", "no"
MISSING = 4000


@bp.get("/starts")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List the plans that wait for a look, the oldest first."""
    waiting = start_checks.waiting(db.session(), clock.today())
    return render("council/starts.html", waiting=waiting)


@bp.get(OF_CASE)
@policy(Action.WORK_CASE)
def ask(case_id: str) -> ResponseReturnValue:
    """Ask whether all of it has begun, and what is missing."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _page(standing, posted.empty(**days.filled("on", clock.today())))


@bp.post(OF_CASE)
@policy(Action.RUN_CASE)
@once
def note(case_id: str) -> ResponseReturnValue:
    """Keep what was found; nothing is sent to anybody."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("all_there", *days.boxes("on"), long=("missing",))
    on = days.read_day(form, "on", _("Enter the day on which you looked"))
    if form["all_there"] not in {YES, NO}:
        form.errors["all_there"] = _("Say whether all of it has begun")
    if form["all_there"] == NO:
        form.require("missing", _("Write what has not begun, and what is done about it"))
    form.at_most("missing", MISSING, _("Use %(limit)s characters or fewer", limit="4,000"))
    plan = plans.in_force(db.session(), case_id)
    if plan is None:
        form.errors["all_there"] = _("No final plan is in force")
    if form.errors or on is None or plan is None:
        return _page(standing, form, 422)
    missing = form["missing"] if form["all_there"] == NO else ""
    work.note(db.writing(), actor_trace(), (case_id, plan.id), on, missing)
    return see_other(url_for("council_cases.show", case_id=case_id))


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    plan = plans.in_force(session, case_id)
    return render(
        "council/start.html",
        status=status,
        head=cases.head(session, case_id),
        form=form,
        found=start_checks.of_case(session, case_id),
        has_plan=plan is not None,
        told=start_checks.told(session, case_id, plan.served_on) if plan else [],
        may_run=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )
