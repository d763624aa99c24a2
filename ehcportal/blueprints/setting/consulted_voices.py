"""Pieces of section A for a setting that is asked about the plan: what was ticked for settings."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.setting.consultations import looking_at, one_of, version_shown
from ehcportal.policy import Action
from ehcportal.web import open_setting, plan_reading, policy
from ehcportal.web.voices import hand_out_piece

bp = Blueprint(
    "consulted_voices",
    __name__,
    url_prefix="/settings/<setting_id>/consultations/<consultation_id>/voices",
)


@bp.get("/<piece_id>/<part>")
@policy(Action.ANSWER_CONSULTATIONS)
def file(setting_id: str, consultation_id: str, piece_id: str, part: str) -> ResponseReturnValue:
    """Give out the file of a piece that stands in this plan; no other piece of the child."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    asked = one_of(setting, consultation_id)
    lines = plan_reading.lines_of(version_shown(asked)).lines
    if piece_id not in {each.voice.id for each in lines if each.voice}:
        abort(404)
    return hand_out_piece(looking_at(asked), piece_id, part)
