"""Decisions of a case: what was decided, what can be decided now, and preparing it (row C03)."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council import decision_fields
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.decision_desk import KINDS, DecisionDesk, dates_of, desk, find
from ehcportal.blueprints.council.decision_fields import DecisionForm
from ehcportal.domain.deciding import decidable, why_not
from ehcportal.domain.facts import DecisionKind
from ehcportal.policy import Action, allows
from ehcportal.queries import cases
from ehcportal.queries import decisions as told
from ehcportal.queries.standing import Standing
from ehcportal.services import prepared_decisions
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

bp = Blueprint("decisions", __name__, url_prefix="/council/cases/<case_id>/decisions")

TOO_LATE = 409


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show what was decided, by whom and on what evidence, and what can be decided now."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session, dates = db.session(), dates_of(case_id)
    return render(
        "council/decisions/index.html",
        head=cases.head(session, case_id),
        made=told.made(session, case_id),
        making=told.in_the_making(session, case_id),
        can=[kind for kind in KINDS.values() if decidable(dates, kind)],
        why_not={kind: why_not(dates, kind) for kind in KINDS.values()},
        may_decide=_may(standing),
        correctable=set() if dates.facts.ended_on else set(KINDS),
    )


def _may(standing: Standing) -> bool:
    return allows(current_person().actor, Action.DECIDE_CASE, standing.relations)


@bp.get("/<matter>")
@policy(Action.DECIDE_CASE)
def edit(case_id: str, matter: str) -> ResponseReturnValue:
    """Ask for both parts of the legal test, the evidence, the answer, its reasons and its day."""
    open_case(case_id, to=Action.DECIDE_CASE)
    found = desk(case_id, matter)
    return _page(found, found.form())


@bp.post("/<matter>")
@policy(Action.DECIDE_CASE)
@once
def keep(case_id: str, matter: str) -> ResponseReturnValue:
    """Keep what was typed, right or wrong, and go on to the letter if it is whole."""
    open_case(case_id, to=Action.DECIDE_CASE)
    form, what = decision_fields.read(), KINDS.get(matter) or abort(404)
    found = find(case_id, what)
    if found is None or _is_gone(found, form):
        return _too_late(case_id, what, form)
    deciding = found.checked(form)
    try:
        found.prepared = _kept(found, form)
    except StaleDataError:
        db.forget()
        return _too_late(case_id, found.kind, form)
    if deciding is None:
        return _page(found, form, 422)
    return see_other(url_for("decision_letters.show", case_id=case_id, matter=matter))


def _is_gone(found: DecisionDesk, form: DecisionForm) -> bool:
    """Whether a colleague has issued or dropped meanwhile what this person was writing."""
    there = found.prepared.id if found.prepared else ""
    return bool(form["_prepared"]) and form["_prepared"] != there


def _kept(found: DecisionDesk, form: DecisionForm) -> Any:
    session, case_id = db.writing(), found.head.case_id
    if found.prepared is None:
        return prepared_decisions.begin(session, actor_trace(), case_id, found.kind, form.answers)
    if not form["_prepared"]:
        raise StaleDataError("a colleague has begun this decision")
    answers = {**form.answers, "corrects": found.prepared.answers.get("corrects", "")}
    return prepared_decisions.keep(
        session, actor_trace(), case_id, found.prepared.id, version_of(form), answers
    )


def _too_late(case_id: str, kind: DecisionKind, form: DecisionForm) -> ResponseReturnValue:
    """Say what the colleague did, with what this person typed beside it."""
    session = db.session()
    making = [each for each in told.in_the_making(session, case_id) if each.row.kind is kind]
    made = [each for each in told.made(session, case_id) if each.row.kind is kind]
    return render(
        "council/decisions/too_late.html",
        status=TOO_LATE,
        head=cases.head(session, case_id),
        kind=kind,
        form=form,
        theirs=making[0] if making else None,
        their_form=decision_fields.kept(making[0].row.answers) if making else None,
        made=made[0] if made else None,
        there=told.readable(session, case_id),
    )


@bp.post("/<matter>/drop")
@policy(Action.DECIDE_CASE)
@once
def drop(case_id: str, matter: str) -> ResponseReturnValue:
    """Give up what is being prepared."""
    open_case(case_id, to=Action.DECIDE_CASE)
    form = posted.read("_version")
    version, row = version_of(form), _open(case_id, matter)
    try:
        prepared_decisions.drop(db.writing(), actor_trace(), case_id, row, version)
    except StaleDataError:
        db.forget()
        abort(409)
    return see_other(url_for(".index", case_id=case_id))


def _open(case_id: str, matter: str) -> str:
    found = KINDS.get(matter) or abort(404)
    row = prepared_decisions.open_one(db.session(), case_id, found) or abort(404)
    return row.id


@bp.post("/made/<decision_id>/correction")
@policy(Action.DECIDE_CASE)
@once
def correct(case_id: str, decision_id: str) -> ResponseReturnValue:
    """Begin a further row that takes the place of a decision; that one stays as it is."""
    open_case(case_id, to=Action.DECIDE_CASE)
    posted.read()
    session = db.session()
    old = told.standing(session, case_id, decision_id)
    if old is None or old.kind.value not in KINDS or dates_of(case_id).facts.ended_on:
        abort(404)
    if prepared_decisions.open_one(session, case_id, old.kind) is None:
        answers = decision_fields.of_decision(old, *told.read_for(session, old.id))
        try:
            prepared_decisions.begin(db.writing(), actor_trace(), case_id, old.kind, answers)
        except StaleDataError:
            db.forget()
    return see_other(url_for(".edit", case_id=case_id, matter=old.kind.value))


def _page(found: DecisionDesk, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/decisions/prepare.html",
        status=status,
        head=found.head,
        kind=found.kind,
        can=found.can,
        prepared=found.prepared,
        corrects=found.corrects,
        there=found.there,
        form=form,
        title=_("Decide whether to assess")
        if found.kind is DecisionKind.ASSESS
        else _("Decide whether to make a plan"),
    )
