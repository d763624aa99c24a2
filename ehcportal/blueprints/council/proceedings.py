"""Mediation, appeals and orders of a case: windows, the log, and a step more (statute.md 8, 9)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council import proceeding_fields
from ehcportal.blueprints.council.circle import read_reason, version_of
from ehcportal.blueprints.council.decision_desk import dates_of
from ehcportal.domain.proceedings import SECTIONS, Subject, needs_certificate
from ehcportal.policy import Action, allows
from ehcportal.queries import case_documents, cases
from ehcportal.queries import proceedings as told
from ehcportal.queries.case_documents import Filed
from ehcportal.queries.proceedings import Logged
from ehcportal.queries.standing import Standing
from ehcportal.services import proceedings
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.proceedings import NotNowError
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("proceedings", __name__, url_prefix="/council/cases/<case_id>/proceedings")


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show what can be appealed and until when, what runs, and what the council owes."""
    return _list(open_case(case_id, to=Action.WORK_CASE), _fresh())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def start(case_id: str) -> ResponseReturnValue:
    """Write down that mediation or an appeal began."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = proceeding_fields.read_start()
    there = told.appealable(db.session(), case_id, current_profile(), clock.today())
    began = proceeding_fields.start(form, there)
    if began is None:
        return _list(standing, form, 422)
    kind, about, on = began
    try:
        made = proceedings.start(
            db.writing(), actor_trace(), case_id, kind, about, on=on, reference=form["reference"]
        )
    except NotLawfulError as why_not:
        db.forget()
        form.errors["kind"] = str(why_not)
        return _list(standing, form, 422)
    return see_other(url_for(".show", case_id=case_id, proceeding_id=made.id))


@bp.get("/<proceeding_id>")
@policy(Action.WORK_CASE)
def show(case_id: str, proceeding_id: str) -> ResponseReturnValue:
    """Show everything that happened in it, and the form for what happened next."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _page(standing, proceeding_id, _fresh())


@bp.post("/<proceeding_id>")
@policy(Action.RUN_CASE)
@once
def add(case_id: str, proceeding_id: str) -> ResponseReturnValue:
    """Write down what happened; an order opens the weeks of its own."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = proceeding_fields.read_step()
    version, logged = version_of(form), _one(case_id, proceeding_id)
    happened = proceeding_fields.happened(form, logged, _papers(case_id))
    if logged.row.version != version:
        return _page(standing, proceeding_id, form, 409)
    if happened is None:
        return _page(standing, proceeding_id, form, 422)
    try:
        proceedings.add(db.writing(), actor_trace(), case_id, proceeding_id, version, happened)
    except (StaleDataError, NotNowError):
        db.forget()
        return _page(standing, proceeding_id, form, 409)
    return see_other(url_for(".show", case_id=case_id, proceeding_id=proceeding_id))


@bp.get("/<proceeding_id>/steps/<step_id>")
@policy(Action.RUN_CASE)
def ask_take_back(case_id: str, proceeding_id: str, step_id: str) -> ResponseReturnValue:
    """Ask why a step was an error."""
    open_case(case_id, to=Action.RUN_CASE)
    return _step_page(case_id, proceeding_id, step_id, posted.empty())


@bp.post("/<proceeding_id>/steps/<step_id>")
@policy(Action.RUN_CASE)
@once
def take_back(case_id: str, proceeding_id: str, step_id: str) -> ResponseReturnValue:
    """Take a step back by a further row that says why."""
    open_case(case_id, to=Action.RUN_CASE)
    form = read_reason()
    version = version_of(form)
    if form.errors:
        return _step_page(case_id, proceeding_id, step_id, form, 422)
    reason = form["reason"]
    try:
        proceedings.take_back(db.writing(), actor_trace(), case_id, step_id, version, reason)
    except StaleDataError:
        db.forget()
        return _step_page(case_id, proceeding_id, step_id, form, 409)
    except LookupError:
        abort(404)
    return see_other(url_for(".show", case_id=case_id, proceeding_id=proceeding_id))


def _fresh() -> Posted:
    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    return posted.empty(**{name: str(each) for name, each in day.items()})


def _one(case_id: str, proceeding_id: str) -> Logged:
    every = told.logged(db.session(), case_id)
    return next((each for each in every if each.row.id == proceeding_id), None) or abort(404)


def _papers(case_id: str) -> list[Filed]:
    """Return the papers that a step can name, those filed last first."""
    filed = case_documents.listed(db.session(), case_id, None).rows
    return [each for each in filed if each.withdrawn_at is None]


def _may(standing: Standing) -> bool:
    return allows(current_person().actor, Action.RUN_CASE, standing.relations)


def _list(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    session, case_id = db.session(), standing.case.id
    there = told.appealable(session, case_id, current_profile(), clock.today())
    if len(there) == 1 and not form["about"]:
        form.values["about"] = there[0].value
    return render(
        "council/proceedings/index.html",
        status=status,
        head=cases.head(session, case_id),
        there=there,
        every=told.logged(session, case_id),
        owed=told.owed(dates_of(case_id)),
        sections=SECTIONS[Subject.PLAN],
        form=form,
        may_change=_may(standing),
    )


def _page(
    standing: Standing, proceeding_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    case_id = standing.case.id
    logged = _one(case_id, proceeding_id)
    if status == 409:
        form.errors["step"] = _(
            "A colleague wrote something down meanwhile. Look at it; what you typed is still here"
        )
    return render(
        "council/proceedings/show.html",
        status=status,
        head=cases.head(db.session(), case_id),
        logged=logged,
        form=form,
        needs_certificate=needs_certificate(logged.row.about),
        papers=_papers(case_id),
        may_change=_may(standing),
    )


def _step_page(
    case_id: str, proceeding_id: str, step_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    logged = _one(case_id, proceeding_id)
    step = next((each for each in logged.steps if each.row.id == step_id), None)
    if step is None or step.taken_back:
        abort(404)
    return render(
        "council/proceedings/take_back.html",
        status=status,
        head=cases.head(db.session(), case_id),
        logged=logged,
        step=step,
        form=form,
        too_late=status == 409,
    )
