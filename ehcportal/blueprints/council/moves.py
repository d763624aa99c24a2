"""Moves of a child with a plan: away to another council, and what a family that came is told."""

from datetime import date
from typing import NoReturn

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, page, version_of
from ehcportal.domain import endlaw
from ehcportal.domain.dates import date_words, weekday_words
from ehcportal.domain.endclocks import of_move
from ehcportal.models.proceeding import Move
from ehcportal.policy import Action, allows
from ehcportal.profile import text
from ehcportal.queries import case_facts, moves, pack_papers
from ehcportal.queries.counting import case_journey
from ehcportal.queries.standing import Standing
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.moves import packing, steps
from ehcportal.services.moves.packing import Making, NoPlanError
from ehcportal.services.moves.steps import Leaving
from ehcportal.web import (
    current_person,
    current_profile,
    once,
    open_case,
    policy,
    posted,
    see_other,
)
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("case_moves", __name__, url_prefix="/council/cases/<case_id>/moves")

COUNCIL, REASON = 150, 2000
PAPER = "paper"


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """List the moves with what is still to do and by when."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _index(standing, posted.empty())


def _index(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    session, case_id = db.session(), standing.case.id
    facts = case_facts.for_case(session, case_id)
    dates = case_journey(facts, current_profile(), clock.today()).dates
    owed = {each.id: of_move(dates, each) for each in facts.moves}
    return page(
        "moves",
        standing,
        form,
        status,
        moves=[(each, owed.get(each.id)) for each in moves.of_case(session, case_id)],
        health_changes=[
            (each, dates.due(endlaw.HEALTH_BODY_TOLD, each.known_on))
            for each in moves.health_changes(session, case_id)
        ],
        leaving=moves.running_out(session, case_id),
        review=dates.review_due,
        has_plan=any(each.kind.is_final for each in facts.plans),
        today=clock.today(),
        may_change=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )


@bp.get("/out")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask where the family moves, when, and since when the council knows."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("move_out", standing, posted.empty(**filled("known", clock.today())))


@bp.post("/out")
@policy(Action.RUN_CASE)
@once
def leave(case_id: str) -> ResponseReturnValue:
    """Note the move: from the day on which it was known the 15 working days run."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("council", "_version", *boxes("known", "moves"))
    who = acting(standing, version_of(form))
    form.require("council", _("Enter the name of the other council"))
    form.at_most("council", COUNCIL, _("Use %(limit)s characters or fewer", limit=COUNCIL))
    known = read_day(form, "known", _("Enter since when the council knows"))
    until = date(clock.today().year + 2, 12, 31)
    on = read_day(form, "moves", _("Enter the day of the move"), until=until)
    if known is None or on is None or form.errors:
        return page("move_out", standing, form, 422)
    try:
        steps.leave(db.writing(), who, Leaving(form["council"], known, on))
    except (StaleDataError, NotYetError):
        return page("move_out", standing, form, 409)
    return _back(case_id)


@bp.get("/<move_id>/pack")
@policy(Action.RUN_CASE)
def choose(case_id: str, move_id: str) -> ResponseReturnValue:
    """Ask which papers go along in the plan pack."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _pack_page(standing, move_id, posted.empty())


@bp.post("/<move_id>/pack")
@policy(Action.RUN_CASE)
@once
def pass_on(case_id: str, move_id: str) -> ResponseReturnValue:
    """Make the pack, file it for staff alone, and note that the plan was passed on today."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", "_row", "sent", many=(PAPER,))
    who, row = acting(standing, version_of(form)), _move(case_id, move_id)
    if form["sent"] != "yes":
        form.errors["sent"] = _("Tick the box: you send it to the other council today")
        return _pack_page(standing, move_id, form, 422)
    making = Making(
        row, text(current_profile().council.name), frozenset(request.form.getlist(PAPER))
    )
    storage = current_app.extensions["storage"]
    try:
        kept = packing.make(db.session(), storage, standing.case, making)
    except NoPlanError:
        form.errors["sent"] = _("There is no plan in force with lines that could be passed on")
        return _pack_page(standing, move_id, form, 422)
    try:
        steps.pass_on(db.writing(), who, (move_id, version_of(form, "_row")), kept)
    except StaleDataError:
        storage.delete(kept.key)
        return _index(standing, form, 409)
    return _back(case_id)


