"""One request for an assessment: read it, and join it to a child (guide row C01)."""

from dataclasses import replace

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council import tie_fields
from ehcportal.blueprints.council.request_pages import OpenRequest, open_request
from ehcportal.models.setting import Setting
from ehcportal.policy import Action
from ehcportal.profile import text
from ehcportal.queries.requests import corrections
from ehcportal.services import requests
from ehcportal.services.cases import NoSuchChildError
from ehcportal.services.lawful import NotLawfulError
from ehcportal.services.people import Child
from ehcportal.services.requests import Joining
from ehcportal.web import actor_trace, current_profile, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("requests", __name__, url_prefix="/council/requests/<request_id>")

NEW_CHILD = "new"
YES = "yes"


@bp.get("")
@policy(Action.SEE_INBOX)
def show(request_id: str) -> ResponseReturnValue:
    """Show what was sent, and the children it may be about."""
    opened = open_request(request_id, looking_for=request.args.get("find", ""))
    return _page(opened, _form(opened))


@bp.post("/join")
@policy(Action.WORK_REQUESTS)
@once
def join(request_id: str) -> ResponseReturnValue:
    """Join the request to a known child or a new one, and say who coordinates."""
    opened = open_request(request_id)
    form = read("child", "coordinator", "access", "_version", *tie_fields.NAMES)
    if not opened.found.is_waiting:
        return _page(opened, form, 409, too_late=True)
    wanted = _joining(opened, form)
    if wanted is None:
        return _page(opened, form, 422)
    prefix = text(current_profile().council.reference_prefix)
    try:
        case = requests.join(
            db.writing(), actor_trace(), key_ring(), request_id, wanted, prefix=prefix
        )
    except StaleDataError:
        return _too_late(request_id, form)
    except NotLawfulError as why_not:
        db.forget()
        form.errors["child"] = str(why_not)
        return _page(open_request(request_id), form, 422)
    except NoSuchChildError:
        db.forget()
        form.errors["child"] = "This child’s record has changed. Choose again"
        return _page(open_request(request_id), form, 422)
    return see_other(url_for("council_cases.show", case_id=case.id))


def _too_late(request_id: str, form: Posted) -> ResponseReturnValue:
    """Say who was first and what they did; what this person chose is shown beside it."""
    db.forget()
    return _page(open_request(request_id), form, 409, too_late=True)


def _page(
    opened: OpenRequest, form: Posted, status: int = 200, *, too_late: bool = False
) -> ResponseReturnValue:
    return render(
        "council/request.html",
        status=status,
        opened=opened,
        form=form,
        too_late=too_late,
        corrections=corrections(db.session(), opened.found.request),
    )


def _form(opened: OpenRequest) -> Posted:
    """Return the form as it is first shown: what was stated, the best match, oneself."""
    strong = [each for each in opened.matches if each.likeness.is_strong]
    return empty(
        child=strong[0].person_id if len(strong) == 1 else "",
        coordinator=current_person().account_id,
        **tie_fields.stated(opened.sent.said if opened.sent else None),
    )


def _joining(opened: OpenRequest, form: Posted) -> Joining | None:
    """Return what staff decided, or nothing when the form has to be put right."""
    form.require("child", "Choose the child, or say that this is a new one")
    if form["coordinator"] not in {each.account_id for each in opened.staff}:
        form.errors["coordinator"] = "Choose who coordinates the case"
    tie = None
    if opened.found.sender is not None and not opened.by_setting:
        if form["access"] not in {YES, "no"}:
            form.errors["access"] = "Say whether the sender may see the case"
        tie = tie_fields.tie(form) if form["access"] == YES else None
        if form["access"] == YES:
            tie_fields.refuse_blocked(form, "access", form["child"], opened.found.sender)
    if form.errors:
        return None
    is_new = form["child"] == NEW_CHILD
    return Joining(
        version=_version(form),
        coordinator_id=form["coordinator"],
        person_id=None if is_new else form["child"],
        child=_child(opened) if is_new else None,
        tie=tie,
    )


def _version(form: Posted) -> int:
    if not form["_version"].isdecimal():
        abort(400)
    return int(form["_version"])


def _child(opened: OpenRequest) -> Child:
    child = _stated_child(opened)
    place = db.session().get(Setting, opened.found.request.setting_id or "")
    return replace(child, setting_id=place.id, setting_name=place.name) if place else child


def _stated_child(opened: OpenRequest) -> Child:
    asked, said = opened.found.request, opened.sent.said if opened.sent else None
    known = Child(
        forename=asked.child_forename,
        surname=asked.child_surname,
        birth_date=asked.child_birth_date,
        upn=asked.child_upn,
    )
    if said is None:
        return known
    return Child(
        forename=known.forename,
        surname=known.surname,
        birth_date=known.birth_date or said.birth_date,
        birth_date_estimated=said.birth_date_estimated,
        upn=known.upn,
        sex=said.sex,
        address=said.address,
        postcode=said.postcode,
        setting_id=said.setting_id,
        setting_name=said.setting_name,
    )
