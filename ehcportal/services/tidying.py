"""What has run its time: ended, blanked of what was sealed in it, and removed when it is old.

Each takes plain updates that may run twice or at the same time on two machines.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, SQLModel, col

from ehcportal.models.account import EmailChange, Factor, FactorLoss
from ehcportal.models.alert import Alert
from ehcportal.models.outbox import IdempotencyKey, OutboxMessage
from ehcportal.models.sign_in import (
    LoginSession,
    OneTimeCode,
    PasswordReset,
    Registration,
    SealedPost,
    Throttle,
)
from ehcportal.notifications import claims
from ehcportal.queries.people import IDLE

SECURITY_KEPT = timedelta(days=396)
"""Thirteen months (retention class ``security``)."""

UNPROVED_KEPT = timedelta(days=1)
"""How long the set-up of a second step may take."""

MAIL_KEPT = timedelta(days=30)
"""Retention class ``mail``."""


def end_what_expired(session: Session, now: datetime) -> int:
    """End sessions, and blank what expired codes, forms and registrations hold; return how many."""
    ended = [_end_sessions(session, now), claims.expire(session, now)]
    ended += [_blank_posts(session, now), _blank_registrations(session, now)]
    ended.append(_drop_unproved_factors(session, now))
    ended += [_delete(session, table, col(table.expires_at) <= now) for table in SHORT_LIVED]
    return sum(ended)


SHORT_LIVED: tuple[type[IdempotencyKey] | type[Throttle], ...] = (IdempotencyKey, Throttle)
"""Rows that nobody needs once they have expired."""


def _end_sessions(session: Session, now: datetime) -> int:
    rested = [
        sa.and_(
            col(LoginSession.audience) == audience, col(LoginSession.last_active_at) <= now - idle
        )
        for audience, idle in IDLE.items()
    ]
    over = sa.or_(col(LoginSession.expires_at) <= now, *rested)
    running = col(LoginSession.ended_at).is_(None)
    return _update(session, LoginSession, running & over, ended_at=now, end_reason="expired")


def _blank_posts(session: Session, now: datetime) -> int:
    old = (col(SealedPost.expires_at) <= now) & (col(SealedPost.sealed_body) != "")
    return _update(session, SealedPost, old, sealed_body="")


def _blank_registrations(session: Session, now: datetime) -> int:
    """Forget what somebody typed who never gave the code that proves the address."""
    held = sa.or_(
        col(Registration.sealed_details) != "",
        col(Registration.email_folded).is_not(None),
        col(Registration.password_hash).is_not(None),
    )
    old = (col(Registration.expires_at) <= now) & held
    nothing = {"sealed_details": "", "email_folded": None, "password_hash": None}
    return _update(session, Registration, old, **nothing)


SECURITY = (EmailChange, LoginSession, OneTimeCode, PasswordReset, Registration, SealedPost)
"""Rows of signing in, kept as long as somebody may have to look into what happened."""


def _drop_unproved_factors(session: Session, now: datetime) -> int:
    """Forget a number or key that somebody began to set up and never proved."""
    begun = col(Factor.confirmed_at).is_(None) & col(Factor.removed_at).is_(None)
    old = begun & (col(Factor.created_at) <= now - UNPROVED_KEPT)
    return _update(session, Factor, old, removed_at=now, sealed_secret=None)


def remove_what_is_old(session: Session, now: datetime) -> int:
    """Remove rows whose retention has passed; return how many."""
    line = now - SECURITY_KEPT
    removed = [_delete(session, table, col(table.expires_at) <= line) for table in SECURITY]
    removed.append(_delete(session, FactorLoss, col(FactorLoss.reported_at) <= line))
    past = now - MAIL_KEPT
    removed.append(_delete(session, Alert, col(Alert.sent_at) <= past))
    return sum(removed) + _delete(session, OutboxMessage, col(OutboxMessage.done_at) <= past)


def _update(
    session: Session, table: type[SQLModel], which: ColumnElement[bool], **values: Any
) -> int:
    return session.connection().execute(sa.update(table).where(which).values(**values)).rowcount


def _delete(session: Session, table: type[SQLModel], which: ColumnElement[bool]) -> int:
    return session.connection().execute(sa.delete(table).where(which)).rowcount
