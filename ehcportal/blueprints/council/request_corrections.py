"""Putting an entry about a request right: its day, its case, its closure (guide rows C01, C09)."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock, db
from ehcportal.blueprints.council.request_pages import OpenRequest, open_request
from ehcportal.models.case import Case
from ehcportal.models.request import Mended, RequestCorrection
from ehcportal.policy import Action
from ehcportal.services import request_corrections as work
from ehcportal.services import request_unjoining as leaving
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.request_corrections import CannotMendError, Mending
from ehcportal.web import actor_trace, days, once, policy, posted, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted

bp = Blueprint(
    "request_corrections", __name__, url_prefix="/council/requests/<request_id>/correction"
)

REASON = 2000
YES, NO = "yes", "no"

Act = Callable[[Session, Mending], RequestCorrection]


@bp.get("/day")
@policy(Action.WORK_REQUESTS)
def ask_day(request_id: str) -> ResponseReturnValue:
    """Ask on which day the request really arrived."""
    return _page(Mended.DAY, open_request(request_id), posted.empty())


@bp.post("/day")
@policy(Action.WORK_REQUESTS)
@once
def day(request_id: str) -> ResponseReturnValue:
    """Let every date follow from the right day."""
    form = _read(_("Say how the wrong day came about"), *days.boxes("on"))
    on = days.read_day(form, "on", _("Enter the day on which it arrived"))
    if on is None:
        return _page(Mended.DAY, open_request(request_id), form, 422)
    return _mend(Mended.DAY, request_id, form, lambda held, it: work.day(held, it, on))


@bp.get("/case")
@policy(Action.WORK_REQUESTS)
def ask_case(request_id: str) -> ResponseReturnValue:
    """Ask why it was joined to the wrong child, and whether its sender keeps their access."""
    return _page(Mended.JOIN, open_request(request_id), posted.empty())


@bp.post("/case")
@policy(Action.WORK_REQUESTS)
@once
def case(request_id: str) -> ResponseReturnValue:
    """Take it out of that case; it waits among the requests again."""
    form = _read(_("Say how it came to the wrong child"), "keep")
    if _ties(open_request(request_id)) and form["keep"] not in {YES, NO}:
        form.errors["keep"] = _("Say whether the sender may go on seeing this child’s case")
    keep = form["keep"] == YES
    return _mend(
        Mended.JOIN,
        request_id,
        form,
        lambda held, it: leaving.unjoin(held, it, keep_access=keep),
    )


@bp.get("/closure")
@policy(Action.WORK_REQUESTS)
def ask_closure(request_id: str) -> ResponseReturnValue:
    """Ask why it should not have been closed."""
    return _page(Mended.CLOSURE, open_request(request_id), posted.empty())


@bp.post("/closure")
@policy(Action.WORK_REQUESTS)
@once
def closure(request_id: str) -> ResponseReturnValue:
    """Open it again; its weeks ran on from the day it arrived."""
    form = _read(_("Say why it should not have been closed"))
    return _mend(Mended.CLOSURE, request_id, form, work.reopen)


def _read(empty: str, *names: str) -> Posted:
    form = posted.read("_version", *names, long=("reason",))
    form.require("reason", empty)
    form.at_most("reason", REASON, _("Use %(limit)s characters or fewer", limit="2,000"))
    return form


def _mend(what: Mended, request_id: str, form: Posted, act: Act) -> ResponseReturnValue:
    if form.errors:
        return _page(what, open_request(request_id), form, 422)
    if not form["_version"].isdecimal():
        abort(400)
    trace, ring, version = actor_trace(), key_ring(), int(form["_version"])
    try:
        act(db.writing(), Mending(trace, ring, request_id, version, form["reason"]))
    except StaleDataError:
        db.forget()
        return _page(what, open_request(request_id), form, 409)
    except (CannotMendError, NotLawfulError) as why_not:
        db.forget()
        form.errors["on-day" if what is Mended.DAY else "reason"] = str(why_not)
        return _page(what, open_request(request_id), form, 422)
    return see_other(url_for("requests.show", request_id=request_id))


def _ties(opened: OpenRequest) -> list[Any]:
    asked = opened.found.request
    case = db.session().get(Case, asked.case_id) if asked.case_id else None
    return leaving.sender_ties(db.session(), asked.made_by_id, case.person_id) if case else []


def _page(
    what: Mended, opened: OpenRequest, form: Posted, status: int = 200
) -> ResponseReturnValue:
    return render(
        "council/request_correction.html",
        status=status,
        what=what,
        opened=opened,
        form=form,
        ties=_ties(opened) if what is Mended.JOIN else [],
        latest=clock.london_day(opened.found.request.received_at),
        too_late=status == 409,
    )
