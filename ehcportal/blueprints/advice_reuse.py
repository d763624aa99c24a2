"""Whether advice that is there is enough: what the adviser says who is asked (Reg 6(4))."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ehcportal import db
from ehcportal.blueprints.advice import open_needed
from ehcportal.domain.advicelaw import Agreeing
from ehcportal.policy import Action
from ehcportal.queries import advice_consents
from ehcportal.web import logins, once, policy, posted, reuse_answers, see_other
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("advice_reuse", __name__, url_prefix="/advice/<case_id>/<advice_request_id>/reuse")


@bp.post("")
@policy(Action.SEE_OWN_ADVICE)
@once
def answer(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Keep whether the adviser thinks that it is enough."""
    open_needed(case_id, advice_request_id)
    form = posted.read("agrees")
    back = url_for("advice.show", case_id=case_id, advice_request_id=advice_request_id)
    if form["agrees"] not in reuse_answers.ANSWERS:
        logins.leave_news(_("Choose whether it is enough"))
        return see_other(back)
    reuse_answers.keep(case_id, advice_request_id, Agreeing.ADVISER, form["agrees"])
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
