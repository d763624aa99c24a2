"""A case that ended by mistake, or a death noted by mistake: the same case goes on (row C11)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.ending_pages import acting, away, page, to_ending, version_of
from ehcportal.models.person import Person
from ehcportal.policy import Action
from ehcportal.queries.standing import Standing
from ehcportal.services.endings import reopening
from ehcportal.services.endings.closing import NotYetError
from ehcportal.web import once, open_case, policy, posted
from ehcportal.web.posted import Posted

bp = Blueprint("case_reopenings", __name__, url_prefix="/council/cases/<case_id>/ending/mistake")

REASON = 2000


@bp.get("")
@policy(Action.RUN_CASE, confirmed=True)
def ask(case_id: str) -> ResponseReturnValue:
    """Say what begins again, and ask what went wrong."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    if standing.case.ended_on is None:
        away(case_id)
    return _page(standing, posted.empty())


@bp.post("")
@policy(Action.RUN_CASE, confirmed=True)
@once
def reopen(case_id: str) -> ResponseReturnValue:
    """Let the case go on as if it had not ended; all its clocks ran on."""
    standing = open_case(case_id, to=Action.RUN_CASE)
    form = posted.read("_version", long=("reason",))
    form.require("reason", _("Write what went wrong"))
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    who = acting(standing, version_of(form))
    if form.errors:
        return _page(standing, form, 422)
    try:
        reopening.reopen(db.writing(), who, form["reason"])
    except NotYetError as why_not:
        db.forget()
        form.errors["reason"] = str(why_not)
        return _page(standing, form, 422)
    except StaleDataError:
        return _page(standing, form, 409)
    return to_ending(case_id)


def _page(standing: Standing, form: Posted, status: int = 200) -> ResponseReturnValue:
    child = db.session().get_one(Person, standing.case.person_id)
    return page("mistake", standing, form, status, died=child.died_on is not None)
