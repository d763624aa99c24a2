"""What a pupil and the parents say in their own ways, as far as the setting may see (row S03)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.setting.pupils import Pupil, open_pupil
from ehcportal.policy import Action
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.web import current_person, policy, render
from ehcportal.web.voices import hand_out_piece, shown_to

bp = Blueprint("pupil_voices", __name__, url_prefix="/settings/pupils/<case_id>/voices")


@bp.get("")
@policy(Action.SEE_PUPIL)
def index(case_id: str) -> ResponseReturnValue:
    """Show the pieces that were ticked for the setting since the child came to it."""
    pupil = open_pupil(case_id)
    return render("setting/voices.html", head=pupil.head, **shown_to(_looking(pupil)))


@bp.get("/<piece_id>/<part>")
@policy(Action.SEE_PUPIL)
def file(case_id: str, piece_id: str, part: str) -> ResponseReturnValue:
    """Give out the file of such a piece; the reading is recorded."""
    return hand_out_piece(_looking(open_pupil(case_id)), piece_id, part)


def _looking(pupil: Pupil) -> Looking:
    account_id = current_person().account_id
    return Looking.at(pupil.standing, account_id, Audience.SETTING, since=pupil.place.since_moment)
