"""Advice that an adviser sends through the portal, and corrects until it is taken in (row S02)."""

from sqlmodel import Session

from ehcportal.forms.conditions import Given
from ehcportal.forms.fields.base import text
from ehcportal.models.assessment import AdviceAnswer, AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.security.audit import Trace
from ehcportal.services.advice import changes
from ehcportal.services.advice.changes import AdviceClosedError

SUMMARY, KNOWN, NO = "plain_summary", "known", "no"
"""The questions of form 9 that the ledger reads; all others stay as they were answered."""

LONGEST_SUMMARY = 4000


def give(
    session: Session, trace: Trace, ask_id: str, submission: Submission, answers: Given
) -> AdviceRequest:
    """Keep what was sent as an answer. A correction is a further row, and the newest counts.

    Raises ``AdviceClosedError`` when the ask was withdrawn, the answer taken into the case, or the
    case has ended.
    """
    row = changes.standing(session, submission.case_id or "", ask_id, None)
    changes.check_open(row)
    if session.get_one(Case, row.case_id, populate_existing=True).ended_on is not None:
        raise AdviceClosedError
    session.add(
        AdviceAnswer(
            advice_request_id=row.id,
            submission_id=submission.id,
            plain_summary=text(answers.get(SUMMARY))[:LONGEST_SUMMARY],
            sent_by_id=submission.account_id,
            sent_on=submission.received_on,
            sent_at=submission.submitted_at,
        )
    )
    is_first = row.received_on is None
    row.received_on = row.received_on or submission.received_on
    row.not_known_to_service = text(answers.get(KNOWN)) == NO
    session.flush()
    changes.record_answer(session, trace, row, is_first=is_first, on=submission.received_on)
    return row
