"""The circle around a child: who is tied to it, ended at once, or marked as protected."""

from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.policy import Action, allows
from ehcportal.queries import blocks, cases, circle
from ehcportal.queries.circle import Tied
from ehcportal.queries.standing import Standing
from ehcportal.services import ties
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
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("circle", __name__, url_prefix="/council/cases/<case_id>/people")

REASON = 200
"""Characters of a reason."""


@bp.get("/circle")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show who is protected, what is shared between adults, and which addresses are blocked."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    session = db.session()
    head = cases.head(session, case_id)
    people = circle.tied(session, head.person_id)
    return render(
        "council/circle/index.html",
        head=head,
        child=circle.child(session, head.person_id),
        people=people,
        pairs=circle.pairs(session, head.person_id, people),
        blocked=blocks.blocked(session, head.person_id),
        may_change=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


@bp.get("/ties/<tie_id>/end")
@policy(Action.RUN_CASE)
def ask_end(case_id: str, tie_id: str) -> ResponseReturnValue:
    """Ask why somebody's access ends."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _tie_page("end", standing, tie_id, posted.empty())


@bp.post("/ties/<tie_id>/end")
@policy(Action.RUN_CASE)
@once
def end(case_id: str, tie_id: str) -> ResponseReturnValue:
    """End a tie at once, with whom its holder had asked in."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = read_reason()
    if form.errors:
        return _tie_page("end", standing, tie_id, form, 422)
    session = db.writing()
    try:
        tie = ties.standing_tie(session, standing.case, tie_id, version_of(form))
        ties.end_by_staff(session, actor_trace(), key_ring(), standing.case, tie, form["reason"])
    except StaleDataError:
        return _tie_page("end", standing, tie_id, form, 409)
    except LookupError:
        abort(404)
    return to_circle(case_id)


@bp.get("/ties/<tie_id>/protection")
@policy(Action.RUN_CASE)
def ask_protection(case_id: str, tie_id: str) -> ResponseReturnValue:
    """Say what marking somebody as protected does, and ask why."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _tie_page("protection", standing, tie_id, posted.empty())


@bp.post("/ties/<tie_id>/protection")
@policy(Action.RUN_CASE)
@once
def protect(case_id: str, tie_id: str) -> ResponseReturnValue:
    """Mark an adult as protected, or lift the mark: whatever it is not now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = read_reason()
    if form.errors:
        return _tie_page("protection", standing, tie_id, form, 422)
    session = db.writing()
    try:
        tie = ties.standing_tie(session, standing.case, tie_id, version_of(form))
    except StaleDataError:
        return _tie_page("protection", standing, tie_id, form, 409)
    except LookupError:
        abort(404)
    ties.protect(
        session,
        actor_trace(),
        standing.case,
        tie,
        protected=not tie.protected,
        reason=form["reason"],
    )
    return to_circle(case_id)


@bp.get("/child-protection")
@policy(Action.RUN_CASE)
def ask_child_protection(case_id: str) -> ResponseReturnValue:
    """Say what marking the child as protected does, and ask why."""
    return _child_page(open_case(case_id, to=Action.RUN_CASE), posted.empty())


@bp.post("/child-protection")
@policy(Action.RUN_CASE)
@once
def protect_child(case_id: str) -> ResponseReturnValue:
    """Mark the child as protected, or lift the mark: whatever they are not now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = read_reason()
    if form.errors:
        return _child_page(standing, form, 422)
    session = db.writing()
    try:
        ties.protect_child(
            session,
            actor_trace(),
            standing.case,
            version=version_of(form),
            protected=not circle.child(session, standing.case.person_id).protected,
            reason=form["reason"],
        )
    except StaleDataError:
        db.forget()
        return _child_page(standing, form, 409)
    return to_circle(case_id)


def read_reason(*names: str) -> Posted:
    """Read a form that asks for a reason besides ``names``, and check that it is there."""
    form = posted.read("reason", "_version", *names)
    form.require("reason", _("Write the reason"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    return form


def version_of(form: Posted) -> int:
    """Return the version that the page had shown; a form without one is not ours."""
    if not form["_version"].isdecimal():
        abort(400)
    return int(form["_version"])


def to_circle(case_id: str) -> ResponseReturnValue:
    """Go back to the circle after a change."""
    return see_other(url_for("circle.index", case_id=case_id))


def one_of(standing: Standing, tie_id: str) -> Tied:
    """Return somebody tied to the child, or answer 404."""
    return among(circle.tied(db.session(), standing.case.person_id), tie_id)


def among(people: list[Tied], tie_id: str) -> Tied:
    """Return one of those tied to the child, or answer 404."""
    found = next((each for each in people if each.tie_id == tie_id), None)
    if found is None:
        abort(404)
    return found


def _tie_page(
    page: str, standing: Standing, tie_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return circle_page(page, standing, form, status, tie=one_of(standing, tie_id))


def _child_page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    child = circle.child(db.session(), standing.case.person_id)
    return circle_page("child_protection", standing, form, status, child=child)


def circle_page(
    page: str, standing: Standing, form: Posted, status: int = 200, **context: Any
) -> ResponseReturnValue:
    """Show one form of the circle; with 409 what somebody else has changed meanwhile."""
    if status == 409:
        db.forget()
    return render(
        f"council/circle/{page}.html",
        status=status,
        head=cases.head(db.session(), standing.case.id),
        form=form,
        too_late=status == 409,
        **context,
    )
