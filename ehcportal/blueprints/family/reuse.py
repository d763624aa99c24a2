"""Whether advice that is there is enough: what a parent or the young person says (Reg 6(4))."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.family.case_pages import open_page
from ehcportal.domain.advicelaw import Agreeing
from ehcportal.policy import Action
from ehcportal.queries import advice, advice_consents
from ehcportal.web import (
    current_person,
    current_profile,
    logins,
    once,
    policy,
    posted,
    reuse_answers,
    see_other,
)
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint(
    "family_reuse",
    __name__,
    url_prefix="/cases/<case_id>/information-requested/<advice_request_id>",
)


@bp.post("/reuse")
@policy(Action.ASK_FOR_ADVISER)
@once
def answer(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Keep whether this person agrees; without it new advice is compulsory."""
    page = open_page(case_id, to=Action.ASK_FOR_ADVISER)
    form, back = posted.read("agrees"), url_for("family_information.show", case_id=case_id)
    who = current_person().account_id
    asked = {each.ask_id for each in advice_consents.waiting(db.session(), case_id, who)}
    known = advice.one(db.session(), case_id, advice_request_id, current_profile())
    if page.head.ended_on is not None or known is None:
        abort(404)
    if advice_request_id not in asked:
        logins.leave_news(_("This is settled, so your answer is not needed any more."))
        return see_other(back)
    if form["agrees"] not in reuse_answers.ANSWERS:
        return see_other(url_for("family_information.show", case_id=case_id, choose="1"))
    reuse_answers.keep(case_id, advice_request_id, Agreeing.FAMILY, form["agrees"])
    return see_other(back)


@bp.get("/paper")
@policy(Action.ASK_FOR_ADVISER)
def paper(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Open the paper that may be used again; the reading is recorded."""
    open_page(case_id, to=Action.ASK_FOR_ADVISER)
    session, who = db.session(), current_person().account_id
    asked = {each.ask_id for each in advice_consents.waiting(session, case_id, who)}
    found = advice_consents.paper(session, case_id, advice_request_id)
    if found is None or advice_request_id not in asked:
        abort(404)
    file, name = found
    note_reading("open_document", "stored_file", file.id, case_id=case_id)
    return hand_out(file, name, to_read=request.args.get("keep") != "1")
