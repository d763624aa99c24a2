"""Consulting several settings at once, what they reply, and why one is not named (C03, s39)."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock, db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.blueprints.council.plan_desk import may_write
from ehcportal.content.labels import own_labels
from ehcportal.policy import Action
from ehcportal.queries import cases, consultations, plan_pages, plans, preferences, settings_search
from ehcportal.queries.consultations import Asked
from ehcportal.queries.counting import counting
from ehcportal.queries.plans import Head
from ehcportal.queries.preferences import Wish
from ehcportal.services import consultations as asking
from ehcportal.services import preferences as answering
from ehcportal.web import (
    actor_trace,
    current_profile,
    once,
    open_case,
    plan_reading,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.consultation_reply import read_reply
from ehcportal.web.logins import key_ring
from ehcportal.web.plan_commenting import read_day
from ehcportal.web.posted import Posted

bp = Blueprint(
    "plan_consultations", __name__, url_prefix="/council/cases/<case_id>/plan/consultations"
)

REASON = 4000


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show who was asked and what came; with ``q`` the settings that could be asked."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _list(case_id, posted.empty(), may_change=may_write(standing))


@bp.post("")
@policy(Action.RUN_CASE)
@once
def ask(case_id: str) -> ResponseReturnValue:
    """Ask the settings that were ticked about the version that was served last."""
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    form = posted.read("q", "wish", many=("setting", "preferred"))
    chosen = [*request.form.getlist("setting"), *request.form.getlist("preferred")]
    head = _proposed(case_id)
    if head is None:
        abort(404)
    found = consultations.settings_of(db.session(), chosen)
    if not found:
        form.errors["setting"] = _("Choose at least one setting")
        return _list(case_id, form, 422, may_change=True)
    session = db.writing()
    _match(session, case_id, form["wish"])
    asking.ask(
        session,
        actor_trace(),
        key_ring(),
        head,
        found,
        set(request.form.getlist("preferred")),
        counting(current_profile()),
    )
    return see_other(url_for(".index", case_id=case_id))


@bp.get("/<consultation_id>")
@policy(Action.WORK_CASE)
def show(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Show one reply in full, and what the council decided about the setting."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    return _page(case_id, consultation_id, posted.empty(), may_change=may_write(standing))


@bp.post("/<consultation_id>/reply")
@policy(Action.RUN_CASE)
@once
def enter(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Write down a reply that came another way, with its day."""
    asked = _changing(case_id, consultation_id)
    names = ("came-day", "came-month", "came-year")
    form, reply = read_reply("_version", *names)
    came = read_day(form, "came") or clock.today()
    if came > clock.today() or came < (asked.row.sent_on or clock.today()):
        form.errors["came-day"] = _("Enter a day between the question and today")
    if reply is None or form.errors:
        return _page(case_id, consultation_id, form, 422, may_change=True)
    try:
        told = (asked.row.id, version_of(form), reply)
        asking.reply(db.writing(), actor_trace(), key_ring(), *told, came_on=came)
    except StaleDataError:
        return _page(case_id, consultation_id, form, 409, may_change=True)
    return see_other(url_for(".show", case_id=case_id, consultation_id=consultation_id))


@bp.post("/<consultation_id>/outcome")
@policy(Action.RUN_CASE)
@once
def decide(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Write down why a setting that the family asked for is not named: ground and reasons."""
    asked = _changing(case_id, consultation_id)
    form = posted.read("outcome_ground", "_version", long=("outcome_reason",))
    if form["outcome_ground"] not in own_labels().groups["consultation_ground"]:
        form.errors["outcome_ground"] = _("Choose the ground: the law has no other")
    form.require("outcome_reason", _("Give the reasons and the evidence"))
    form.at_most("outcome_reason", REASON, _("Use %(limit)s characters or fewer", limit=REASON))
    if form.errors:
        return _page(case_id, consultation_id, form, 422, may_change=True)
    told = (asked.row.id, version_of(form), form["outcome_ground"], form["outcome_reason"])
    try:
        asking.decide_against(db.writing(), actor_trace(), *told)
    except StaleDataError:
        return _page(case_id, consultation_id, form, 409, may_change=True)
    return see_other(url_for(".show", case_id=case_id, consultation_id=consultation_id))


@bp.post("/<consultation_id>/withdrawal")
@policy(Action.RUN_CASE)
@once
def withdraw(case_id: str, consultation_id: str) -> ResponseReturnValue:
    """Take the question back: the setting reads the plan no more."""
    asked = _changing(case_id, consultation_id)
    form = posted.read("_version")
    try:
        asking.withdraw(db.writing(), actor_trace(), asked.row.id, version_of(form))
    except StaleDataError:
        return _page(case_id, consultation_id, form, 409, may_change=True)
    return see_other(url_for(".index", case_id=case_id))


def _changing(case_id: str, consultation_id: str) -> Asked:
    if not may_write(open_case(case_id, to=Action.RUN_CASE)):
        abort(404)
    return one_or_404(case_id, consultation_id)


def one_or_404(case_id: str, consultation_id: str) -> Asked:
    """Return a consultation of this case, or answer 404."""
    found = consultations.one(db.session(), case_id, consultation_id, counting(current_profile()))
    return found or abort(404)


def _proposed(case_id: str) -> Head | None:
    """Return the version about which settings are asked: the newest, while it is no final."""
    return plan_reading.proposed(case_id, plan_pages.served(db.session(), case_id))


def _match(session: Session, case_id: str, wished: str) -> None:
    """Keep which setting of the list is meant by a place of form 8, when one was looked for."""
    chosen = request.form.getlist("preferred")
    for each in _wishes(case_id):
        if f"{each.submission_id}-{each.place}" == wished and len(chosen) == 1:
            answering.match(session, actor_trace(), case_id, each, chosen[0])


def _wishes(case_id: str) -> list[Wish]:
    """Return what the family asks for in form 8, since the plan in force was made."""
    now = plans.in_force(db.session(), case_id)
    return preferences.of_case(db.session(), case_id, now.served_on if now else None)


def _list(
    case_id: str, form: Posted, status: int = 200, *, may_change: bool
) -> ResponseReturnValue:
    session, words = db.session(), request.values.get("q", "")[:100]
    asked = consultations.of_case(session, case_id, counting(current_profile()))
    proposed = _proposed(case_id)
    have = {each.setting.id for each in asked if proposed and each.number == proposed.number}
    found = settings_search.search(session, words, clock.today()) if words else []
    return render(
        "council/plan_out/consultations.html",
        status=status,
        head=cases.head(session, case_id),
        asked=asked,
        proposed=proposed,
        words=words,
        found=[each for each in found if each.id not in have],
        wishes=_wishes(case_id),
        have=have,
        wish=request.values.get("wish", "")[:60],
        may_change=may_change and proposed is not None,
        form=form,
    )


def shown(case_id: str, consultation_id: str, form: Posted, status: int) -> ResponseReturnValue:
    """Show a consultation again, with what has to be put right on it."""
    return _page(case_id, consultation_id, form, status, may_change=True)


def _page(
    case_id: str,
    consultation_id: str,
    form: Posted,
    status: int = 200,
    *,
    may_change: bool,
) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    asked = one_or_404(case_id, consultation_id)
    return render(
        "council/plan_out/consultation.html",
        status=status,
        head=cases.head(db.session(), case_id),
        asked=asked,
        plan=plans.head(db.session(), case_id, asked.row.plan_version_id),
        today=clock.today(),
        form=form,
        too_late=status == 409,
        may_change=may_change,
    )
