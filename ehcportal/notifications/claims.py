"""Who carries which message: each is claimed by one conditional update, for a lease.

Two workers never hold the same row. What a killed worker held is due again when its lease ends.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from ehcportal.models.outbox import Channel, OutboxMessage
from ehcportal.models.posting import ServiceMail
from ehcportal.notifications.silence import is_silent

LEASE = timedelta(minutes=3)
"""Longer than one message can take: a mail server has 15 seconds for each of its answers."""

BACKOFF = (1, 2, 5, 15, 60)
"""Minutes to wait after each try; the last one repeats."""

TRIES = 75
"""Tries until a message has failed for good, about three days after the first one."""

SENT, FAILED, EXPIRED, RETURNED = "sent", "failed", "expired", "returned"


def is_waiting(session: Session, now: datetime, but: frozenset[Channel] = frozenset()) -> bool:
    """Whether there is anything to claim, ``but`` for some channels: a read that takes no lock."""
    due = sa.select(col(OutboxMessage.id)).where(*_due(now, but)).limit(1)
    found = session.execute(due).first()
    return found is not None


def claim(
    session: Session, now: datetime, but: frozenset[Channel] = frozenset()
) -> OutboxMessage | None:
    """Take the message that has waited longest, or None. Commit before sending it."""
    longest = (
        sa.select(col(OutboxMessage.id))
        .where(*_due(now, but))
        .order_by(col(OutboxMessage.not_before), col(OutboxMessage.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        sa.update(OutboxMessage)
        .where(col(OutboxMessage.id) == longest.scalar_subquery(), *_due(now, but))
        .values(leased_until=now + LEASE, attempts=col(OutboxMessage.attempts) + 1)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(taken).first()


def _due(now: datetime, but: frozenset[Channel]) -> tuple[ColumnElement[bool], ...]:
    expires_at, leased_until = col(OutboxMessage.expires_at), col(OutboxMessage.leased_until)
    return (
        col(OutboxMessage.done_at).is_(None),
        col(OutboxMessage.not_before) <= now,
        col(OutboxMessage.channel).not_in(but),
        sa.or_(expires_at.is_(None), expires_at > now),
        sa.or_(leased_until.is_(None), leased_until <= now),
    )


def mark_sent(session: Session, message: OutboxMessage, now: datetime) -> bool:
    """Write down that ``message`` has left; blank its secrets. False if the lease was lost."""
    held = _settle(session, message, {**_done(SENT, now), "last_fault": None})
    return held and _note(session, message, accepted_at=now)


def mark_failed(session: Session, message: OutboxMessage, now: datetime, fault: str) -> bool:
    """Give ``message`` up; blank its secrets."""
    held = _settle(session, message, {**_done(FAILED, now), "last_fault": fault[:200]})
    return held and _note(session, message, failed_at=now, fault=fault[:200])


def put_off(session: Session, message: OutboxMessage, now: datetime, fault: str) -> bool:
    """Let ``message`` wait for its next try, or give it up after the last one."""
    if message.attempts >= TRIES:
        return mark_failed(session, message, now, fault)
    minutes = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    later = {"leased_until": None, "not_before": now + timedelta(minutes=minutes)}
    return _settle(session, message, {**later, "last_fault": fault[:200]})


def was_ours(session: Session, message_id: str) -> bool:
    """Whether an e-mail with this id left, and is still known here or beside a case."""
    left = sa.select(col(OutboxMessage.id)).where(*_left(message_id))
    about = sa.select(col(ServiceMail.id)).where(col(ServiceMail.outbox_message_id) == message_id)
    return session.execute(left.union_all(about)).first() is not None


def mark_returned(session: Session, message_id: str, now: datetime, fault: str) -> None:
    """Write down that an e-mail that left came back: staff see it as one that was refused.

    Whoever forges a notice would have to know the id, and does no more than give staff a task:
    the day on which it left stays. A second notice, or one about a child who has died, adds
    nothing. The row of the outbox may be forgotten already.
    """
    came_back = sa.update(OutboxMessage).where(*_left(message_id))
    values = {"outcome": RETURNED, "last_fault": fault[:200]}
    message = session.scalars(came_back.values(values).returning(OutboxMessage)).first()
    by_id = select(ServiceMail).where(ServiceMail.outbox_message_id == message_id)
    mail = session.exec(by_id.with_for_update()).first()
    if mail is None and message is not None:
        mail = _beside(message)
    if mail is None or mail.failed_at is not None or is_silent(session, mail.case_id):
        return
    mail.failed_at, mail.fault, mail.followed_at = now, fault[:200], None
    session.add(mail)
    session.flush()


def _left(message_id: str) -> tuple[ColumnElement[bool], ...]:
    is_mail = col(OutboxMessage.channel) == Channel.EMAIL
    return col(OutboxMessage.id) == message_id, is_mail, col(OutboxMessage.outcome) == SENT


def expire(session: Session, now: datetime) -> int:
    """Drop what has come too late to be of use, such as an old code; return how many."""
    dropped = session.connection().execute(
        sa.update(OutboxMessage)
        .where(col(OutboxMessage.done_at).is_(None), col(OutboxMessage.expires_at) <= now)
        .values(_done(EXPIRED, now))
    )
    return dropped.rowcount


def _note(session: Session, message: OutboxMessage, **fate: Any) -> bool:
    """Keep what became of a mail from which days by law are counted (statute.md 11).

    Of any other mail about a case only a failure is kept, so that staff see it.
    """
    told = sa.update(ServiceMail).where(col(ServiceMail.outbox_message_id) == message.id)
    known = session.connection().execute(told.values(**fate)).rowcount
    beside = _beside(message, **fate) if not known and "failed_at" in fate else None
    if beside is not None:
        session.add(beside)
    return True


def _beside(message: OutboxMessage, **fate: Any) -> ServiceMail | None:
    """Return the row beside a case for a mail about it; None for a mail about no case."""
    if not message.case_id or not message.account_id:
        return None
    return ServiceMail(
        case_id=message.case_id,
        account_id=message.account_id,
        outbox_message_id=message.id,
        **fate,
    )


def _done(outcome: str, now: datetime) -> dict[str, Any]:
    return {"outcome": outcome, "done_at": now, "sealed_facts": None, "leased_until": None}


def _settle(session: Session, message: OutboxMessage, values: dict[str, Any]) -> bool:
    """Change the row if the lease is still ours: another worker may have taken it over."""
    changed = session.connection().execute(
        sa.update(OutboxMessage)
        .where(
            col(OutboxMessage.id) == message.id,
            col(OutboxMessage.leased_until) == message.leased_until,
            col(OutboxMessage.done_at).is_(None),
        )
        .values(values)
    )
    return changed.rowcount == 1
