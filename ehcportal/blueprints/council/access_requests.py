"""One access request: read it, approve it or turn it down (guide rows H01, C01)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council import tie_fields
from ehcportal.blueprints.council.request_pages import OpenAccessRequest, open_access_request
from ehcportal.policy import Action, allows
from ehcportal.queries.counting import access_answer_by
from ehcportal.services import access_requests
from ehcportal.services.access_requests import Approval
from ehcportal.services.cases import NoSuchChildError
from ehcportal.web import actor_trace, current_profile, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint(
    "access_requests", __name__, url_prefix="/council/access-requests/<access_request_id>"
)

APPROVE, TURN_DOWN = "approve", "turn_down"


@bp.get("")
@policy(Action.SEE_INBOX)
def show(access_request_id: str) -> ResponseReturnValue:
    """Show what was sent, and the children it may be about."""
    looking_for = request.args.get("find", "")
    opened = open_access_request(access_request_id, looking_for=looking_for)
    stated = tie_fields.stated(opened.sent.said if opened.sent else None)
    return _page(opened, empty(**stated))


@bp.post("/decision")
@policy(Action.DECIDE_ACCESS)
@once
def decide(access_request_id: str) -> ResponseReturnValue:
    """Approve, which opens the child's case to the applicant, or turn down with a reason."""
    opened = open_access_request(access_request_id)
    form = read("answer", "child", "reason", "_version", *tie_fields.NAMES)
    if not form["_version"].isdecimal():
        abort(400)
    try:
        if not _decided(opened, form):
            return _page(opened, form, 422)
    except StaleDataError:
        db.forget()
        return _page(open_access_request(access_request_id), form, 409)
    except NoSuchChildError:
        db.forget()
        form.errors["child"] = "This child’s record has changed. Choose again"
        return _page(open_access_request(access_request_id), form, 422)
    return see_other(url_for(".show", access_request_id=access_request_id))


def _decided(opened: OpenAccessRequest, form: Posted) -> bool:
    """Carry out the answer; say whether the form was right."""
    if form["answer"] == TURN_DOWN:
        return _turned_down(opened, form)
    if form["answer"] != APPROVE:
        form.errors["answer"] = "Choose to approve or to turn down"
        return False
    form.require("child", "Choose whose case this is about")
    tie = tie_fields.tie(form)
    tie_fields.refuse_blocked(form, "child", form["child"], opened.found.applicant)
    if tie is None or form.errors:
        return False
    approval = Approval(version=int(form["_version"]), person_id=form["child"], tie=tie)
    access_requests.approve(
        db.writing(), actor_trace(), key_ring(), opened.found.asked.id, approval
    )
    return True


def _turned_down(opened: OpenAccessRequest, form: Posted) -> bool:
    form.require("reason", "Write the reason, as the applicant will read it")
    form.at_most("reason", 2000, "The reason can have up to 2,000 characters")
    if form.errors:
        return False
    access_requests.turn_down(
        db.writing(),
        actor_trace(),
        key_ring(),
        opened.found.asked.id,
        version=int(form["_version"]),
        reason=form["reason"],
    )
    return True


def _page(opened: OpenAccessRequest, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render(
        "council/access_request.html",
        status=status,
        opened=opened,
        form=form,
        too_late=status == 409,
        may_decide=allows(current_person().actor, Action.DECIDE_ACCESS),
        answer_by=access_answer_by(current_profile(), opened.found.asked.received_at),
    )
