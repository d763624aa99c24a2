"""Recording whose the rights are: what a young person wants, or whether they can decide it."""

from datetime import date

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.models.access import RightsKind
from ehcportal.models.person import View
from ehcportal.policy import Action, allows
from ehcportal.queries import cases
from ehcportal.queries import rights as told
from ehcportal.queries.paging import Cursor
from ehcportal.queries.rights import Rights
from ehcportal.queries.standing import Standing
from ehcportal.services import rights
from ehcportal.services.rights import Acting, Heard, NotTheirsToDecideError
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

bp = Blueprint("case_rights", __name__, url_prefix="/council")
ADDRESS = "/cases/<case_id>/people/rights"

FIELDS = ("kind", "parent", "view", "how", "on-day", "on-month", "on-year", "_version")
HOW = 1000
KINDS = {each.value: each for each in RightsKind}
VIEWS = {each.value: each for each in View}


@bp.get("/rights")
@policy(Action.LIST_CASES)
def index() -> ResponseReturnValue:
    """List young people whose rights pass in six months and about whom nothing is recorded."""
    after = Cursor.read(request.args.get("after"))
    found = told.unheard(db.session(), after)
    return render("council/rights.html", found=found, is_first_page=after is None)


@bp.get(ADDRESS)
@policy(Action.WORK_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show when the rights pass, what was recorded, and the form for more."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    today = clock.today()
    day = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    return _page(standing, posted.empty(**{name: str(each) for name, each in day.items()}))


@bp.post(ADDRESS)
@policy(Action.RUN_CASE)
@once
def record(case_id: str) -> ResponseReturnValue:
    """Record what was heard or assessed; it counts from the next request on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(*FIELDS)
    version = version_of(form)
    heard = _heard(form)
    if heard is None:
        return _page(standing, form, 422)
    acting = Acting(actor_trace(), key_ring(), standing.case)
    try:
        rights.record(db.writing(), acting, heard, version=version)
    except StaleDataError:
        return _page(standing, form, 409)
    except (LookupError, NotTheirsToDecideError):
        db.forget()
        abort(404)
    return see_other(url_for(".show", case_id=case_id))


def _heard(form: Posted) -> Heard | None:
    kind = KINDS.get(form["kind"])
    if kind is None:
        form.errors["kind"] = _("Choose what you record")
    if kind is RightsKind.PARENT_SEES:
        form.require("parent", _("Choose which parent or carer"))
        if form["view"] not in VIEWS:
            form.errors["view"] = _("Choose what they may see")
    form.require("how", _("Write how you heard it, or how it was assessed"))
    form.at_most("how", HOW, _("This can have up to %(limit)s characters", limit=HOW))
    on = _day(form)
    if kind is None or on is None or form.errors:
        return None
    if kind is not RightsKind.PARENT_SEES:
        return Heard(kind, form["how"], on)
    return Heard(kind, form["how"], on, form["parent"], VIEWS[form["view"]])


def _day(form: Posted) -> date | None:
    try:
        day, month, year = (int(form[f"on-{part}"]) for part in ("day", "month", "year"))
        on = date(year, month, day)
    except ValueError:
        form.errors["on-day"] = _("Enter the day on which you heard it")
        return None
    if on > clock.today():
        form.errors["on-day"] = _("The day cannot be in the future")
    return on


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    session = db.session()
    found: Rights = told.rights(session, standing.case.id)
    return render(
        "council/circle/rights.html",
        status=status,
        head=cases.head(session, standing.case.id),
        rights=found,
        parents=told.parents(session, found.person_id),
        history=told.history(session, found.person_id),
        form=form,
        too_late=status == 409,
        may_change=allows(current_person().actor, Action.RUN_CASE, standing.relations),
    )
