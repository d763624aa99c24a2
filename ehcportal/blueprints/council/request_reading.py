"""Whether the family reads what a school or college wrote in its request (guide row D10)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.council.request_pages import OpenRequest, open_request
from ehcportal.domain.facts import Source
from ehcportal.policy import Action
from ehcportal.services import setting_requests
from ehcportal.web import actor_trace, once, policy, posted, render, see_other
from ehcportal.web.posted import Posted

bp = Blueprint("request_reading", __name__, url_prefix="/council/requests/<request_id>/reading")

LONGEST = 2000


@bp.get("")
@policy(Action.WORK_REQUESTS)
def ask(request_id: str) -> ResponseReturnValue:
    """Say whether the family reads it, and ask for the reason to withhold it."""
    opened = _opened(request_id)
    return _page(opened, posted.empty(reason=opened.found.request.withheld_reason))


@bp.post("")
@policy(Action.WORK_REQUESTS)
@once
def keep(request_id: str) -> ResponseReturnValue:
    """Withhold it with a reason, or let the family read it."""
    opened = _opened(request_id)
    form = may_read()
    if form.errors:
        return _page(opened, form, 422)
    reason = why_not(form)
    setting_requests.withhold(db.writing(), actor_trace(), request_id, reason)
    return see_other(url_for("requests.show", request_id=request_id))


def may_read() -> Posted:
    """Read whether the family reads what a setting wrote; a no needs its reason."""
    form = posted.read("may_read", long=("reason",))
    if form["may_read"] not in {"yes", "no"}:
        form.errors["may_read"] = _("Choose whether the family reads it")
    if form["may_read"] == "no":
        form.require("reason", _("Write why the family must not read it. They do not see this"))
        form.at_most("reason", LONGEST, _("Write 2,000 characters or fewer"))
    return form


def why_not(form: Posted) -> str | None:
    """Return the reason of a no; none where the family reads it."""
    return form["reason"] if form["may_read"] == "no" else None


def _opened(request_id: str) -> OpenRequest:
    opened = open_request(request_id)
    if opened.found.request.source is not Source.SETTING or opened.sent is None:
        abort(404)
    return opened


def _page(opened: OpenRequest, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render("council/request_reading.html", status=status, opened=opened, form=form)