@bp.get("/<move_id>/stay")
@policy(Action.RUN_CASE)
def ask_stay(case_id: str, move_id: str) -> ResponseReturnValue:
    """Ask how the council learned that the family does not move."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("move_stay", standing, posted.empty(), row=_move(case_id, move_id))


@bp.post("/<move_id>/stay")
@policy(Action.RUN_CASE)
@once
def stay(case_id: str, move_id: str) -> ResponseReturnValue:
    """Note that the family does not move after all."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", "_row", long=("reason",))
    who, row = acting(standing, version_of(form)), _move(case_id, move_id)
    form.require("reason", _("Write how you know it"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    if form.errors:
        return page("move_stay", standing, form, 422, row=row)
    seen = (move_id, version_of(form, "_row"))
    try:
        steps.fall_through(db.writing(), who, seen, form["reason"])
    except StaleDataError:
        return _index(standing, form, 409)
    return _back(case_id)


@bp.post("/<move_id>/close")
@policy(Action.RUN_CASE)
@once
def close(case_id: str, move_id: str) -> ResponseReturnValue:
    """End the case here, once the family has moved and the plan was passed on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", "_row")
    who = acting(standing, version_of(form))
    _move(case_id, move_id)
    try:
        steps.close(db.writing(), who, (move_id, version_of(form, "_row")))
    except (StaleDataError, NotYetError):
        return _index(standing, form, 409)
    return _back(case_id)


@bp.get("/<move_id>/tell")
@policy(Action.RUN_CASE)
def ask_tell(case_id: str, move_id: str) -> ResponseReturnValue:
    """Ask whether the council assesses again, before it writes to a family that moved here."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _tell_page(standing, move_id, posted.empty())


@bp.post("/<move_id>/tell")
@policy(Action.RUN_CASE)
@once
def tell(case_id: str, move_id: str) -> ResponseReturnValue:
    """Write to the family what becomes of the plan here (Regulation 15(4))."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("again", "_version", "_row", *FIELDS, long=("reason",))
    who, row = acting(standing, version_of(form)), _move(case_id, move_id)
    if form["again"] not in {"yes", "no"}:
        form.errors["again"] = _("Choose whether the council assesses again")
    form.require("reason", _("Write the reasons, as the family will read them"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    letter = None if form.errors else ready(standing.case, "moved_here", _values(form, row), form)
    if letter is None:
        return _tell_page(standing, move_id, form, 422)
    seen = (move_id, version_of(form, "_row"))
    try:
        steps.tell(db.writing(), who, letter, seen, reassess=form["again"] == "yes")
    except NotLawfulError as why_not:
        db.forget()
        form.errors["again"] = str(why_not)
        return _tell_page(standing, move_id, form, 422)
    except StaleDataError:
        return _index(standing, form, 409)
    return _back(case_id)


def _values(form: Posted, row: Move) -> dict[str, str]:
    facts = case_facts.for_case(db.session(), row.case_id)
    review = case_journey(facts, current_profile(), clock.today()).dates.review_due
    told = (
        _("We will make a new assessment.")
        if form["again"] == "yes"
        else _("We will not make a new assessment now.")
    )
    return {
        "other_council": row.other_council,
        "came_on": date_words(row.transferred_on or row.moves_on),
        "review_by": weekday_words(review.due_on) if review else "",
        "reassess": f"{told}\n\n{form['reason']}",
    }


def _move(case_id: str, move_id: str) -> Move:
    return moves.one(db.session(), case_id, move_id) or abort(404)


def _away(case_id: str) -> NoReturn:
    abort(redirect(url_for("case_moves.index", case_id=case_id), 303))


def _back(case_id: str) -> ResponseReturnValue:
    return see_other(url_for(".index", case_id=case_id))


def _pack_page(
    standing: Standing, move_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    row, papers = (
        _move(standing.case.id, move_id),
        pack_papers.packable(db.session(), standing.case.id),
    )
    if row.transferred_on is not None:
        _away(standing.case.id)
    chosen = set(request.form.getlist(PAPER))
    ticked = chosen if status != 200 else {each.document_id for each in papers if each.goes_along}
    return page("move_pack", standing, form, status, row=row, papers=papers, ticked=ticked)


def _tell_page(
    standing: Standing, move_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    row = _move(standing.case.id, move_id)
    if row.family_told_on is not None or row.transferred_on is None:
        _away(standing.case.id)
    return page("move_tell", standing, form, status, row=row)
