"""Two records of one child: joined through an alias, and taken apart again (guide row C11)."""

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.details import page
from ehcportal.policy import Action
from ehcportal.queries import child_record
from ehcportal.queries.standing import Standing
from ehcportal.services.records import joining
from ehcportal.services.records.joining import CannotJoinError
from ehcportal.web import actor_trace, once, open_case, policy, posted, see_other
from ehcportal.web.cases import case_of_reference
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("record_joins", __name__, url_prefix="/council/cases/<case_id>/details")

REASON = 1000


@bp.get("/join")
@policy(Action.RUN_CASE, confirmed=True)
def ask(case_id: str) -> ResponseReturnValue:
    """Say what joining does and does not do, and ask for the other case."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return page("join", standing, posted.empty())


@bp.post("/join")
@policy(Action.RUN_CASE, confirmed=True)
@once
def join(case_id: str) -> ResponseReturnValue:
    """Join the record of another case to this one. Both cases stay as they are."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("reference", long=("reason",))
    _reason(form, _("Write how you know that it is the same child"))
    other = case_of_reference(form["reference"], to=Action.RUN_CASE)
    if other is None:
        form.errors["reference"] = _(
            "Enter the reference of the other case, one that you may change"
        )
    if other is None or form.errors:
        return page("join", standing, form, 422)
    try:
        joining.join(
            db.writing(),
            actor_trace(),
            key_ring(),
            standing.case,
            other.case,
            reason=form["reason"],
        )
    except CannotJoinError as why_not:
        db.forget()
        form.errors["reference"] = str(why_not)
        return page("join", standing, form, 422)
    return see_other(url_for("case_details.show", case_id=case_id))


@bp.get("/joins/<join_id>")
@policy(Action.RUN_CASE)
def ask_part(case_id: str, join_id: str) -> ResponseReturnValue:
    """Ask why the two records are not of one child."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    return _part_page(standing, join_id, posted.empty())


@bp.post("/joins/<join_id>")
@policy(Action.RUN_CASE)
@once
def part(case_id: str, join_id: str) -> ResponseReturnValue:
    """Take the two records apart: each is what it was."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read(long=("reason",))
    _reason(form, _("Write why they are two children"))
    if form.errors:
        return _part_page(standing, join_id, form, 422)
    try:
        joining.part(db.writing(), actor_trace(), standing.case, join_id, reason=form["reason"])
    except StaleDataError:
        db.forget()
    except LookupError:
        abort(404)
    return see_other(url_for("case_details.show", case_id=case_id))


def _reason(form: Posted, empty: str) -> None:
    form.require("reason", empty)
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="1,000"))


def _part_page(
    standing: Standing, join_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    record = child_record.record(db.session(), standing.case.person_id)
    joined = next((each for each in record.joins if each.id == join_id), None)
    if joined is None:
        abort(404)
    if joined.parted_at is not None:
        return redirect(url_for("case_details.show", case_id=standing.case.id), 303)
    return page("part", standing, form, status, record, joined=joined)
