"""What an adviser or the family says of advice that is there already (Regulation 6(4))."""

from flask_babel import gettext as _

from ehcportal import clock, db
from ehcportal.domain.advicelaw import Agreeing
from ehcportal.services.advice import changes, consents
from ehcportal.services.advice.changes import AdviceClosedError
from ehcportal.services.advice.consents import Said
from ehcportal.web import logins
from ehcportal.web.trace import actor_trace

ANSWERS = {"yes": True, "no": False}


def keep(case_id: str, advice_request_id: str, who: Agreeing, answer: str) -> None:
    """Keep one of ``ANSWERS`` as a row of its own, and leave word of it for the next page."""
    session = db.writing()
    try:
        row = changes.standing(session, case_id, advice_request_id, None)
        consents.say(session, actor_trace(), row, [Said(who, ANSWERS[answer], clock.today())])
        logins.leave_news(_("Thank you. We have your answer."))
    except (AdviceClosedError, LookupError):
        db.forget()
        logins.leave_news(_("This is settled, so your answer is not needed any more."))
