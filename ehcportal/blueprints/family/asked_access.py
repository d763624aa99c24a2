"""Where one's own requests for access stand, and by when we promise an answer (guide row H01)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import requests
from ehcportal.queries.counting import access_answer_by
from ehcportal.web import current_person, current_profile, policy, render

bp = Blueprint("asked_access", __name__, url_prefix="/forms/access")


@bp.get("")
@policy(Action.FILL_FORMS)
def show() -> ResponseReturnValue:
    """Show each request for access of this person, the newest first, step by step."""
    profile = current_profile()
    return render(
        "family/asked_access.html",
        asked=requests.own_access_requests(db.session(), current_person().account_id),
        answer_by=lambda received_at: access_answer_by(profile, received_at),
        days=profile.limits.access_answer_working_days,
    )
