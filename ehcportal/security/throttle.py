"""How often something may be tried: counters in the database, never a wait (security note 9).

Attempts are counted before they are judged, in a short transaction of their own, so that many
at the same moment are all seen. A key is a keyed hash: the table names nobody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.sign_in import Throttle
from ehcportal.security.keyring import KeyRing

INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in each window of time."""

    name: str
    attempts: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit as it holds for one account, device, address or network."""

    limit: Limit
    who: str


def count(session: Session, ring: KeyRing, *buckets: Bucket) -> int | None:
    """Count one attempt in each bucket; return the seconds to wait when one is full.

    Name the narrowest bucket first: what it stops does not fill the wider ones, so nobody can
    use one account to lock out a whole network.
    """
    now = clock.now()
    for bucket in buckets:
        start = _window_start(bucket.limit, now)
        end = start + bucket.limit.window
        if _add(session, _key(ring, bucket), start, end) > bucket.limit.attempts:
            return max(1, round((end - now).total_seconds()))
    return None


def forgive(session: Session, ring: KeyRing, *buckets: Bucket) -> None:
    """Empty these buckets, once their person has proved who they are."""
    keys = [_key(ring, bucket) for bucket in buckets]
    session.connection().execute(sa.delete(Throttle).where(col(Throttle.key).in_(keys)))


def _window_start(limit: Limit, now: datetime) -> datetime:
    size = limit.window.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // size * size, UTC)


def _key(ring: KeyRing, bucket: Bucket) -> str:
    hashed = ring.keyed_hash("throttle", f"{bucket.limit.name}:{bucket.who}")
    return hashed.partition("$")[2]


def _add(session: Session, key: str, start: datetime, end: datetime) -> int:
    """Add one in a single statement, and return how many there are now."""
    insert: Any = INSERT[session.get_bind().dialect.name]
    row = insert(Throttle).values(key=key, window_start=start, attempts=1, expires_at=end)
    counted = row.on_conflict_do_update(
        index_elements=["key", "window_start"],
        set_={"attempts": col(Throttle.attempts) + 1},
    ).returning(Throttle.attempts)
    return int(session.connection().execute(counted).scalar_one())
