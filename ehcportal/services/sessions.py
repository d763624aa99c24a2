"""Login sessions: begun half, completed, kept alive, ended."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal.models.sign_in import LoginSession


def note_activity(session: Session, session_id: str, now: datetime) -> None:
    """Move the idle limit of a session on."""
    session.connection().execute(
        sa.update(LoginSession)
        .where(col(LoginSession.id) == session_id)
        .values(last_active_at=now)
    )
