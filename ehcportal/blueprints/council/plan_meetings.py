"""The meeting about a proposed plan that a family asked for: set, held, or not wanted."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints import review_fields
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.models.plan_wishes import PlanMeeting
from ehcportal.policy import Action
from ehcportal.queries import cases, plan_meetings
from ehcportal.queries.plan_meetings import Demand
from ehcportal.services import plan_meetings as meeting
from ehcportal.services.plan_meetings import Planned
from ehcportal.web import actor_trace, once, open_case, policy, posted, render, see_other
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "plan_meetings",
    __name__,
    url_prefix="/council/cases/<case_id>/plan/meetings/<representation_id>",
)

NOTE = 4000


@bp.get("")
@policy(Action.RUN_CASE)
def show(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Show what was asked for, and ask for the day, or for what came of it."""
    demand = _demand(case_id, representation_id)
    return _page(case_id, demand, _kept(demand.row))


@bp.post("")
@policy(Action.RUN_CASE)
@once
def arrange(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Set the meeting; who asked for it is told."""
    demand = _demand(case_id, representation_id)
    form = posted.read(*review_fields.MEETING)
    found = review_fields.read_meeting(form)
    if found is None:
        return _page(case_id, demand, form, 422)
    planned = Planned(found.on, found.starts_at, found.minutes, found.how.value, found.place)
    try:
        meeting.arrange(
            db.writing(),
            actor_trace(),
            key_ring(),
            demand.said.row,
            case_id,
            version_of(form),
            planned,
        )
    except StaleDataError:
        return _late(case_id, representation_id, form)
    return _back(case_id)


@bp.post("/held")
@policy(Action.RUN_CASE)
@once
def hold(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Write down that it was held, and what was said: the family reads it."""
    demand = _demand(case_id, representation_id)
    form = posted.read(*boxes("held"), "_version", long=("note",))
    held = read_day(form, "held", _("Enter the day on which you met"))
    form.require("note", _("Write down what was said"))
    form.at_most("note", NOTE, _("Use %(limit)s characters or fewer", limit=NOTE))
    if held is None or form.errors:
        return _page(case_id, demand, form, 422)
    seen = (demand.said.row, case_id, version_of(form))
    try:
        meeting.hold(db.writing(), actor_trace(), *seen, (held, form["note"]))
    except StaleDataError:
        return _late(case_id, representation_id, form)
    return _back(case_id)


@bp.post("/withdrawn")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, representation_id: str) -> ResponseReturnValue:
    """Write down that the family told staff that it does not want to meet any more."""
    demand = _demand(case_id, representation_id)
    form = posted.read(*boxes("told"), "_version")
    told = read_day(form, "told", _("Enter the day on which they told you"))
    if told is None:
        return _page(case_id, demand, form, 422)
    seen = (demand.said.row, case_id, version_of(form))
    try:
        meeting.withdraw(db.writing(), actor_trace(), *seen, told)
    except StaleDataError:
        return _late(case_id, representation_id, form)
    return _back(case_id)


def _kept(row: PlanMeeting | None) -> Posted:
    if row is None or row.on is None:
        return posted.empty(minutes="60")
    return posted.empty(
        starts=f"{row.starts_at:%H:%M}" if row.starts_at else "",
        minutes=str(row.minutes),
        how=row.how,
        place=row.place,
        **filled("on", row.on),
    )


def _demand(case_id: str, representation_id: str) -> Demand:
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    return plan_meetings.one(db.session(), case_id, representation_id) or abort(404)


def _late(case_id: str, representation_id: str, form: Posted) -> ResponseReturnValue:
    db.forget()
    return _page(case_id, _demand(case_id, representation_id), form, 409)


def _back(case_id: str) -> ResponseReturnValue:
    return see_other(url_for("plan_answers.index", case_id=case_id))


def _page(case_id: str, demand: Demand, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/plan_out/meeting.html",
        status=status,
        head=cases.head(db.session(), case_id),
        demand=demand,
        row=demand.row,
        today=clock.today(),
        form=form,
        too_late=status == 409,
    )
