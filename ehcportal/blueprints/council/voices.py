"""What the child and the parents say in their own ways, as far as the council may see (row S03)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.policy import Action
from ehcportal.queries import cases
from ehcportal.queries.standing import Standing
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.web import current_person, open_case, policy, render
from ehcportal.web.voices import hand_out_piece, shown_to

bp = Blueprint("case_voices", __name__, url_prefix="/council/cases/<case_id>/voices")


@bp.get("")
@policy(Action.WORK_CASE)
def index(case_id: str) -> ResponseReturnValue:
    """Show the pieces whose makers let the council see them, by page and topic."""
    standing = open_case(case_id, to=Action.WORK_CASE)
    head = cases.head(db.session(), case_id)
    return render("council/voices.html", head=head, **shown_to(_looking(standing)))


@bp.get("/<piece_id>/<part>")
@policy(Action.WORK_CASE)
def file(case_id: str, piece_id: str, part: str) -> ResponseReturnValue:
    """Give out the file of such a piece; the reading is recorded."""
    return hand_out_piece(_looking(open_case(case_id, to=Action.WORK_CASE)), piece_id, part)


def _looking(standing: Standing) -> Looking:
    return Looking.at(standing, current_person().account_id, Audience.COUNCIL)
