"""Forms that arrived after the session had ended: kept sealed, taken up again after the login."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.sign_in import SealedPost
from ehcportal.queries.fixed import fixed

KEPT = timedelta(days=1)
DRAFTS = "/forms/draft/"


def keep(session: Session, account_id: str, path: str, sealed_body: str) -> SealedPost:
    """Keep a sealed form for ``account_id``; nobody else can take it up.

    It takes the place of what was kept for the same page before: a script sends one every moment.
    """
    session.connection().execute(
        sa.delete(SealedPost).where(
            col(SealedPost.account_id) == account_id, col(SealedPost.path) == path
        )
    )
    post = SealedPost(
        account_id=account_id,
        path=path,
        sealed_body=sealed_body,
        expires_at=clock.now() + KEPT,
    )
    session.add(post)
    return post


def waiting(session: Session, account_id: str, now: datetime) -> SealedPost | None:
    """Return the newest form that waits for this account.

    A page of a draft is none of these: it shows by itself what was kept for it.
    """
    return session.exec(
        select(SealedPost)
        .where(
            SealedPost.account_id == account_id,
            col(SealedPost.path).not_like(f"{DRAFTS}%"),
            col(SealedPost.taken_up_at).is_(None),
            SealedPost.expires_at > now,
        )
        .order_by(col(SealedPost.created_at).desc())
    ).first()


def unread_under(session: Session, account_id: str, path: str, now: datetime) -> list[SealedPost]:
    """Return the forms kept for this account under a path, offered already or not, oldest first."""
    values = {"who": account_id, "path": path, "now": now}
    found = session.connection().execute(_under(), values).scalars()
    return [session.get_one(SealedPost, each) for each in found]


@fixed
def _under() -> Any:
    """Return the statement of the ids: a form asks it at every step, and there is hardly one."""
    path: Any = sa.bindparam("path", type_=sa.String())
    return (
        sa.select(col(SealedPost.id))
        .where(
            col(SealedPost.account_id) == sa.bindparam("who"),
            col(SealedPost.sealed_body) != "",
            col(SealedPost.expires_at) > sa.bindparam("now"),
            sa.func.substr(SealedPost.path, 1, sa.func.length(path)) == path,
        )
        .order_by(col(SealedPost.created_at))
    )


def offer(session: Session, account_id: str, now: datetime) -> bool:
    """Take up the newest form that waits, so that it is offered after this login and no other."""
    post = waiting(session, account_id, now)
    if post is None:
        return False
    post.taken_up_at = now
    return True


def offered(session: Session, account_id: str, now: datetime) -> SealedPost | None:
    """Return the form that was taken up by the last login."""
    return session.exec(
        select(SealedPost)
        .where(
            SealedPost.account_id == account_id,
            col(SealedPost.taken_up_at).is_not(None),
            SealedPost.sealed_body != "",
            SealedPost.expires_at > now,
        )
        .order_by(col(SealedPost.taken_up_at).desc())
    ).first()


def discard(session: Session, post: SealedPost) -> None:
    """Blank a kept form that its sender does not want."""
    post.sealed_body = ""
    session.add(post)
