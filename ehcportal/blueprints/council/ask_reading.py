"""Whether the family reads what a school or college wrote when it asked again (guide row D10)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.ending_pages import page
from ehcportal.domain.lookagain import AskedBy
from ehcportal.policy import Action
from ehcportal.queries import asks
from ehcportal.queries.asks import Ask
from ehcportal.services import setting_requests
from ehcportal.web import actor_trace, once, open_case, policy, posted, see_other

bp = Blueprint("ask_reading", __name__, url_prefix="/council/cases/<case_id>/asks/<ask_id>/reading")

LONGEST = 2000


@bp.get("")
@policy(Action.RUN_CASE)
def ask(case_id: str, ask_id: str) -> ResponseReturnValue:
    """Say whether the family reads it, and ask for the reason to withhold it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    found = _found(case_id, ask_id)
    form = posted.empty(reason=found.row.withheld_reason)
    return page("ask_reading", standing, form, ask=found)


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str, ask_id: str) -> ResponseReturnValue:
    """Withhold it with a reason, or let the family read it."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    found = _found(case_id, ask_id)
    form = posted.read("may_read", long=("reason",))
    if form["may_read"] not in {"yes", "no"}:
        form.errors["may_read"] = _("Choose whether the family reads it")
    if form["may_read"] == "no":
        form.require("reason", _("Write why the family must not read it. They do not see this"))
        form.at_most("reason", LONGEST, _("Write 2,000 characters or fewer"))
    if form.errors:
        return page("ask_reading", standing, form, 422, ask=found)
    reason = form["reason"] if form["may_read"] == "no" else None
    setting_requests.withhold_ask(db.writing(), actor_trace(), ask_id, reason)
    return see_other(url_for("case_asks.index", case_id=case_id))


def _found(case_id: str, ask_id: str) -> Ask:
    found = asks.one(db.session(), case_id, ask_id)
    if found is None or found.row.asked_by is not AskedBy.SETTING or found.submission is None:
        abort(404)
    return found
