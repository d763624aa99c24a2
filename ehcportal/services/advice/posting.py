"""Asking by post a body that has neither account nor e-mail: the day of the post is the asking."""

from datetime import date

from sqlmodel import Session

from ehcportal.models.assessment import AdviceRequest
from ehcportal.queries import advice_people
from ehcportal.security.audit import Trace
from ehcportal.services import letters
from ehcportal.services.advice import changes, correcting
from ehcportal.services.advice.correcting import Wrong
from ehcportal.services.letters import Made


def post(
    session: Session, trace: Trace, row: AdviceRequest, made: Made, *, on: date, reason: str
) -> None:
    """Keep the letter as it was posted. Raises ``AdviceClosedError`` when nothing is asked.

    Where nobody had heard of the ask before, it was asked on the day of the post: the six weeks
    begin when the body has the request (Reg 8(1)). The day that stood there stays, with ``reason``.
    """
    changes.check_open(row)
    if not advice_people.hearers(session, row) and row.posted_on is None and row.asked_on != on:
        correcting.note(session, trace, row, Wrong.ASKED_ON, row.asked_on, on, reason)
        row.asked_on = on
    row.posted_on = row.posted_on or on
    letters.file(session, trace, row.case_id, made, posted_on=on)
    session.flush()
    changes.record(session, trace, row, "advice.posted", on=on)
