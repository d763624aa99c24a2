"""The advice that goes with a plan, for everybody who gets it: family and settings (Reg 12(4))."""

from typing import Any

from flask import Response, abort

from ehcportal import db
from ehcportal.queries import appendices, plans
from ehcportal.queries.appendices import Appendix
from ehcportal.queries.plans import Head
from ehcportal.queries.reviews.rows import sent_file
from ehcportal.queries.sent_answers import sent_answers
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

REPORT = "report"
"""What stands in an address for the report itself, beside the files of a form."""


def opened(head: Head, advice_request_id: str) -> dict[str, Any]:
    """Return what a page shows of a piece of advice that a version lists; 404 for any other.

    What only the council may read is left out. Of advice that is on paper alone there is the line.
    """
    session, appendix = db.session(), _listed(head, advice_request_id)
    advice = appendices.advice_of(session, head.case_id, advice_request_id)
    sent = sent_answers(session, advice.submission_id, for_others=True) if advice else None
    note_reading("read_advice", "advice_request", advice_request_id, case_id=head.case_id)
    return {"appendix": appendix, "advice": advice, "sent": sent}


def file_of(head: Head, advice_request_id: str, file_id: str) -> Response:
    """Answer with a file of such a piece of advice, or 404."""
    session = db.session()
    _listed(head, advice_request_id)
    advice = appendices.advice_of(session, head.case_id, advice_request_id) or abort(404)
    if file_id == REPORT:
        found = appendices.file_of(session, advice.document_id or "")
    else:
        sent = sent_answers(session, advice.submission_id, for_others=True)
        shown = {each.id for each in sent.files} if sent else set()
        held = sent_file(session, advice.submission_id or "", file_id)
        found = held if file_id in shown else None
    if found is None:
        abort(404)
    stored, name = found
    note_reading("read_file", "stored_file", stored.id, case_id=head.case_id)
    return hand_out(stored, name, to_read=True)


def _listed(head: Head, advice_request_id: str) -> Appendix:
    found = appendices.of_whole(plans.with_lines(db.session(), head))
    wanted = (each for each in found if each.asked == advice_request_id)
    return next(wanted, None) or abort(404)
