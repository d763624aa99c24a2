"""Reminding advisers: after three, five and six weeks, and by hand (statute, pathway of 20 weeks).

A reminder says that something is asked and by when, never of whom. Each goes out once.
"""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.domain.calendar import end_of_weeks
from ehcportal.domain.rules import Counting
from ehcportal.models.assessment import AdviceReminder, AdviceRequest
from ehcportal.models.base import new_id
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.setting import Service, Setting
from ehcportal.queries import advice_people
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services.advice import changes, telling

WEEKS = (3, 5, 6)
LONGEST_LATE = timedelta(days=14)
"""After this nobody is reminded by plan: what is so late is for a telephone call."""

AT_ONCE = 100
TEMPLATE = "advice_reminder"


class NobodyToRemindError(Exception):
    """Nobody was let in and the place has no address: there is nobody to write to."""


def remind_due(session: Session, ring: KeyRing, now: datetime, *, counting: Counting) -> int:
    """Send the reminders whose week has come, the newest of each ask alone; return how many."""
    today = clock.london_day(now)
    told = 0
    for weeks, until in zip(WEEKS, (*WEEKS[1:], None), strict=True):
        for row in _due(session, today, weeks, until, counting):
            told += _send(session, ring, row, f"weeks:{weeks}", None, counting)
    return told


def remind(
    session: Session, trace: Trace, ring: KeyRing, row: AdviceRequest, *, counting: Counting
) -> None:
    """Remind now, by hand. Raises ``NobodyToRemindError`` and ``AdviceClosedError``."""
    changes.check_open(row)
    if row.received_on is not None:
        raise changes.AdviceClosedError
    if not advice_people.hearers(session, row):
        raise NobodyToRemindError
    _send(session, ring, row, f"hand:{new_id()}", trace.account_id, counting)
    changes.record(session, trace, row, "advice.reminded", staff=True)


def _due(
    session: Session, today: date, weeks: int, until: int | None, counting: Counting
) -> list[AdviceRequest]:
    """Return asks that are between two of the weeks, missing, and not yet reminded for the first.

    An ask that nobody would hear of is left out: staff see on its page that nobody is let in.
    """
    reminded = sa.exists().where(
        col(AdviceReminder.advice_request_id) == AdviceRequest.id,
        col(AdviceReminder.dedupe_key) == f"weeks:{weeks}",
    )
    let_in = sa.exists().where(
        col(CaseContributor.advice_request_id) == AdviceRequest.id,
        col(CaseContributor.to_at).is_(None),
    )
    first, last = _asked_between(today, weeks, until, counting)
    rows: Any = session.exec(
        select(AdviceRequest)
        .join(Case, and_(Case.id == AdviceRequest.case_id))
        .join(Service, and_(Service.id == AdviceRequest.service_id), isouter=True)
        .join(Setting, and_(Setting.id == AdviceRequest.setting_id), isouter=True)
        .where(
            col(AdviceRequest.asked_on).between(first, last),
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.paragraph) != OF_FAMILY,
            col(AdviceRequest.withdrawn_on).is_(None),
            col(Case.ended_on).is_(None),
            or_(
                let_in,
                col(Service.email).is_not(None),
                col(Setting.email).is_not(None),
                advice_people.has_people(AdviceRequest.service_id),
            ),
            ~reminded,
        )
        .order_by(col(AdviceRequest.asked_on), col(AdviceRequest.id))
        .limit(AT_ONCE)
    )
    return list(rows)


def _asked_between(
    today: date, weeks: int, until: int | None, counting: Counting
) -> tuple[date, date]:
    """Return between which days an ask was made whose number of weeks ends now and not later."""
    last = today - _span(weeks, counting)
    if until is None:
        return last - LONGEST_LATE, last
    return today - _span(until, counting) + timedelta(days=1), last


def _span(weeks: int, counting: Counting) -> timedelta:
    """Return the days from an ask to the last day of so many weeks, as the law's date counts."""
    start = date(2000, 1, 1)
    return end_of_weeks(start, weeks, first_day_counts=counting.first_day_counts) - start


def _send(
    session: Session,
    ring: KeyRing,
    row: AdviceRequest,
    key: str,
    by_id: str | None,
    counting: Counting,
) -> int:
    """Write the reminder and its letters; 0 when a worker beside this one has just done it."""
    try:
        with session.begin_nested():
            session.add(AdviceReminder(advice_request_id=row.id, dedupe_key=key, by_id=by_id))
    except IntegrityError:
        return 0
    hearers = advice_people.hearers(session, row)
    telling.write(session, ring, row, hearers, counting, template=TEMPLATE, about=key)
    return 1
