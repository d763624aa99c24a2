"""The advice that goes with a plan about which a setting is asked: its appendices (s39(2), K)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ehcportal.blueprints.setting.consultations import one_of, version_shown
from ehcportal.policy import Action
from ehcportal.web import open_setting, plan_appendices, policy, render

bp = Blueprint(
    "consulted_advice",
    __name__,
    url_prefix="/settings/<setting_id>/consultations/<consultation_id>/advice/<advice_request_id>",
)


@bp.get("")
@policy(Action.ANSWER_CONSULTATIONS)
def show(setting_id: str, consultation_id: str, advice_request_id: str) -> ResponseReturnValue:
    """Show a piece of advice that the plan lists, without what only the council may read."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    asked = one_of(setting, consultation_id)
    found = plan_appendices.opened(version_shown(asked), advice_request_id)
    return render("setting/appendix.html", setting=setting, asked=asked, **found)


@bp.get("/files/<file_id>")
@policy(Action.ANSWER_CONSULTATIONS)
def file(
    setting_id: str, consultation_id: str, advice_request_id: str, file_id: str
) -> ResponseReturnValue:
    """Give out a file that came with it."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    head = version_shown(one_of(setting, consultation_id))
    return plan_appendices.file_of(head, advice_request_id, file_id)
