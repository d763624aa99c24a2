"""Entering a request that came by post, e-mail, telephone or in person (guide row C09)."""

from datetime import date

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.domain.facts import Source
from ehcportal.domain.names import fold
from ehcportal.forms.fields.base import SettingMatch
from ehcportal.models.request import CameBy
from ehcportal.policy import Action
from ehcportal.profile import text
from ehcportal.queries import search, settings_search
from ehcportal.services import paper_requests, request_papers
from ehcportal.services.paper_requests import Paper
from ehcportal.web import (
    actor_trace,
    current_profile,
    days,
    incoming,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("paper_requests", __name__, url_prefix="/council/requests/paper")

SOURCES = (Source.PARENT, Source.YOUNG_PERSON, Source.SETTING, Source.PROFESSIONAL)
WAYS = tuple(each for each in CameBy if each is not CameBy.PORTAL)
FIELDS = (
    *("came_by", "source", "setting_name", "setting", "forename", "surname", "upn"),
    *days.boxes("on", "birth"),
)
NOT_LISTED = "none"
LIMITS = {
    "setting_name": 150,
    "forename": 100,
    "surname": 100,
    "sender": 500,
    "earlier": 500,
    "told": 20_000,
}
"""Characters."""


@bp.get("")
@policy(Action.WORK_REQUESTS)
def new() -> ResponseReturnValue:
    """Ask how it came, when, from whom and about whom."""
    return _page(posted.empty(came_by=CameBy.POST, **days.filled("on", clock.today())))


@bp.post("")
@policy(Action.WORK_REQUESTS)
@once
def enter() -> ResponseReturnValue:
    """Enter it as of the day it arrived. The next page joins it to a child."""
    form = posted.read(*FIELDS, long=("sender", "earlier", "told"))
    matches = _matches(form)
    paper = _paper(form, matches)
    kept = [] if form.errors else incoming.take_all(form)
    if paper is None or kept is None or form.errors:
        return _page(form, 422, matches)
    prefix = text(current_profile().council.reference_prefix)
    session, trace = db.writing(), actor_trace()
    made = paper_requests.enter(session, trace, paper, prefix=prefix)
    request_papers.add(session, trace, made.id, kept)
    return see_other(url_for("requests.show", request_id=made.id))


def _matches(form: Posted) -> list[SettingMatch]:
    """Return the settings of the council's list that the typed name can mean."""
    if form["source"] != Source.SETTING or not form["setting_name"]:
        return []
    return list(settings_search.search(db.session(), form["setting_name"], clock.today()))


def _setting(form: Posted, matches: list[SettingMatch]) -> str | None:
    """Return the setting that asked; None for anybody else, and for one that is not listed."""
    if form["source"] != Source.SETTING:
        return None
    form.require("setting_name", _("Enter the name of the school, college or nursery that asked"))
    if form["setting"] in {each.id for each in matches}:
        return form["setting"]
    exact = [each.id for each in matches if fold(each.name) == fold(form["setting_name"])]
    if len(exact) == 1 and not form["setting"]:
        return exact[0]
    if matches and form["setting"] != NOT_LISTED:
        form.errors["setting"] = _("Choose which one it is")
    return None


def _paper(form: Posted, matches: list[SettingMatch]) -> Paper | None:
    """Return what was put down; note everything that is wrong with it."""
    if form["came_by"] not in WAYS:
        form.errors["came_by"] = _("Choose how it came")
    received_on = _received_on(form)
    if form["source"] not in SOURCES:
        form.errors["source"] = _("Choose who asked")
    form.require("sender", _("Enter who asked, and how you reach them"))
    form.require("forename", _("Enter the child’s first name"))
    form.require("surname", _("Enter the child’s last name"))
    for name, limit in LIMITS.items():
        form.at_most(name, limit, _("Use %(limit)s characters or fewer", limit=limit))
    setting_id = _setting(form, matches)
    born, upn = days.read_day(form, "birth"), _upn(form)
    if form.errors or received_on is None:
        return None
    return Paper(
        came_by=CameBy(form["came_by"]),
        source=Source(form["source"]),
        sender=form["sender"],
        forename=form["forename"],
        surname=form["surname"],
        birth_date=born,
        upn=upn,
        told=form["told"],
        received_on=received_on,
        earlier_reason=form["earlier"] if received_on < clock.today() else "",
        setting_id=setting_id,
    )


def _received_on(form: Posted) -> date | None:
    """Return the day it arrived: today, or earlier with a reason, and never later."""
    found = days.read_day(form, "on", _("Enter the day on which it arrived"))
    if found is not None and found < clock.today():
        form.require("earlier", _("Say why it is entered after the day it arrived"))
    return found


def _upn(form: Posted) -> str:
    upn = search.pupil_number(form["upn"]) or ""
    if form["upn"] and not upn:
        form.errors["upn"] = _("A pupil number has a letter, 11 numbers and a number or a letter")
    return upn


def _page(
    form: Posted, status: int = 200, matches: list[SettingMatch] | None = None
) -> ResponseReturnValue:
    return render(
        "council/paper_request.html",
        status=status,
        form=form,
        sources=SOURCES,
        ways=WAYS,
        matches=matches or [],
    )
