"""Whether advice that is there is enough: what the adviser says who is asked (Reg 6(4))."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.blueprints.advice import open_needed
from ehcportal.domain.advicelaw import Agreeing
from ehcportal.policy import Action
from ehcportal.queries import advice_consents
from ehcportal.services.advice import changes, consents
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.advice.consents import Said
from ehcportal.web import actor_trace, logins, once, policy, posted, see_other
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("advice_reuse", __name__, url_prefix="/advice/<case_id>/<advice_request_id>/reuse")

ANSWERS = {"yes": True, "no": False}


@bp.post("")
@policy(Action.SEE_OWN_ADVICE)
@once
def answer(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Keep whether the adviser thinks that it is enough."""
    open_needed(case_id, advice_request_id)
    form = posted.read("agrees")
    back = url_for("advice.show", case_id=case_id, advice_request_id=advice_request_id)
    if form["agrees"] not in ANSWERS:
        logins.leave_news(_("Choose whether it is enough"))
        return see_other(back)
    said = Said(Agreeing.ADVISER, ANSWERS[form["agrees"]], clock.today())
    session = db.writing()
    try:
        row = changes.standing(session, case_id, advice_request_id, None)
        consents.say(session, actor_trace(), row, [said])
        logins.leave_news(_("Thank you. We have your answer."))
    except (AdviceClosedError, LookupError):
        db.forget()
        logins.leave_news(_("This is settled, so your answer is not needed any more."))
    return see_other(back)


@bp.get("/paper")
@policy(Action.SEE_OWN_ADVICE)
def paper(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Open the paper that may be used again; the reading is recorded."""
    open_needed(case_id, advice_request_id)
    found = advice_consents.paper(db.session(), case_id, advice_request_id)
    if found is None:
        abort(404)
    file, name = found
    note_reading("open_document", "stored_file", file.id, case_id=case_id)
    return hand_out(file, name, to_read=request.args.get("keep") != "1")
