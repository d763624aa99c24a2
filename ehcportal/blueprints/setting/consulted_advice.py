"""The advice that goes with a plan about which a setting is asked: its appendices (s39(2), K)."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.setting.consultations import one_of, version_shown
from ehcportal.forms.summary import for_family
from ehcportal.models.setting import Setting
from ehcportal.policy import Action
from ehcportal.queries import appendices
from ehcportal.queries.appendices import Appendix
from ehcportal.queries.consultations import ForSetting
from ehcportal.queries.reviews.rows import sent_file
from ehcportal.queries.sent_answers import SentAnswers, sent_answers
from ehcportal.web import open_setting, policy, render
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

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
    asked, appendix = _opened(setting, consultation_id, advice_request_id)
    sent = sent_answers(db.session(), appendix.advice.submission_id)
    note_reading("read_advice", "advice_request", advice_request_id, case_id=asked.case_id)
    shown = None
    if sent is not None:
        shown = SentAnswers(sent.submission, for_family(sent.sections), sent.files, sent.said)
    return render(
        "setting/appendix.html", setting=setting, asked=asked, appendix=appendix, sent=shown
    )


@bp.get("/files/<file_id>")
@policy(Action.ANSWER_CONSULTATIONS)
def file(
    setting_id: str, consultation_id: str, advice_request_id: str, file_id: str
) -> ResponseReturnValue:
    """Give out a file that came with it; the report itself is named ``report``."""
    setting = open_setting(setting_id, to=Action.ANSWER_CONSULTATIONS).setting
    asked, appendix = _opened(setting, consultation_id, advice_request_id)
    advice, session = appendix.advice, db.session()
    if file_id == "report":
        found = appendices.file_of(session, advice.document_id or "")
    else:
        found = sent_file(session, advice.submission_id or "", file_id)
    if found is None:
        abort(404)
    stored, name = found
    note_reading("read_file", "stored_file", stored.id, case_id=asked.case_id)
    return hand_out(stored, name, to_read=True)


def _opened(
    setting: Setting, consultation_id: str, advice_request_id: str
) -> tuple[ForSetting, Appendix]:
    """Return what the setting is asked and the advice, if the plan it may read lists it; or 404."""
    asked = one_of(setting, consultation_id)
    listed = appendices.of_version(db.session(), version_shown(asked))
    found = (each for each in listed if each.advice.advice_request_id == advice_request_id)
    return asked, next(found, None) or abort(404)
