"""Where an account is signed in, as its owner reads it in Account Settings."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.sign_in import LoginSession, SessionState
from ehcportal.queries.people import is_live

MOST_LISTED = 30


@dataclass(frozen=True, slots=True)
class Login:
    """One device on which the account is signed in."""

    id: str
    device: str
    since: datetime
    last_active: datetime
    is_here: bool
    is_near: bool
    """Whether it was begun from the network in which this one was: as much as can be said."""


def live(session: Session, account_id: str, here: str) -> list[Login]:
    """Return the sessions that count now, this one (``here``) first, then the newest."""
    now = clock.now()
    rows = session.exec(
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.state == SessionState.FULL,
            col(LoginSession.ended_at).is_(None),
            LoginSession.expires_at > now,
        )
        .order_by(col(LoginSession.last_active_at).desc())
        .limit(MOST_LISTED)
    )
    found = [row for row in rows if is_live(row, now)]
    network = next((row.network for row in found if row.id == here), "")
    logins = [
        Login(
            row.id,
            row.device_name,
            row.created_at,
            row.last_active_at,
            is_here=row.id == here,
            is_near=row.network == network,
        )
        for row in found
    ]
    return sorted(logins, key=lambda login: not login.is_here)
