"""Early help referrals, which are kept apart from every case (guide row H12)."""

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import referrals
from ehcportal.queries.sent_answers import sent_answers
from ehcportal.web import policy, render

bp = Blueprint("referrals", __name__, url_prefix="/council/referrals")


@bp.get("")
@policy(Action.SEE_INBOX)
def index() -> ResponseReturnValue:
    """List the referrals, the latest first."""
    found = referrals.referrals(db.session(), current_app.extensions["forms"])
    return render("council/referrals/list.html", referrals=found)


@bp.get("/<submission_id>")
@policy(Action.SEE_INBOX)
def show(submission_id: str) -> ResponseReturnValue:
    """Read one; any other form that was sent is not found here."""
    session = db.session()
    found = referrals.referral(session, current_app.extensions["forms"], submission_id)
    if found is None:
        abort(404)
    return render("council/referrals/referral.html", sent=sent_answers(session, found))
