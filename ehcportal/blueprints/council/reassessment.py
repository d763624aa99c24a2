"""How a new assessment ends: with a new draft, with an unchanged plan, or with none (Reg 27)."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.ending_pages import acting, page, version_of
from ehcportal.domain import endlaw, reassessing
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.dates import date_words
from ehcportal.policy import Action
from ehcportal.queries import case_facts
from ehcportal.queries.counting import counting
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import reassessments
from ehcportal.services.endings.closing import NotYetError
from ehcportal.services.endings.family import Outgoing
from ehcportal.web import current_profile, once, open_case, policy, posted, see_other
from ehcportal.web.addressee_fields import FIELDS
from ehcportal.web.case_letters import ready
from ehcportal.web.posted import Posted

bp = Blueprint("case_reassessment", __name__, url_prefix="/council/cases/<case_id>/reassessment")

LONGEST = 4000
LETTER = "reassessment_kept"


@bp.get("")
@policy(Action.RUN_CASE)
def show(case_id: str) -> ResponseReturnValue:
    """Show the ways in which the new assessment can end, and by when."""
    return _page(open_case(case_id, to=Action.RUN_CASE), posted.empty())


@bp.post("")
@policy(Action.RUN_CASE)
@once
def keep(case_id: str) -> ResponseReturnValue:
    """Decide that the plan stays as it is; the letter tells the family how to appeal."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", *FIELDS, long=("reason", "evidence"))
    if _due(standing) is None:
        return _page(standing, form, 409)
    who = acting(standing, version_of(form))
    letter = _letter(standing, form)
    if letter is None:
        return _page(standing, form, 422)
    try:
        reassessments.keep_plan(db.writing(), who, letter, form["reason"])
    except (StaleDataError, NotYetError):
        return _page(standing, form, 409)
    return see_other(url_for("case_asks.index", case_id=case_id))


def _letter(standing: Standing, form: Posted) -> Outgoing | None:
    form.require("reason", _("Write the reasons, as the family will read them"))
    form.require("evidence", _("Write what was read before deciding, a line each"))
    for name in ("reason", "evidence"):
        form.at_most(name, LONGEST, _("Use %(limit)s characters or fewer", limit="4,000"))
    if form.errors:
        return None
    read = [each.strip() for each in form["evidence"].splitlines() if each.strip()]
    values = {
        "reasons": form["reason"],
        "evidence": "\n".join(f"- {each}" for each in read),
        "decided_on": date_words(clock.today()),
    }
    return ready(standing.case, LETTER, values, form)


def _due(standing: Standing) -> DueDate | None:
    """Return by when the plan must come, while a new assessment runs."""
    begun = reassessing.begun(case_facts.for_case(db.session(), standing.case.id))
    if begun is None or standing.case.ended_on is not None:
        return None
    return due(endlaw.REASSESSMENT_PLAN, begun, counting=counting(current_profile()))


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    by = _due(standing)
    if by is None:
        return redirect(url_for("case_asks.index", case_id=standing.case.id), 303)
    return page("reassessment", standing, form, status, by=by)
