"""The ledger of advice in a case: reminders and answers of each ask, and the family's wishes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.assessment import (
    AdviceAnswer,
    AdviceCorrection,
    AdviceReminder,
    AdviceRequest,
    AdviserWish,
)
from ehcportal.models.form import Submission

REUSED = "reused"
"""The question of form 9 that asks whether this is advice from before."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that went out; ``weeks`` is 0 for one by hand."""

    at: datetime
    weeks: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to an ask: form 9, a file, or both; the newest counts."""

    id: str
    submission_id: str | None
    document_id: str | None
    plain_summary: str
    sender: str
    """Who sent it through the portal; empty when staff entered it."""
    entered_by: str
    sent_on: date
    sent_at: datetime
    set_aside: bool = False
    """Whether it was found to be none to this ask."""
    given_before: bool = False
    """Whether its author says that it is advice from before (Regulation 6(4))."""


@dataclass(frozen=True, slots=True)
class Wished:
    """Somebody whom the family would like to be asked, with the answer when there is one."""

    id: str
    role: str
    name: str
    service: str
    why: str
    asked_on: date
    asked_by_id: str | None
    advice_request_id: str | None
    refused_reason: str
    answered_on: date | None


def reminders(session: Session, case_id: str) -> dict[str, list[Reminded]]:
    """Return the reminders of each ask of a case, the latest first, in one statement."""
    rows = session.exec(
        select(AdviceReminder)
        .join(AdviceRequest, and_(AdviceRequest.id == AdviceReminder.advice_request_id))
        .where(AdviceRequest.case_id == case_id)
        .order_by(col(AdviceReminder.sent_at).desc())
    )
    found: dict[str, list[Reminded]] = defaultdict(list)
    for each in rows:
        kind, _, number = each.dedupe_key.partition(":")
        weeks = int(number) if kind == "weeks" and number.isdecimal() else 0
        found[each.advice_request_id].append(Reminded(each.sent_at, weeks))
    return found


def answers(session: Session, case_id: str) -> dict[str, list[Answered]]:
    """Return the answers to each ask of a case, the newest first, in one statement."""
    entering: Any = aliased(Account)
    reused: Any = col(Submission.answers)[REUSED]
    rows = session.execute(
        sa.select(AdviceAnswer, Account, entering, reused.as_string())
        .join(AdviceRequest, and_(AdviceRequest.id == AdviceAnswer.advice_request_id))
        .join(Account, and_(Account.id == AdviceAnswer.sent_by_id), isouter=True)
        .join(entering, and_(entering.id == AdviceAnswer.entered_by_id), isouter=True)
        .join(Submission, and_(Submission.id == AdviceAnswer.submission_id), isouter=True)
        .where(col(AdviceRequest.case_id) == case_id)
        .order_by(col(AdviceAnswer.sent_at).desc(), col(AdviceAnswer.id).desc())
    )
    found: dict[str, list[Answered]] = defaultdict(list)
    for row, sender, staff, again in rows:
        answer = _answered(row, sender, staff, given_before=again == "yes")
        found[row.advice_request_id].append(answer)
    return found


def _answered(
    row: AdviceAnswer, sender: Account | None, staff: Account | None, *, given_before: bool = False
) -> Answered:
    return Answered(
        id=row.id,
        submission_id=row.submission_id,
        document_id=row.document_id,
        plain_summary=row.plain_summary,
        sender=sender.name if sender else "",
        entered_by=staff.name if staff else "",
        sent_on=row.sent_on,
        sent_at=row.sent_at,
        set_aside=row.set_aside_at is not None,
        given_before=given_before,
    )


def is_from_before(session: Session, ask_id: str) -> bool:
    """Say whether the answer that counts is advice from before, by its author's own word."""
    reused: Any = col(Submission.answers)[REUSED]
    newest = (
        sa.select(reused.as_string())
        .select_from(AdviceAnswer)
        .join(Submission, and_(Submission.id == AdviceAnswer.submission_id), isouter=True)
        .where(
            col(AdviceAnswer.advice_request_id) == ask_id, col(AdviceAnswer.set_aside_at).is_(None)
        )
        .order_by(col(AdviceAnswer.sent_at).desc(), col(AdviceAnswer.id).desc())
        .limit(1)
    )
    return session.execute(newest).scalar() == "yes"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Something that was put right in the ledger: what stood there, what stands now, and why."""

    what: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime


def corrections(session: Session, case_id: str) -> dict[str, list[Corrected]]:
    """Return what was put right about each ask of a case, the latest first, in one statement."""
    rows = session.exec(
        select(AdviceCorrection, Account)
        .join(AdviceRequest, and_(AdviceRequest.id == AdviceCorrection.advice_request_id))
        .join(Account, and_(Account.id == AdviceCorrection.by_id), isouter=True)
        .where(AdviceRequest.case_id == case_id)
        .order_by(col(AdviceCorrection.at).desc(), col(AdviceCorrection.id))
    )
    found: dict[str, list[Corrected]] = defaultdict(list)
    for row, who in rows:
        by = who.name if who else ""
        made = Corrected(row.what, row.before, row.after, row.reason, by, row.at)
        found[row.advice_request_id].append(made)
    return found


def summaries(session: Session, case_id: str) -> dict[str, str]:
    """Return the main points of advice that is part of the case, by ask: the newest of each.

    What can still be corrected by its author is not for the family yet.
    """
    rows = session.exec(
        select(AdviceAnswer.advice_request_id, AdviceAnswer.plain_summary)
        .join(AdviceRequest, and_(AdviceRequest.id == AdviceAnswer.advice_request_id))
        .where(
            AdviceRequest.case_id == case_id,
            col(AdviceRequest.taken_in_at).is_not(None),
            col(AdviceAnswer.set_aside_at).is_(None),
            AdviceAnswer.plain_summary != "",
        )
        .order_by(col(AdviceAnswer.sent_at), col(AdviceAnswer.id))
    )
    return dict(rows.all())


def own_answers(session: Session, ask_id: str, account_id: str) -> list[Answered]:
    """Return what an account sent in answer to an ask, the newest first."""
    rows = session.exec(
        select(AdviceAnswer, Account)
        .join(Account, and_(Account.id == AdviceAnswer.sent_by_id))
        .where(AdviceAnswer.advice_request_id == ask_id, AdviceAnswer.sent_by_id == account_id)
        .order_by(col(AdviceAnswer.sent_at).desc(), col(AdviceAnswer.id).desc())
    )
    return [_answered(row, sender, None) for row, sender in rows]


def wishes(session: Session, case_id: str) -> list[Wished]:
    """Return whom the family would like to be asked, what waits for an answer first."""
    rows = session.exec(
        select(AdviserWish)
        .where(AdviserWish.case_id == case_id)
        .order_by(
            col(AdviserWish.answered_on).is_not(None),
            col(AdviserWish.asked_on),
            col(AdviserWish.id),
        )
    )
    return [
        Wished(
            id=each.id,
            role=each.role,
            name=each.name,
            service=each.service,
            why=each.why,
            asked_on=each.asked_on,
            asked_by_id=each.asked_by_id,
            advice_request_id=each.advice_request_id,
            refused_reason=each.refused_reason or "",
            answered_on=each.answered_on,
        )
        for each in rows
    ]
