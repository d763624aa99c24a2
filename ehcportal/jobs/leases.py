"""The lease that lets one of several units run the periodic tasks."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ehcportal.models.outbox import Lease

PERIODIC = "periodic"
LASTS = timedelta(minutes=3)
"""After this long without a sign of life another unit takes over."""


def hold(session: Session, holder: str, now: datetime, name: str = PERIODIC) -> bool:
    """Take or prolong the lease; False while another holder's runs."""
    free = sa.or_(col(Lease.holder) == holder, col(Lease.until) <= now)
    taken = session.connection().execute(
        sa.update(Lease)
        .where(col(Lease.name) == name, free)
        .values(holder=holder, until=now + LASTS)
    )
    if taken.rowcount:
        return True
    try:
        with session.begin_nested():
            session.add(Lease(name=name, holder=holder, until=now + LASTS))
    except IntegrityError:  # just taken: by another unit, or by another thread of this one
        who = sa.select(col(Lease.holder)).where(col(Lease.name) == name)
        return session.connection().execute(who).scalar() == holder
    return True


def release(session: Session, holder: str, name: str = PERIODIC) -> None:
    """Give the lease back at a clean end, so that the next holder need not wait."""
    session.connection().execute(
        sa.delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder)
    )
