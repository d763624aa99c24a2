"""How a form ends that was never sent: thrown away, or reminded of once and then out of time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.document import StoredFile
from ehcportal.models.form import Draft, DraftFile
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.security.keyring import KeyRing
from ehcportal.services import uploads

MOST_EXPIRED_AT_ONCE = 500


def discard(session: Session, draft: Draft, now: datetime) -> list[str]:
    """Throw a draft away with its answers and files; return the keys to remove from the store."""
    keys = _without_files(session, [draft.id])
    draft.discarded_at = now
    _empty(draft)
    return keys


def _empty(draft: Draft) -> None:
    draft.answers = {}
    draft.pages_seen = []
    draft.windows = {}


def _without_files(session: Session, draft_ids: Iterable[str]) -> list[str]:
    """Remove the files of drafts, rows first; what was sent meanwhile is no draft's file."""
    rows = session.exec(
        select(DraftFile, StoredFile)
        .join(StoredFile, col(StoredFile.id) == DraftFile.file_id)
        .where(col(DraftFile.draft_id).in_(list(draft_ids)))
    ).all()
    return drop_files(session, rows)


def drop_files(session: Session, rows: Sequence[tuple[SQLModel, StoredFile]]) -> list[str]:
    """Remove what names a stored file, then its row; return the keys under which it is stored."""
    for naming, _stored in rows:
        session.delete(naming)
    session.flush()
    keys = []
    for _naming, stored in rows:
        keys += uploads.keys_of(stored)
        session.delete(stored)
    return keys


def remind_and_expire(
    session: Session,
    ring: KeyRing,
    now: datetime,
    *,
    reminder_days: int,
    remove: Callable[[str], object],
) -> tuple[int, int]:
    """Remind of forms that end within ``reminder_days``, once, and throw away those that ended.

    ``remove`` takes a stored file away by its key. Returns how many people were reminded and how
    many drafts have ended. A draft of a browser without an account just ends.
    """
    return _remind(session, ring, now, reminder_days), _expire(session, now, remove)


def _remind(session: Session, ring: KeyRing, now: datetime, days: int) -> int:
    due = session.exec(
        select(Draft, Account)
        .join(Account, col(Account.id) == Draft.account_id)
        .where(
            col(Draft.sent_at).is_(None),
            col(Draft.discarded_at).is_(None),
            col(Draft.reminded_at).is_(None),
            Draft.expires_at > now,
            Draft.expires_at <= now + timedelta(days=days),
        )
        .limit(MOST_EXPIRED_AT_ONCE)
    ).all()
    for draft, account in due:
        draft.reminded_at = now
        kept_until = clock.london_day(draft.expires_at).isoformat()
        news.tell(
            session,
            ring,
            News.FORM_REMINDER,
            Circle(sender=Reader.of(account)),
            of=f"{draft.id}:{kept_until}",
            facts={"kept_until": kept_until, "path": "/forms/saved"},
        )
    return len(due)


def _expire(session: Session, now: datetime, remove: Callable[[str], object]) -> int:
    ended = session.exec(
        select(Draft)
        .where(
            col(Draft.sent_at).is_(None),
            col(Draft.discarded_at).is_(None),
            Draft.expires_at <= now,
        )
        .limit(MOST_EXPIRED_AT_ONCE)
    ).all()
    keys = [key for draft in ended for key in discard(session, draft, now)]
    session.flush()
    remove_after_commit(session, keys, remove)
    return len(ended)


def remove_after_commit(
    session: Session, keys: Iterable[str], remove: Callable[[str], object]
) -> None:
    """Take stored files away once their rows are gone for good: a roll-back keeps both."""
    kept = list(keys)

    def removed(_session: object) -> None:
        for key in kept:
            remove(key)

    sa.event.listen(session, "after_commit", removed, once=True)
    sa.event.listen(session, "after_rollback", lambda _session: kept.clear(), once=True)
