"""One-time codes: sent, tried at most five times, spent once (security note 8)."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.sign_in import OneTimeCode
from ehcportal.security import codes
from ehcportal.security.codes import Target
from ehcportal.security.keyring import KeyRing

APART = timedelta(seconds=30)
"""The shortest time between two codes of one attempt (security note 9)."""


class Outcome(StrEnum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    DEAD = "dead"
    """Too late, tried too often, spent before, or never sent: only a new code helps."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A code on its way to its person, in clear for the sealed outbox only."""

    id: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Try:
    """The outcome of a try, with the code that it was about."""

    outcome: Outcome
    code_id: str = ""


def issue(session: Session, ring: KeyRing, target: Target) -> Issued:
    """Make a new code; an older one of the same attempt counts no longer.

    The older ones are marked in the same transaction: a right code for the first address must not
    be spent once the attempt has moved on to a second one.
    """
    now = clock.now()
    _void(session, target, now)
    code = codes.new_code(target.length)
    row = OneTimeCode(
        purpose=target.purpose,
        attempt=target.attempt,
        account_id=target.account_id,
        code_hash=codes.hash_of(ring, target, code),
        created_at=now,
        expires_at=now + codes.LIFETIME,
    )
    session.add(row)
    return Issued(id=row.id, code=code, expires_at=row.expires_at)


def _void(session: Session, target: Target, now: datetime) -> None:
    session.connection().execute(
        sa.update(OneTimeCode)
        .where(
            col(OneTimeCode.purpose) == target.purpose,
            col(OneTimeCode.attempt) == target.attempt,
            col(OneTimeCode.replaced_at).is_(None),
        )
        .values(replaced_at=now)
    )


def newest(session: Session, target: Target) -> OneTimeCode | None:
    """Return the only code of this attempt that may still count."""
    return session.exec(
        select(OneTimeCode)
        .where(
            OneTimeCode.purpose == target.purpose,
            OneTimeCode.attempt == target.attempt,
        )
        .order_by(col(OneTimeCode.created_at).desc(), col(OneTimeCode.id))
        .limit(1)
    ).first()


def too_soon(session: Session, target: Target) -> int:
    """Return how many seconds to wait before this attempt may have another code."""
    last = newest(session, target)
    if last is None:
        return 0
    return max(0, math.ceil((last.created_at + APART - clock.now()).total_seconds()))


def replace(session: Session, target: Target) -> bool:
    """Make room for another code; of two clicks at the same moment only one is told True."""
    last = newest(session, target)
    if last is None:
        return True
    changed = session.connection().execute(
        sa.update(OneTimeCode)
        .where(col(OneTimeCode.id) == last.id, col(OneTimeCode.replaced_at).is_(None))
        .values(replaced_at=clock.now())
    )
    return changed.rowcount == 1


def attempt(session: Session, ring: KeyRing, target: Target, typed: str) -> Try:
    """Count a try and judge it. Call it in a transaction of its own and commit that first.

    The count is a conditional update, so of any number of posts at the same moment no more than
    five are ever compared. A right code is not spent yet: ``spend`` does that.
    """
    code = codes.as_digits(typed, target.length)
    row = newest(session, target)
    if row is None:
        return Try(Outcome.DEAD)
    if code is None and _may_be_tried(row, clock.now()):
        return Try(Outcome.WRONG, row.id)
    if not _count(session, row.id):
        return Try(Outcome.DEAD, row.id)
    if codes.matches(ring, target, code or "", row.code_hash):
        return Try(Outcome.RIGHT, row.id)
    last_try = row.tries + 1 >= codes.TRIES
    return Try(Outcome.DEAD if last_try else Outcome.WRONG, row.id)


def _may_be_tried(row: OneTimeCode, now: datetime) -> bool:
    open_still = row.spent_at is None and row.replaced_at is None
    return open_still and row.tries < codes.TRIES and now < row.expires_at


def _count(session: Session, code_id: str) -> bool:
    counted = session.connection().execute(
        sa.update(OneTimeCode)
        .where(
            col(OneTimeCode.id) == code_id,
            col(OneTimeCode.tries) < codes.TRIES,
            col(OneTimeCode.spent_at).is_(None),
            col(OneTimeCode.replaced_at).is_(None),
            col(OneTimeCode.expires_at) > clock.now(),
        )
        .values(tries=col(OneTimeCode.tries) + 1)
    )
    return counted.rowcount == 1


def spend(session: Session, code_id: str) -> bool:
    """Spend a code that was right; of two posts at the same moment only one is told True."""
    spent = session.connection().execute(
        sa.update(OneTimeCode)
        .where(
            col(OneTimeCode.id) == code_id,
            col(OneTimeCode.spent_at).is_(None),
            col(OneTimeCode.replaced_at).is_(None),
        )
        .values(spent_at=clock.now())
    )
    return spent.rowcount == 1
