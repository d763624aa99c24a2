"""Closing a request: the four lawful ways and nothing else (guide row C01)."""

from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.request_pages import OpenRequest, open_request
from ehcportal.domain.facts import Closure
from ehcportal.policy import Action
from ehcportal.queries.requests import other_request
from ehcportal.services import requests
from ehcportal.services.requests import Closing
from ehcportal.web import actor_trace, once, policy, render, see_other
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted, empty, read

bp = Blueprint("closures", __name__, url_prefix="/council/requests/<request_id>/closure")

FIELDS = (
    "kind", "reason", "duplicate_of", "passed_to", "passed_on-day", "passed_on-month",
    "passed_on-year", "_version",
)  # fmt: skip


@bp.get("")
@policy(Action.WORK_REQUESTS)
def new(request_id: str) -> ResponseReturnValue:
    """Ask in which of the four ways the request ends, and for its facts."""
    return _page(open_request(request_id), empty())


@bp.post("")
@policy(Action.WORK_REQUESTS)
@once
def create(request_id: str) -> ResponseReturnValue:
    """Close the request and tell its sender."""
    opened = open_request(request_id)
    form = read(*FIELDS)
    if not opened.found.is_waiting:
        return _page(opened, form, 409)
    wanted = _closing(opened, form)
    if wanted is None:
        return _page(opened, form, 422)
    try:
        requests.close(db.writing(), actor_trace(), key_ring(), request_id, wanted)
    except StaleDataError:
        db.forget()
        return _page(open_request(request_id), form, 409)
    return see_other(url_for("requests.show", request_id=request_id))


def _page(opened: OpenRequest, form: Posted, status: int = 200) -> ResponseReturnValue:
    return render("council/closure.html", status=status, opened=opened, form=form)


def _closing(opened: OpenRequest, form: Posted) -> Closing | None:
    kinds = {each.value: each for each in Closure}
    if form["kind"] not in kinds:
        form.errors["kind"] = "Choose why the request is closed"
        return None
    kind = kinds[form["kind"]]
    form.require("reason", "Write the reason, as the sender will read it")
    form.at_most("reason", 2000, "The reason can have up to 2,000 characters")
    same_as = _same_as(opened, form) if kind is Closure.DUPLICATE else None
    passed_on = _passed_on(opened, form) if kind is Closure.ANOTHER_COUNCIL else None
    if form.errors or not form["_version"].isdecimal():
        return None if form.errors else abort(400)
    return Closing(
        version=int(form["_version"]),
        kind=kind,
        reason=form["reason"],
        duplicate_of_id=same_as,
        passed_to=form["passed_to"] if passed_on else None,
        passed_on=passed_on,
    )


def _same_as(opened: OpenRequest, form: Posted) -> str | None:
    asked = opened.found.request
    other = other_request(db.session(), form["duplicate_of"], than=asked.id)
    if other is None:
        form.errors["duplicate_of"] = "Enter the reference of the other request"
    return other.id if other else None


def _passed_on(opened: OpenRequest, form: Posted) -> date | None:
    form.require("passed_to", "Write which council you passed it on to")
    form.at_most("passed_to", 150, "The council’s name can have up to 150 characters")
    day = _date(form)
    if day is None:
        form.errors["passed_on-day"] = "Enter the day on which you passed it on"
    elif not opened.found.request.received_on <= day <= clock.today():
        form.errors["passed_on-day"] = "The day must be from the day it arrived until today"
    return day


def _date(form: Posted) -> date | None:
    try:
        year, month, day = (int(form[f"passed_on-{part}"]) for part in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:
        return None
