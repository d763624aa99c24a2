"""Forms that arrived after the session had ended: kept sealed, taken up again after the login."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.sign_in import SealedPost

KEPT = timedelta(days=1)


def keep(session: Session, account_id: str, path: str, sealed_body: str) -> SealedPost:
    """Keep a sealed form for ``account_id``; nobody else can take it up."""
    post = SealedPost(
        account_id=account_id,
        path=path,
        sealed_body=sealed_body,
        expires_at=clock.now() + KEPT,
    )
    session.add(post)
    return post


def waiting(session: Session, account_id: str, now: datetime) -> SealedPost | None:
    """Return the newest form that waits for this account."""
    return session.exec(
        select(SealedPost)
        .where(
            SealedPost.account_id == account_id,
            SealedPost.taken_up_at.is_(None),  # type: ignore[union-attr]
            SealedPost.expires_at > now,
        )
        .order_by(SealedPost.created_at.desc())  # type: ignore[attr-defined]
    ).first()


def take_up(post: SealedPost, now: datetime) -> None:
    """Mark a kept form as given back to its sender, and blank it."""
    post.taken_up_at = now
    post.sealed_body = ""
