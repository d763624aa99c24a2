"""Consultations of a setting: it reads the proposed plan, and says whether it can (form 19)."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import db
from ehcportal.blueprints.council.circle import version_of
from ehcportal.models.case import Case
from ehcportal.models.setting import Setting
from ehcportal.policy import Action
from ehcportal.queries import appendices, case_documents, consultations, plan_pages, plans
from ehcportal.queries.consultations import ForSetting
from ehcportal.queries.counting import counting
from ehcportal.queries.plans import Head
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.services import consultations as asking
from ehcportal.web import (
    actor_trace,
    current_person,
    current_profile,
    once,
    open_setting,
    plan_reading,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.consultation_reply import read_reply
from ehcportal.web.downloads import hand_out
from ehcportal.web.logins import key_ring
from ehcportal.web.posted import Posted
from ehcportal.web.reads import note_reading

bp = Blueprint("consultations", __name__, url_prefix="/settings/<setting_id>/consultations")


@bp.get("")
@policy(Action.ANSWER_CONSULTATIONS)
def index(setting_id: str) -> ResponseReturnValue:
    """List what the setting is asked, and what it answered while the plan is not final."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    found = _all(setting)
    for each in found:
        note_reading("see_consultation", "consultation", each.row.id, case_id=each.case_id)
    return render("setting/consultations.html", setting=setting, found=found)


@bp.get("/<consultation_id>")
@policy(Action.ANSWER_CONSULTATIONS)
def show(setting_id: str, consultation_id: str) -> ResponseReturnValue:
    """Show the plan about which the setting is asked, and ask for its answer."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    return _page(setting, consultation_id, posted.empty())


@bp.post("/<consultation_id>")
@policy(Action.ANSWER_CONSULTATIONS)
@once
def reply(setting_id: str, consultation_id: str) -> ResponseReturnValue:
    """Keep the answer; it is given once."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    asked = one_of(setting, consultation_id)
    form, said = read_reply("_version")
    if said is None:
        return _page(setting, consultation_id, form, 422)
    try:
        asking.reply(db.writing(), actor_trace(), key_ring(), asked.row.id, version_of(form), said)
    except StaleDataError:
        return _page(setting, consultation_id, form, 409)
    return see_other(url_for(".show", setting_id=setting_id, consultation_id=consultation_id))


def _page(
    setting: Setting, consultation_id: str, form: Posted, status: int = 200
) -> ResponseReturnValue:
    if status == 409:
        db.forget()
    asked = one_of(setting, consultation_id)
    session, head = db.session(), version_shown(asked)
    note_reading("read_plan", "plan_version", head.id, case_id=asked.case_id)
    whole = plan_reading.whole(head)
    wanted = appendices.why_wanted(session, asked.case_id, setting)
    return render(
        "setting/consultation.html",
        status=status,
        setting=setting,
        asked=asked,
        has_paper=head.document_id is not None,
        **plan_reading.with_pieces(plan_pages.shown(whole), looking_at(asked)),
        appendices=appendices.of_whole(whole),
        why_wanted=wanted if asked.row.is_preference else "",
        form=form,
        too_late=status == 409,
    )


@bp.get("/<consultation_id>/plan")
@policy(Action.ANSWER_CONSULTATIONS)
def paper(setting_id: str, consultation_id: str) -> ResponseReturnValue:
    """Give out the plan as it was sent: the one asked about, or the final one that names it."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    head = version_shown(one_of(setting, consultation_id))
    found = case_documents.versions(db.session(), head.document_id) if head.document_id else []
    if not found:
        abort(404)
    note_reading("read_file", "stored_file", found[0].file.id, case_id=head.case_id)
    return hand_out(found[0].file, found[0].name, to_read=True)


def version_shown(asked: ForSetting) -> Head:
    """Return the version that a setting reads: the one it is asked about, or that names it."""
    session = db.session()
    if asked.is_named:
        return plans.in_force(session, asked.case_id) or abort(404)
    return plans.head(session, asked.case_id, asked.row.plan_version_id) or abort(404)


def looking_at(asked: ForSetting) -> Looking:
    """Return as what a setting looks at the pieces of a plan: those ticked for settings."""
    case = db.session().get_one(Case, asked.case_id)
    return Looking(case.id, case.person_id, current_person().account_id, Audience.SETTING)


def one_of(setting: Setting, consultation_id: str) -> ForSetting:
    """Return what this setting may still read, or answer 404."""
    found = (each for each in _all(setting) if each.row.id == consultation_id)
    return next(found, None) or abort(404)


def _all(setting: Setting) -> list[ForSetting]:
    who = current_person().account_id
    return consultations.of_setting(db.session(), setting.id, who, counting(current_profile()))
