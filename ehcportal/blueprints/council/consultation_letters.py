"""Consulting who does not read the portal: the letter, the day it was sent, another council."""

from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.plan_consultations import one_or_404, shown
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.domain import law
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.policy import Action
from ehcportal.queries import plans
from ehcportal.queries.consultations import Asked
from ehcportal.queries.counting import counting
from ehcportal.queries.standing import Standing
from ehcportal.services import consultation_letters
from ehcportal.services.consultation_letters import WAYS
from ehcportal.services.lawful import NotLawfulError
from ehcportal.web import (
    actor_trace,
    case_letters,
    current_profile,
    incoming,
    once,
    open_case,
    policy,
    posted,
    see_other,
)
from ehcportal.web.plan_commenting import read_day
from ehcportal.web.posted import Posted

bp = Blueprint(
    "consultation_letters",
    __name__,
    url_prefix="/council/cases/<case_id>/plan/consultations/<consultation_id>",
)

NAME = 150


@bp.post("/letter")
@policy(Action.RUN_CASE)
@once
def make(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Make the letter and file it; staff send it with the plan."""
    standing, asked = _open(case_id, consultation_id)
    form = posted.read("_version")
    if asked.row.sent_on is not None:
        return shown(case_id, consultation_id, form, 409)
    key = "consultation_council" if asked.row.council else "consultation"
    by = due(law.CONSULTATION, clock.today(), counting=counting(current_profile())).due_on
    told = {"asked_setting": asked.setting.name, "reply_by": weekday_words(by)}
    made = case_letters.letter(standing.case, key, told, form)
    if made is None:
        return shown(case_id, consultation_id, form, 422)
    seen = (asked.row.id, version_of(form))
    try:
        consultation_letters.keep_letter(db.writing(), actor_trace(), *seen, made)
    except StaleDataError:
        incoming.drop(made.kept)
        return shown(case_id, consultation_id, form, 409)
    return _back(case_id, consultation_id)


@bp.post("/sent")
@policy(Action.RUN_CASE)
@once
def note_sent(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Note how and on which day the letter left: the days to answer run from then."""
    _standing, asked = _open(case_id, consultation_id)
    form = posted.read("how", "left-day", "left-month", "left-year", "_version")
    if form["how"] not in WAYS:
        form.errors["how"] = _("Choose how it was sent")
    left = _left_on(form, asked)
    if left is None or form.errors:
        return shown(case_id, consultation_id, form, 422)
    seen = (asked.row.id, version_of(form))
    try:
        consultation_letters.note_sent(db.writing(), actor_trace(), *seen, (form["how"], left))
    except StaleDataError:
        return shown(case_id, consultation_id, form, 409)
    return _back(case_id, consultation_id)


@bp.post("/council")
@policy(Action.RUN_CASE)
@once
def ask_council(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Ask the other council that maintains the setting (section 39(2) and 40(2) of the Act)."""
    _standing, asked = _open(case_id, consultation_id)
    form = posted.read("council", "_version")
    form.require("council", _("Write the name of the council that maintains it"))
    form.at_most("council", NAME, _("Use %(limit)s characters or fewer", limit=NAME))
    if form.errors:
        return shown(case_id, consultation_id, form, 422)
    session = db.writing()
    try:
        made = consultation_letters.ask_council(session, actor_trace(), asked.row, form["council"])
    except NotLawfulError as why_not:
        db.forget()
        form.errors["council"] = str(why_not)
        return shown(case_id, consultation_id, form, 422)
    return _back(case_id, made.id if made else consultation_id)


def _left_on(form: Posted, asked: Asked) -> date | None:
    head = plans.head(db.session(), asked.row.case_id, asked.row.plan_version_id)
    left = read_day(form, "left")
    if left is None:
        form.errors.setdefault("left-day", _("Enter the day on which it left"))
    elif left > clock.today() or (head and head.served_on and left < head.served_on):
        form.errors["left-day"] = _("Enter a day since the plan was sent, and not after today")
    return None if "left-day" in form.errors else left


def _open(case_id: str, consultation_id: str) -> tuple[Standing, Asked]:
    standing = open_case(case_id, to=Action.RUN_CASE)
    if not may_write(standing):
        abort(404)
    return standing, one_or_404(case_id, consultation_id)


def _back(case_id: str, consultation_id: str) -> ResponseReturnValue:
    return see_other(
        url_for("plan_consultations.show", case_id=case_id, consultation_id=consultation_id)
    )
