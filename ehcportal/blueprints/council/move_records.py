"""Where a child goes meanwhile after a move, and a change of the NHS body (Reg 15(6) and 16)."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, page, version_of
from ehcportal.domain.dates import date_words
from ehcportal.models.proceeding import HealthBodyChange, Move, MoveDirection
from ehcportal.policy import Action
from ehcportal.queries import moves
from ehcportal.queries.standing import Standing
from ehcportal.services.endings.family import Outgoing
from ehcportal.services.moves import records
from ehcportal.services.moves.records import Meanwhile
from ehcportal.web import once, open_case, policy, posted, see_other
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("move_records", __name__, url_prefix="/council/cases/<case_id>/moves")

PLACE, WHY = 150, 2000


@bp.get("/<move_id>/meanwhile")
@policy(Action.RUN_CASE)
def ask_place(case_id: str, move_id: str) -> ResponseReturnValue:
    """Ask where the child goes until the plan is changed."""
    standing, row = open_case(case_id, to=Action.RUN_CASE), _came(case_id, move_id)
    known = posted.empty(
        place=row.arranged_place,
        why=row.arranged_why,
        **filled("from", row.arranged_from or clock.today()),
    )
    return page("move_meanwhile", standing, known, row=row)


@bp.post("/<move_id>/meanwhile")
@policy(Action.RUN_CASE)
@once
def place(case_id: str, move_id: str) -> ResponseReturnValue:
    """Note it, and write to the family in the same moment (Regulation 15(6))."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("place", "_version", "_row", *boxes("from"), *FIELDS, long=("why",))
    who, row = acting(standing, version_of(form)), _came(case_id, move_id)
    _short(form, "place", _("Enter where the child goes meanwhile"))
    form.require("why", _("Write why the place in the plan is not practical"))
    form.at_most("why", WHY, _("Use %(limit)s characters or fewer", limit="2,000"))
    since = read_day(form, "from", _("Enter since when"), from_on=row.moves_on)
    meanwhile = Meanwhile(form["place"], form["why"], since) if since else None
    letter = _letter(standing, row, meanwhile, form) if meanwhile and not form.errors else None
    if meanwhile is None or letter is None:
        return page("move_meanwhile", standing, form, 422, row=row)
    seen = (move_id, version_of(form, "_row"))
    try:
        records.arrange(db.writing(), who, seen, meanwhile, letter)
    except StaleDataError:
        return page("move_meanwhile", standing, form, 409, row=_came(case_id, move_id))
    return _back(case_id)


def _letter(standing: Standing, row: Move, meanwhile: Meanwhile, form: Posted) -> Outgoing | None:
    values = {
        "other_council": row.other_council,
        "came_on": date_words(row.transferred_on or row.moves_on),
        "arranged_place": meanwhile.place,
        "arranged_from": date_words(meanwhile.from_on),
        "arranged_why": meanwhile.why,
    }
    return ready(standing.case, "moved_meanwhile", values, form)


@bp.get("/health-body")
@policy(Action.RUN_CASE)
def ask_body(case_id: str) -> ResponseReturnValue:
    """Ask which NHS body is responsible from now on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("health_body", standing, posted.empty(**filled("known", clock.today())))


@bp.post("/health-body")
@policy(Action.RUN_CASE)
@once
def body(case_id: str) -> ResponseReturnValue:
    """Note the change: the 15 working days of the old body run."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("old", "new", "_version", *boxes("known"))
    who = acting(standing, version_of(form))
    _short(form, "old", _("Enter the NHS body that was responsible"))
    _short(form, "new", _("Enter the NHS body that becomes responsible"))
    known = read_day(form, "known", _("Enter since when the old body knows"))
    if form.errors or known is None:
        return page("health_body", standing, form, 422)
    try:
        records.change_body(db.writing(), who, form["old"], form["new"], known)
    except StaleDataError:
        return page("health_body", standing, form, 409)
    return _back(case_id)


@bp.get("/health-body/<change_id>")
@policy(Action.RUN_CASE)
def ask_told(case_id: str, change_id: str) -> ResponseReturnValue:
    """Ask when the old body told the new one."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    known = posted.empty(**filled("told", clock.today()))
    return _told_page(standing, change_id, known)


@bp.post("/health-body/<change_id>")
@policy(Action.RUN_CASE)
@once
def told(case_id: str, change_id: str) -> ResponseReturnValue:
    """Note it, which ends the 15 working days."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", "_row", *boxes("told"))
    who, row = acting(standing, version_of(form)), _change(case_id, change_id)
    on = read_day(form, "told", _("Enter the day"), from_on=row.known_on)
    if form.errors or on is None:
        return _told_page(standing, change_id, form, 422)
    try:
        records.told_body(db.writing(), who, (change_id, version_of(form, "_row")), on)
    except StaleDataError:
        return _told_page(standing, change_id, form, 409)
    return _back(case_id)


def _told_page(
    standing: Standing, change_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    row = _change(standing.case.id, change_id)
    return page("health_body_told", standing, form, status, row=row)


def _short(form: Posted, name: str, empty: str) -> None:
    form.require(name, empty)
    form.at_most(name, PLACE, _("Use %(limit)s characters or fewer", limit=PLACE))


def _came(case_id: str, move_id: str) -> Move:
    """Return a move with which a plan came here; from any other lead back to the list."""
    row = moves.one(db.session(), case_id, move_id) or abort(404)
    if row.direction is not MoveDirection.IN or row.transferred_on is None:
        abort(redirect(url_for("case_moves.index", case_id=case_id), 303))
    return row


def _change(case_id: str, change_id: str) -> HealthBodyChange:
    return moves.health_change(db.session(), case_id, change_id) or abort(404)


def _back(case_id: str) -> ResponseReturnValue:
    return see_other(url_for("case_moves.index", case_id=case_id))
