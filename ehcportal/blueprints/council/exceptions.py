"""Exceptions to time limits, recorded by staff beside a date that never moves (statute, part 2)."""

from datetime import timedelta

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.domain.exceptions import CLOSURES, Ground
from ehcportal.domain.excusing import Excusable, Said, excusable, faults
from ehcportal.policy import Action, allows
from ehcportal.queries import case_facts, cases, document_readers, exceptions, staff
from ehcportal.queries.counting import case_journey
from ehcportal.queries.exceptions import Recorded
from ehcportal.queries.standing import Standing
from ehcportal.services import exceptions as work
from ehcportal.services.exceptions import AlreadyChanged, Wanted
from ehcportal.services.lawful import NotLawfulError
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    days,
    once,
    open_case,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("case_exceptions", __name__, url_prefix="/council/cases/<case_id>/exceptions")

EVIDENCE, REASON = 4000, 2000
"""Characters."""

DAYS = ("from", "to", "asked", "told")

AHEAD = timedelta(days=730)
"""How far ahead an absence or a closure can be known."""


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show every exception, also those that stand no longer."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    return render(
        "council/exceptions/index.html",
        head=cases.head(session, case_id),
        rows=exceptions.recorded(session, case_id),
        duties={each.value: each for each in _duties(case_id)},
        may_run=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


@bp.get("/new")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask for the duty, the ground, the days and how they are known."""
    open_case(case_id, to=Action.RUN_CASE)
    return _form(case_id, posted.empty(approved_by=current_person().account_id))


@bp.post("/new")
@policy(Action.RUN_CASE)
@once
def add(case_id: str) -> ResponseReturnValue:
    """Record it. The family sees it at once, and the date stays where it is."""
    return _record(case_id, open_case(case_id, to=Action.RUN_CASE), None)


@bp.get("/<exception_id>/correction")
@policy(Action.RUN_CASE)
def ask_correction(case_id: str, exception_id: str) -> ResponseReturnValue:
    """Show what was recorded, to be put right."""
    open_case(case_id, to=Action.RUN_CASE)
    row = _known(case_id, exception_id)
    values = {
        "duty": row.of,
        "ground": row.ground,
        "evidence": row.evidence,
        "approved_by": row.approved_by_id or "",
        **days.filled("from", row.from_on),
        **days.filled("to", row.to_on),
        **days.filled("asked", row.asked_on),
        **days.filled("told", row.family_told_on),
    }
    return _form(case_id, posted.empty(**values), correcting=row)


@bp.post("/<exception_id>/correction")
@policy(Action.RUN_CASE)
@once
def correct(case_id: str, exception_id: str) -> ResponseReturnValue:
    """Put it right by a further row: its days, its ground, or that it is over."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _record(case_id, standing, _known(case_id, exception_id))


@bp.get("/<exception_id>/end")
@policy(Action.RUN_CASE)
def ask_end(case_id: str, exception_id: str) -> ResponseReturnValue:
    """Ask why there was no exception."""
    open_case(case_id, to=Action.RUN_CASE)
    return _end_page(case_id, exception_id, posted.empty())


@bp.post("/<exception_id>/end")
@policy(Action.RUN_CASE)
@once
def end(case_id: str, exception_id: str) -> ResponseReturnValue:
    """Take it back by a further row that says why."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(long=("reason",))
    form.require("reason", _("Say why"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    if form.errors:
        return _end_page(case_id, exception_id, form, 422)
    told, session, trace = _family(standing), db.writing(), actor_trace()
    try:
        work.take_back(
            session, trace, key_ring(), case_id, exception_id, form["reason"], hearers=told
        )
    except AlreadyChanged:
        return _end_page(case_id, exception_id, form, 409)
    except LookupError:
        abort(404)
    return see_other(url_for(".index", case_id=case_id))


def _record(case_id: str, standing: Standing, row: Recorded | None) -> ResponseReturnValue:
    form = posted.read("duty", "ground", "approved_by", *days.boxes(*DAYS), long=("evidence",))
    wanted = _wanted(case_id, form)
    if wanted is None or form.errors:
        return _form(case_id, form, 422, correcting=row)
    told, session = _family(standing), db.writing()
    try:
        work.record(
            session,
            actor_trace(),
            key_ring(),
            case_id,
            wanted,
            hearers=told,
            corrects_id=row.id if row else None,
        )
    except AlreadyChanged:
        return _form(case_id, form, 409, correcting=row)
    except NotLawfulError as why_not:
        db.forget()
        form.errors["duty"] = str(why_not)
        return _form(case_id, form, 422, correcting=row)
    return see_other(url_for(".index", case_id=case_id))


def _wanted(case_id: str, form: Posted) -> Wanted | None:
    """Return what is to be recorded; note everything that is wrong with it."""
    duty = {each.value: each for each in _duties(case_id)}.get(form["duty"])
    if duty is None:
        form.errors["duty"] = _("Choose what is late or will be")
    form.require("evidence", _("Say how you know"))
    form.at_most("evidence", EVIDENCE, _("Use %(limit)s characters or fewer", limit=EVIDENCE))
    if form["approved_by"] not in {each.account_id for each in staff.case_staff(db.session())}:
        form.errors["approved_by"] = _("Choose who approved it")
    told_on = days.read_day(form, "told")
    said = _said(form)
    if form.errors or duty is None or said is None:
        return None
    for field, sentence in faults(duty, said):
        form.errors[f"{field}-day" if field in DAYS else field] = sentence
    return Wanted(
        duty.key,
        said.ground,
        said.from_on,
        said.to_on,
        form["evidence"],
        form["approved_by"],
        told_on,
        advice_request_id=duty.about or None,
        asked_on=said.asked_on,
    )


def _said(form: Posted) -> Said | None:
    """Return the ground with its days; of a closure also the day on which the school was asked."""
    latest = clock.today() + AHEAD
    from_on = days.read_day(form, "from", _("Enter the first day"), until=latest)
    to_on = days.read_day(form, "to", until=latest)
    asked_on = days.read_day(form, "asked")
    if form["ground"] not in {each.value for each in Ground}:
        form.errors["ground"] = _("Choose the ground")
    if form.errors or from_on is None:
        return None
    ground = Ground(form["ground"])
    return Said(ground, from_on, to_on, asked_on if ground in CLOSURES else None)


def _duties(case_id: str) -> tuple[Excusable, ...]:
    facts = case_facts.for_case(db.session(), case_id)
    return excusable(case_journey(facts, current_profile(), clock.today()).dates)


def _family(standing: Standing) -> list[str]:
    found = document_readers.readers(db.session(), standing.case).family
    return [each.account_id for each in found]


def _known(case_id: str, exception_id: str) -> Recorded:
    known = {each.id: each for each in exceptions.recorded(db.session(), case_id)}
    return known.get(exception_id) or abort(404)


def _form(
    case_id: str, form: Posted, status: int = 200, correcting: Recorded | None = None
) -> ResponseReturnValue:
    session = db.session()
    return render(
        "council/exceptions/form.html",
        status=status,
        head=cases.head(session, case_id),
        form=form,
        duties=_duties(case_id),
        grounds=list(Ground),
        staff=staff.case_staff(session),
        correcting=correcting,
        too_late=status == 409,
    )


def _end_page(
    case_id: str, exception_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render(
        "council/exceptions/end.html",
        status=status,
        head=cases.head(db.session(), case_id),
        row=_known(case_id, exception_id),
        form=form,
        too_late=status == 409,
    )
