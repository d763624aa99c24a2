"""Opening a case for a reason that is recorded: an administrator, for an hour, to look."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import case_openings, search
from ehcportal.services import case_openings as openings
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    logins,
    once,
    policy,
    render,
    see_other,
)
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("openings", __name__, url_prefix="/council/open-a-case")

SHORTEST_REASON = 20
"""Characters of the shortest sentence that can say why."""

LONGEST_REASON = 1000


@bp.get("")
@policy(Action.OPEN_FOR_REASON, confirmed=True)
def show() -> ResponseReturnValue:
    """Ask for reference and reason; show what is open until when."""
    return _page(empty())


@bp.post("")
@policy(Action.OPEN_FOR_REASON, confirmed=True)
@once
def open_it() -> ResponseReturnValue:
    """Open the case, tell the managers, and lead to it."""
    form = read("reference", "reason")
    _check(form)
    if form.errors:
        return _page(form, 422)
    with db.unit() as counting:
        wait = openings.count_try(counting, key_ring(), current_person().account_id)
    logins.stop_when_too_many(wait)
    reference = (
        search.reference(form["reference"], current_profile().council.reference_prefix) or ""
    )
    made = openings.open_for_reason(
        db.writing(),
        key_ring(),
        actor_trace(),
        reference,
        form["reason"],
        inbox=current_profile().council.contacts.email,
    )
    if made is None:
        form.errors["reference"] = _("There is no case with this reference. Check it")
        return _page(form, 422)
    return see_other(url_for("council_cases.show", case_id=made.case_id))


@bp.post("/<opening_id>/shut")
@policy(Action.OPEN_FOR_REASON)
@once
def shut(opening_id: str) -> ResponseReturnValue:
    """Shut one's own opening before its hour is over."""
    openings.shut(db.writing(), actor_trace(), opening_id)
    return see_other(url_for(".show"))


def _check(form: Posted) -> None:
    form.require("reference", _("Enter the reference of the case"))
    form.require("reason", _("Write why you have to look at this case"))
    if 0 < len(form["reason"]) < SHORTEST_REASON or " " not in form["reason"]:
        form.errors.setdefault("reason", _("Write the reason as a whole sentence"))
    form.at_most(
        "reason", LONGEST_REASON, _("Use %(limit)s characters or fewer", limit=LONGEST_REASON)
    )


def _page(form: Posted, status: int = 200) -> ResponseReturnValue:
    running = case_openings.running(db.session(), current_person().account_id)
    return render("council/openings/page.html", status=status, form=form, running=running)
