"""Whether the family reads what a school or college wrote when it asked again (guide row D10)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.council.ending_pages import page
from ehcportal.blueprints.council.request_reading import may_read, why_not
from ehcportal.domain.lookagain import AskedBy
from ehcportal.policy import Action
from ehcportal.queries import asks
from ehcportal.queries.asks import Ask
from ehcportal.services import setting_requests
from ehcportal.web import actor_trace, once, open_case, policy, posted, see_other

bp = Blueprint("ask_reading", __name__, url_prefix="/council/cases/<case_id>/asks/<ask_id>/reading")


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
    form = may_read()
    if form.errors:
        return page("ask_reading", standing, form, 422, ask=found)
    setting_requests.withhold_ask(db.writing(), actor_trace(), ask_id, why_not(form))
    return see_other(url_for("case_asks.index", case_id=case_id))


def _found(case_id: str, ask_id: str) -> Ask:
    found = asks.one(db.session(), case_id, ask_id)
    if found is None or found.row.asked_by is not AskedBy.SETTING or found.submission is None:
        abort(404)
    return found
