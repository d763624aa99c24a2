"""Exceptions to time limits: appended rows that the family sees beside a date that never moves.

The grounds are those of Regulations 5(4), 8(2), 10(4), 13(3) and 27(3) and no others. An exception
is corrected or taken back by a further row, which says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.exceptions import Ground, excuses
from ehcportal.domain.steps import Step
from ehcportal.models.alert import AlertKind
from ehcportal.models.time_exception import TimeException
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, lawful, timeline

FAMILY_PATH = "/cases/{}/dates"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is recorded: which duty, on which ground, from when to when, and how it is known."""

    duty: str
    ground: Ground
    from_on: date
    to_on: date | None
    evidence: str
    approved_by_id: str
    family_told_on: date | None = None
    advice_request_id: str | None = None
    asked_on: date | None = None


class AlreadyChanged(Exception):
    """Somebody has corrected this row or taken it back meanwhile."""


def record(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case_id: str,
    wanted: Wanted,
    *,
    hearers: Sequence[str],
    corrects_id: str | None = None,
) -> TimeException:
    """Record an exception, or put an earlier row right, and tell the family (Code 9.43).

    Raises ``ValueError`` for a ground that the law does not give, ``LookupError`` and
    ``AlreadyChanged`` for a row to correct that is not there or stands no longer, and
    ``lawful.NotLawfulError`` where nothing is due that could be excused.
    """
    if not excuses(wanted.ground, wanted.duty):
        raise ValueError(f"{wanted.ground} excuses no {wanted.duty}")
    if corrects_id is not None:
        _standing(session, case_id, corrects_id)
    else:
        lawful.check(session, case_id, Step.EXCEPTION)
    told_now = clock.today() if hearers else None
    row = TimeException(
        case_id=case_id,
        duty=wanted.duty,
        ground=wanted.ground.value,
        advice_request_id=wanted.advice_request_id,
        asked_on=wanted.asked_on,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        evidence=wanted.evidence,
        approved_by_id=wanted.approved_by_id,
        family_told_on=wanted.family_told_on or told_now,
        corrects_id=corrects_id,
    )
    kind = "exception.corrected" if corrects_id else "exception.recorded"
    return _add(session, trace, ring, row, kind, hearers)


def take_back(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case_id: str,
    exception_id: str,
    reason: str,
    *,
    hearers: Sequence[str],
) -> TimeException:
    """Say by a further row that there was no exception. Raises as ``record`` does."""
    wrong = _standing(session, case_id, exception_id)
    row = TimeException(
        case_id=case_id,
        duty=wrong.duty,
        ground=wrong.ground,
        advice_request_id=wrong.advice_request_id,
        asked_on=wrong.asked_on,
        from_on=wrong.from_on,
        to_on=wrong.to_on,
        approved_by_id=trace.account_id,
        family_told_on=clock.today() if hearers else None,
        corrects_id=wrong.id,
        ended_reason=reason,
    )
    return _add(session, trace, ring, row, "exception.taken_back", hearers)


def _standing(session: Session, case_id: str, exception_id: str) -> TimeException:
    mine = select(TimeException).where(
        TimeException.id == exception_id, TimeException.case_id == case_id
    )
    row = session.exec(mine.with_for_update()).first()
    if row is None:
        raise LookupError(exception_id)
    further = select(TimeException.id).where(col(TimeException.corrects_id) == exception_id)
    if row.ended_reason is not None or session.exec(further).first() is not None:
        raise AlreadyChanged(exception_id)
    return row


def _add(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    row: TimeException,
    kind: str,
    hearers: Sequence[str],
) -> TimeException:
    session.add(row)
    session.flush()
    facts = {"reason": row.ended_reason} if row.ended_reason else {}
    of = ("time_exception", row.id)
    timeline.record(session, trace, kind, of=of, case_id=row.case_id, key=True, facts=facts)
    for account_id in hearers:
        alerts.tell(
            session,
            ring,
            account_id,
            AlertKind.STAGE,
            FAMILY_PATH.format(row.case_id),
            case_id=row.case_id,
            dedupe_key=f"exception:{row.id}:{account_id}",
        )
    return row
