"""Keys of forms that were already carried out, with where they led."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.outbox import IdempotencyKey

KEY_LENGTH = 64
KEPT = timedelta(days=2)


def scope(who: str, endpoint: str) -> str:
    """Return the scope of a key: one person or browser, and one thing to do."""
    return hashlib.sha256(f"{who}:{endpoint}".encode()).hexdigest()


def location(
    session: Session, key: str, scope: str, *, since: datetime | None = None
) -> str | None:
    """Return where the form with this key led, if it was carried out before (and ``since``)."""
    found = session.get(IdempotencyKey, (key, scope))
    if found is None or (since is not None and found.created_at < since):
        return None
    return found.location


def claim(session: Session, key: str, scope: str, location: str) -> None:
    """Store the key in the running transaction.

    Raises ``sqlalchemy.exc.IntegrityError`` when another post with the same key was first.
    """
    session.add(
        IdempotencyKey(key=key, scope=scope, location=location, expires_at=clock.now() + KEPT)
    )
    session.flush()
