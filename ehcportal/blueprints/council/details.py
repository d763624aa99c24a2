"""A child's record: names, addresses and placements, each with its days (guide row C11)."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.domain.names import fold
from ehcportal.forms.fields.base import SettingMatch
from ehcportal.policy import Action, allows
from ehcportal.queries import cases, child_record, settings_search
from ehcportal.queries.cases import CaseHead
from ehcportal.queries.child_record import ChildRecord
from ehcportal.queries.standing import Standing
from ehcportal.services.records import changes
from ehcportal.services.records.changes import (
    Changing,
    Detention,
    NewAddress,
    NewName,
    NewPlacement,
)
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
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.posted import Posted

bp = Blueprint("case_details", __name__, url_prefix="/council/cases/<case_id>/details")

REASON = 500
NOT_LISTED = "none"
FURTHEST = timedelta(days=3660)


@bp.get("")
@policy(Action.WORK_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show the record with every name, address and placement, and other records of the child."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    may_change = allows(current_person().actor, Action.RUN_CASE, standing.relations)
    return page("show", standing, posted.empty(), may_change=may_change)


@bp.get("/name")
@policy(Action.RUN_CASE)
def new_name(case_id: str) -> ResponseReturnValue:
    """Ask what the child is called now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    head = cases.head(db.session(), case_id)
    known = {"forename": head.forename, "surname": head.surname}
    form = posted.empty(**known, **filled("from", clock.today()))
    return page("name", standing, form, head=head)


@bp.post("/name")
@policy(Action.RUN_CASE)
@once
def rename(case_id: str) -> ResponseReturnValue:
    """Give the child another name; the old one stays a former name."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("forename", "surname", "reason", "_version", *boxes("from"))
    for name, sentence in (
        ("forename", _("Enter a first name")),
        ("surname", _("Enter a surname")),
    ):
        form.require(name, sentence)
        form.at_most(name, 100, _("Use %(limit)s characters or fewer", limit=100))
    from_on = _since(form)
    if from_on is None or form.errors:
        return page("name", standing, form, 422)
    new = NewName(form["forename"], form["surname"], from_on, form["reason"])
    return _changed("name", standing, form, changes.rename, new)


@bp.get("/address")
@policy(Action.RUN_CASE)
def new_address(case_id: str) -> ResponseReturnValue:
    """Ask where the child lives now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("address", standing, posted.empty(**filled("from", clock.today())))


@bp.post("/address")
@policy(Action.RUN_CASE)
@once
def rehouse(case_id: str) -> ResponseReturnValue:
    """Note where the child lives now; the address before ends."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(
        "postcode", "reason", "protected", "_version", *boxes("from"), long=("lines",)
    )
    form.require("lines", _("Enter the address"))
    form.at_most("lines", 500, _("Use %(limit)s characters or fewer", limit=500))
    form.at_most("postcode", 8, _("Enter a postcode such as BK1 2AB"))
    from_on = _since(form)
    if from_on is None or form.errors:
        return page("address", standing, form, 422)
    new = NewAddress(
        form["lines"], form["postcode"].upper(), from_on, form["protected"] == "yes", form["reason"]
    )
    return _changed("address", standing, form, changes.rehouse, new)


@bp.get("/placement")
@policy(Action.RUN_CASE)
def new_placement(case_id: str) -> ResponseReturnValue:
    """Ask where the child learns now."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("placement", standing, posted.empty(**filled("from", clock.today())))


@bp.post("/placement")
@policy(Action.RUN_CASE)
@once
def place(case_id: str) -> ResponseReturnValue:
    """Note where the child learns now. What a plan names is not changed by it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("name", "setting", "nowhere", "reason", "_version", *boxes("from"))
    from_on, matches = _since(form), _matches(form)
    chosen = _chosen(form, matches)
    if from_on is None or form.errors:
        return page("placement", standing, form, 422, matches=matches)
    name = "" if form["nowhere"] == "yes" else form["name"]
    new = NewPlacement(chosen, name, from_on, form["reason"])
    return _changed("placement", standing, form, changes.place, new)


@bp.get("/detention")
@policy(Action.RUN_CASE)
def edit_detention(case_id: str) -> ResponseReturnValue:
    """Ask from when until when the young person is in relevant youth accommodation."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    head = cases.head(db.session(), case_id)
    days = {**filled("from", head.detained_from), **filled("until", head.detained_until)}
    return page("detention", standing, posted.empty(**days), head=head)


@bp.post("/detention")
@policy(Action.RUN_CASE)
@once
def detain(case_id: str) -> ResponseReturnValue:
    """Note it, or the day of release; with both days empty it was noted by mistake."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("reason", "_version", *boxes("from", "until"))
    _how_known(form)
    from_on = read_day(form, "from")
    until = read_day(form, "until", from_on=from_on, until=clock.today() + FURTHEST)
    if until is not None and from_on is None and not form.errors:
        form.errors["from-day"] = _("Enter from which day")
    if form.errors:
        return page("detention", standing, form, 422)
    new = Detention(from_on, until, form["reason"])
    return _changed("detention", standing, form, changes.detain, new)


def _matches(form: Posted) -> list[SettingMatch]:
    if form["nowhere"] == "yes" or not form["name"]:
        return []
    return list(settings_search.search(db.session(), form["name"], clock.today()))


def _chosen(form: Posted, matches: list[SettingMatch]) -> str | None:
    """Return the setting of the council's list that is meant; None for one that is not on it."""
    if form["nowhere"] == "yes":
        return None
    form.require("name", _("Enter the name of the school, college or nursery"))
    form.at_most("name", 150, _("Use %(limit)s characters or fewer", limit=150))
    ids = {each.id for each in matches}
    if form["setting"] in ids:
        return form["setting"]
    exact = [each.id for each in matches if fold(each.name) == fold(form["name"])]
    if len(exact) == 1:
        return exact[0]
    if matches and form["setting"] != NOT_LISTED:
        form.errors["setting"] = _("Choose which one it is")
    return None


def _how_known(form: Posted) -> None:
    form.require("reason", _("Write how you know it"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))


def _since(form: Posted) -> Any:
    _how_known(form)
    return read_day(form, "from", _("Enter from which day"))


def _changed(
    name: str, standing: Standing, form: Posted, change: Any, new: Any
) -> ResponseReturnValue:
    if not form["_version"].isdecimal():
        abort(400)
    changing = Changing(actor_trace(), standing.case, int(form["_version"]))
    try:
        change(db.writing(), changing, new)
    except StaleDataError:
        return page(name, standing, form, 409)
    return see_other(url_for(".show", case_id=standing.case.id))


def page(
    name: str,
    standing: Standing,
    form: Posted,
    status: int = 200,
    known: ChildRecord | None = None,
    *,
    head: CaseHead | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """Show a page about the record; with 409 what holds now. What was read saves a reading."""
    if status == 409:
        db.forget()
    session = db.session()
    head = head or cases.head(session, standing.case.id)
    return render(
        f"council/details/{name}.html",
        status=status,
        head=head,
        form=form,
        too_late=status == 409,
        record=known or child_record.record(session, head.person_id),
        **context,
    )
