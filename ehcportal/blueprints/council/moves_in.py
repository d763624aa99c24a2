"""Taking in the plan pack of a child who moved here from another council (Regulation 15(3))."""

from datetime import date
from typing import BinaryIO, cast

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.domain.names import folded_name
from ehcportal.policy import Action
from ehcportal.profile import text
from ehcportal.queries import matches
from ehcportal.queries.matches import Match, Sought
from ehcportal.services.cases import NoSuchChildError
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.moves import reading, steps
from ehcportal.services.moves.reading import BadPackError, Read
from ehcportal.services.moves.steps import Coming
from ehcportal.web import (
    actor_trace,
    current_profile,
    incoming,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.days import boxes, filled, read_day
from ehcportal.web.oversized import is_oversized
from ehcportal.web.posted import Posted

bp = Blueprint("moves_in", __name__, url_prefix="/council/moves/in")

FILE, NEW = "pack", "new"


@bp.get("")
@policy(Action.WORK_REQUESTS)
def new() -> ResponseReturnValue:
    """Ask for the pack, the day it came, and since when the council knew."""
    today = clock.today()
    return _page(posted.empty(**filled("known", today), **filled("came", today)))


@bp.post("")
@policy(Action.WORK_REQUESTS)
@once
def take() -> ResponseReturnValue:
    """Check the pack from all sides, then make the case with the plan and its papers."""
    form = posted.read("child", *boxes("known", "came"))
    came = read_day(form, "came", _("Enter the day on which the plan came"))
    known = read_day(form, "known", _("Enter since when the council knew of the move"))
    if is_oversized() or not incoming.has_file(FILE):
        form.errors[FILE] = _("Choose the plan pack, a file that ends in .zip")
    if came is None or known is None or form.errors:
        return _page(form, 422)
    found = _read(form)
    if found is None:
        return _page(form, 422)
    return _taken(form, found, known, came)


def _read(form: Posted) -> Read | None:
    file = request.files[FILE]
    try:
        with file.stream:
            return reading.read(incoming.gate(), cast(BinaryIO, file.stream))
    except BadPackError as bad:
        form.errors[FILE] = str(bad)
        return None


def _taken(form: Posted, found: Read, known: date, came: date) -> ResponseReturnValue:
    alike = _alike(found)
    ids = {each.person_id for each in alike}
    if found.pack.plan.counted_from > came:
        form.errors["came-day"] = _("The plan in the pack is newer than this day")
    elif ids and form["child"] not in {*ids, NEW}:
        form.errors["child"] = _("Choose whether this is a child who is known here")
    if form.errors:
        reading.drop(incoming.gate(), found.papers)
        return _page(form, 422, alike)
    prefix = text(current_profile().council.reference_prefix)
    person_id = form["child"] if form["child"] in ids else None
    try:
        case = steps.take_in(
            db.writing(), actor_trace(), found, Coming(known, came, prefix, person_id)
        )
    except (NotYetError, NoSuchChildError) as why_not:
        db.forget()
        reading.drop(incoming.gate(), found.papers)
        form.errors["child" if alike else FILE] = str(why_not)
        return _page(form, 422, alike)
    return see_other(url_for("case_moves.index", case_id=case.id))


def _alike(found: Read) -> list[Match]:
    child = found.pack.child
    folded = folded_name(child.forename, child.surname)
    sought = Sought(folded, child.surname, child.birth_date, child.upn)
    return matches.possible(db.session(), sought)


def _page(form: Posted, status: int = 200, alike: list[Match] | None = None) -> ResponseReturnValue:
    return render("council/moves_in.html", status=status, form=form, matches=alike or [])
