"""What a child and the parents say in their own ways, for who is asked for advice (row S03)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.advice import open_needed
from ehcportal.policy import Action
from ehcportal.queries import cases
from ehcportal.queries.standing import Standing
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.web import current_person, policy, render
from ehcportal.web.voices import hand_out_piece, shown_to

bp = Blueprint("advice_voices", __name__, url_prefix="/advice/<case_id>/<advice_request_id>/voices")


@bp.get("")
@policy(Action.SEE_OWN_ADVICE)
def index(case_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show the pieces that were ticked for those who are asked for advice."""
    standing = open_needed(case_id, advice_request_id)
    return render(
        "advice/voices.html",
        head=cases.head(db.session(), case_id),
        advice_request_id=advice_request_id,
        **shown_to(_looking(standing)),
    )


@bp.get("/<piece_id>/<part>")
@policy(Action.SEE_OWN_ADVICE)
def file(case_id: str, advice_request_id: str, piece_id: str, part: str) -> ResponseReturnValue:
    """Give out the file of such a piece; the reading is recorded."""
    return hand_out_piece(_looking(open_needed(case_id, advice_request_id)), piece_id, part)


def _looking(standing: Standing) -> Looking:
    return Looking.at(standing, current_person().account_id, Audience.PROFESSIONALS)
