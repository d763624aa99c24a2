"""Keeping an address away from a child on safeguarding grounds, and lifting that again."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.circle import circle_page, to_circle
from ehcportal.forms.fields.email import is_address
from ehcportal.policy import Action
from ehcportal.services import blocks
from ehcportal.web import actor_trace, once, open_case, policy, posted
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint("case_blocks", __name__, url_prefix="/council/cases/<case_id>/people/blocks")

REASON = 1000


@bp.get("")
@policy(Action.RUN_CASE)
def new(case_id: str) -> ResponseReturnValue:
    """Ask for the address and the reason."""
    return circle_page("block", open_case(case_id, to=Action.RUN_CASE), posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def create(case_id: str) -> ResponseReturnValue:
    """Block the address; whoever uses it loses access with the very next request."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = _read()
    if form.errors:
        return circle_page("block", standing, form, 422)
    blocks.block(
        db.writing(), actor_trace(), key_ring(), standing.case, form["email"], form["reason"]
    )
    return to_circle(case_id)


@bp.post("/<block_id>/lift")
@policy(Action.RUN_CASE)
@once
def lift(case_id: str, block_id: str) -> ResponseReturnValue:
    """Lift a block; nobody gets access by that alone."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    posted.read()
    try:
        blocks.lift(db.writing(), actor_trace(), standing.case, block_id)
    except LookupError:
        db.forget()
        abort(404)
    return to_circle(case_id)


def _read() -> Posted:
    form = posted.read("email", "reason")
    if not is_address(form["email"]):
        form.errors["email"] = _("Enter an email address, like name@example.org")
    form.require("reason", _("Write the reason"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    return form
