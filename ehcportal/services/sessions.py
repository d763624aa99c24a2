"""Login sessions: begun half, completed, kept alive, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.sign_in import Audience, LoginSession, SessionState
from ehcportal.queries import people
from ehcportal.queries.people import token_hash
from ehcportal.security.links import new_token

HALF_FOR = timedelta(minutes=30)
"""How long somebody may take between the password and the second step."""

FULL_FOR = {
    Audience.FAMILY: timedelta(hours=12),
    Audience.STAFF: timedelta(hours=8),
    Audience.ADMINISTRATOR: timedelta(hours=4),
}
"""How long a session lasts, however busy it is (security note 6)."""

audience_of = people.audience_of


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun, with the token that only the browser keeps."""

    id: str
    token: str


def open_session(
    session: Session,
    account_id: str,
    state: SessionState,
    audience: Audience,
    *,
    network: str = "",
    device_name: str = "",
    device_id: str | None = None,
) -> Opened:
    """Begin a session with a fresh token. Nothing of an earlier token is carried over."""
    now = clock.now()
    full = state is SessionState.FULL
    token = new_token()
    row = LoginSession(
        token_hash=token_hash(token),
        account_id=account_id,
        state=state,
        audience=audience,
        created_at=now,
        last_active_at=now,
        expires_at=now + (FULL_FOR[audience] if full else HALF_FOR),
        confirmed_at=now if full else None,
        device_id=device_id,
        device_name=device_name[:100],
        network=network[:64],
    )
    session.add(row)
    return Opened(id=row.id, token=token)


def note_activity(session: Session, session_id: str, now: datetime) -> None:
    """Move the idle limit of a session on."""
    session.connection().execute(
        sa.update(LoginSession).where(col(LoginSession.id) == session_id).values(last_active_at=now)
    )


def renew(session: Session, session_id: str) -> str:
    """Give a session a new token in the place of the old one, and return it."""
    token = new_token()
    now = clock.now()
    session.connection().execute(
        sa.update(LoginSession)
        .where(col(LoginSession.id) == session_id)
        .values(token_hash=token_hash(token), confirmed_at=now)
    )
    return token


def id_of(session: Session, token: str) -> str | None:
    """Return the session that this token opens, if it has not been ended."""
    return session.exec(
        select(LoginSession.id).where(
            LoginSession.token_hash == token_hash(token), col(LoginSession.ended_at).is_(None)
        )
    ).first()


def is_open(session: Session, session_id: str) -> bool:
    """Whether nobody has ended this session."""
    found = session.get(LoginSession, session_id, populate_existing=True)
    return found is not None and found.ended_at is None


def unconfirm(session: Session, token: str) -> None:
    """Let a session not count as freshly confirmed: nobody may have been asked for anything."""
    session.flush()
    session.connection().execute(
        sa.update(LoginSession)
        .where(col(LoginSession.token_hash) == token_hash(token))
        .values(confirmed_at=None)
    )


def end(session: Session, session_id: str, reason: str) -> bool:
    """End one session; of two at the same moment only one is told True."""
    ended = session.connection().execute(
        sa.update(LoginSession)
        .where(col(LoginSession.id) == session_id, col(LoginSession.ended_at).is_(None))
        .values(ended_at=clock.now(), end_reason=reason)
    )
    return ended.rowcount == 1


def end_own(session: Session, account_id: str, session_id: str, reason: str) -> bool:
    """End one session of this account; a session of somebody else is left alone."""
    ended = session.connection().execute(
        sa.update(LoginSession)
        .where(
            col(LoginSession.id) == session_id,
            col(LoginSession.account_id) == account_id,
            col(LoginSession.ended_at).is_(None),
        )
        .values(ended_at=clock.now(), end_reason=reason)
    )
    return ended.rowcount == 1


def end_all(session: Session, account_id: str, reason: str, *, but: str | None = None) -> None:
    """End every session of an account, ``but`` one if its id is given."""
    statement = (
        sa.update(LoginSession)
        .where(col(LoginSession.account_id) == account_id, col(LoginSession.ended_at).is_(None))
        .values(ended_at=clock.now(), end_reason=reason)
    )
    if but is not None:
        statement = statement.where(col(LoginSession.id) != but)
    session.connection().execute(statement)
