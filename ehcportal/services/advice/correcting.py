"""Putting the ledger of advice right: each time a further row, with what stood there and why.

Nothing is deleted. The dates of the case follow, because they are worked out from the rows.
"""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.dates import date_words
from ehcportal.domain.rules import STANDARD_COUNTING, Counting
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import AdviceAnswer, AdviceCorrection, AdviceRequest
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import lawful
from ehcportal.services.advice import changes, telling

MOST = 2200


class Wrong(StrEnum):
    """What can be wrong in the ledger."""

    ASKED_ON = "asked_on"
    RECEIVED_ON = "received_on"
    WITHDRAWAL = "withdrawal"
    TAKEN_IN = "taken_in"
    ANSWER = "answer"


EVENTS = {
    Wrong.ASKED_ON: "advice.day_put_right",
    Wrong.RECEIVED_ON: "advice.day_put_right",
    Wrong.WITHDRAWAL: "advice.asked_again",
    Wrong.TAKEN_IN: "advice.opened_again",
    Wrong.ANSWER: "advice.set_aside",
}
"""What the timeline says of each; only staff read the reason."""


class NotWrongError(Exception):
    """What is to be put right is not so: it was put right before, or the day cannot be."""


def change_day(
    session: Session, trace: Trace, row: AdviceRequest, what: Wrong, on: date, reason: str
) -> None:
    """Set the day right on which it was asked, or came.

    Raises ``NotWrongError``, and ``lawful.NotLawfulError`` for an ask before the yes.
    """
    before = row.asked_on if what is Wrong.ASKED_ON else row.received_on
    asked, came = (on, row.received_on) if what is Wrong.ASKED_ON else (row.asked_on, on)
    if before in {None, on} or on > clock.today() or (came is not None and came < asked):
        raise NotWrongError
    if what is Wrong.ASKED_ON:
        lawful.check_day_of_ask(session, row.case_id, on)
        row.asked_on = on
    else:
        row.received_on = on
    note(session, trace, row, what, before, on, reason)


def ask_again(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    row: AdviceRequest,
    reason: str,
    *,
    counting: Counting = STANDARD_COUNTING,
) -> None:
    """Take a withdrawal back: who was asked hears of it, and the six weeks are those of before.

    Raises ``NotWrongError``, ``StaleDataError`` when the same was asked anew meanwhile, and
    ``lawful.NotLawfulError`` when nobody can be asked in this case now.
    """
    if row.withdrawn_on is None:
        raise NotWrongError
    lawful.check(session, row.case_id, Step.ASK_FOR_ADVICE)
    if _is_asked_anew(session, row):
        raise StaleDataError("the same is asked already")
    before = f"{date_words(row.withdrawn_on)}: {row.withdrawn_reason or ''}"
    row.withdrawn_on, row.withdrawn_reason = None, None
    made = note(session, trace, row, Wrong.WITHDRAWAL, before, "", reason)
    telling.tell_all(session, ring, row, counting=counting, again=made.id)


def _is_asked_anew(session: Session, row: AdviceRequest) -> bool:
    found = session.exec(
        select(AdviceRequest.id).where(
            AdviceRequest.case_id == row.case_id,
            AdviceRequest.id != row.id,
            AdviceRequest.role == row.role,
            AdviceRequest.paragraph == row.paragraph,
            AdviceRequest.service_id == row.service_id,
            AdviceRequest.setting_id == row.setting_id,
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.withdrawn_on).is_(None),
        )
    )
    return found.first() is not None


def open_again(session: Session, trace: Trace, row: AdviceRequest, reason: str) -> None:
    """Let the author correct what was taken into the case. Raises ``NotWrongError``."""
    if row.taken_in_at is None:
        raise NotWrongError
    before = clock.london_day(row.taken_in_at)
    row.taken_in_at, row.taken_in_by_id = None, None
    note(session, trace, row, Wrong.TAKEN_IN, before, "", reason)


def set_aside(
    session: Session,
    trace: Trace,
    row: AdviceRequest,
    answer_id: str,
    reason: str,
    *,
    to: AdviceRequest | None = None,
) -> None:
    """Set an answer aside that is none to this ask; a paper can go ``to`` the right one.

    The ask waits again unless another answer is there. Raises ``NotWrongError`` when the answer
    was set aside before or was taken into the case, and ``AdviceClosedError`` for a closed ``to``.
    """
    answer = session.get(AdviceAnswer, answer_id)
    is_here = answer is not None and answer.advice_request_id == row.id
    if answer is None or not is_here or answer.set_aside_at or row.taken_in_at:
        raise NotWrongError
    answer.set_aside_at = clock.now()
    if answer.document_id is not None and answer.document_id == row.reused_document_id:
        row.reused_document_id = None
        row.adviser_agreed_on = row.council_agreed_on = row.family_agreed_on = None
    session.flush()
    before, row.received_on = row.received_on, _first_day(session, row)
    row.not_known_to_service = row.not_known_to_service and row.received_on is not None
    note(session, trace, row, Wrong.ANSWER, before, row.received_on, reason, answer_id=answer.id)
    if to is not None:
        _put_to(session, trace, answer, to)


def _first_day(session: Session, row: AdviceRequest) -> date | None:
    standing = session.exec(
        select(AdviceAnswer).where(
            AdviceAnswer.advice_request_id == row.id, col(AdviceAnswer.set_aside_at).is_(None)
        )
    )
    return min((each.sent_on for each in standing), default=None)


def _put_to(session: Session, trace: Trace, answer: AdviceAnswer, to: AdviceRequest) -> None:
    """File a paper as an answer to another ask; what somebody wrote in the form stays theirs."""
    changes.check_open(to)
    if answer.document_id is None or answer.sent_on < to.asked_on:
        raise NotWrongError
    session.add(
        AdviceAnswer(
            advice_request_id=to.id,
            document_id=answer.document_id,
            plain_summary=answer.plain_summary,
            entered_by_id=trace.account_id,
            sent_on=answer.sent_on,
        )
    )
    is_first = to.received_on is None
    to.received_on = to.received_on or answer.sent_on
    session.flush()
    changes.record_answer(session, trace, to, is_first=is_first, on=answer.sent_on)


def note(
    session: Session,
    trace: Trace,
    row: AdviceRequest,
    what: Wrong,
    before: date | str | None,
    after: date | str | None,
    reason: str,
    *,
    answer_id: str | None = None,
) -> AdviceCorrection:
    """Add the row that says what stood there, what stands there now, and why."""
    made = AdviceCorrection(
        advice_request_id=row.id,
        what=what.value,
        before=_words(before),
        after=_words(after),
        reason=reason,
        advice_answer_id=answer_id,
        by_id=trace.account_id,
    )
    session.add(made)
    session.flush()
    changes.record(session, trace, row, EVENTS[what], reason=reason)
    return made


def _words(value: date | str | None) -> str:
    return date_words(value) if isinstance(value, date) else (value or "")[:MOST]
