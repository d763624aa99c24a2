"""An archive is asked for, made by one worker at a time, kept for a day and removed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.voice import CaseArchive
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.queries import archives
from ehcportal.security import audit
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import timeline
from ehcportal.storage import StoredObject

KEPT = timedelta(days=1)
"""How long an archive is kept once it is ready."""

LEASE = timedelta(minutes=10)
"""After this long without a sign of life another worker begins anew."""

PATIENCE = timedelta(hours=6)
"""What could not be made in this time has failed, however often a worker tried."""


def ask(session: Session, trace: Trace, case_id: str, account_id: str) -> str:
    """Ask for an archive and return its id.

    While one is being made it is that one; one that is ready, or failed, gives way to the new one.
    """
    now = clock.now()
    session.exec(select(Account.id).where(Account.id == account_id).with_for_update()).one()
    found = archives.latest(session, case_id, account_id, now)
    if found is not None and found.state == "making":
        return found.id
    if found is not None:
        session.get_one(CaseArchive, found.id).expires_at = now
    made = CaseArchive(case_id=case_id, account_id=account_id, expires_at=now + KEPT, asked_at=now)
    session.add(made)
    session.flush()
    timeline.record(
        session,
        trace,
        "archive.asked",
        of=("case_archive", made.id),
        case_id=case_id,
        only_account_id=account_id,
    )
    return made.id


@dataclass(frozen=True, slots=True)
class Claim:
    """An archive that this worker makes until its lease runs out."""

    archive: CaseArchive
    until: datetime


def claim(session: Session, now: datetime) -> Claim | None:
    """Take the oldest archive that nobody makes; two workers never take the same one."""
    waiting = (
        select(CaseArchive.id)
        .where(*_is_wanted(), _is_free(now))
        .order_by(col(CaseArchive.asked_at))
        .limit(1)
    )
    found = session.exec(waiting).first()
    if found is None or not _set(session, found, _is_free(now), leased_until=now + LEASE):
        return None
    return Claim(session.get_one(CaseArchive, found, populate_existing=True), now + LEASE)


def go_on(session: Session, mine: Claim, done: int, total: int) -> Claim | None:
    """Note how far it has come and prolong the lease; None when somebody else has taken over."""
    until = clock.now() + LEASE
    held = col(CaseArchive.leased_until) == mine.until
    kept = _set(session, mine.archive.id, held, leased_until=until, done=done, total=total)
    return Claim(mine.archive, until) if kept else None


def finish(session: Session, ring: KeyRing, mine: Claim, made: StoredObject) -> bool:
    """Let the person have it and tell them; False when it may not be kept after all."""
    now = clock.now()
    if not archives.may_have(session, mine.archive):
        return False
    held = col(CaseArchive.leased_until) == mine.until
    facts = {"storage_key": made.key, "size": made.size, "ready_at": now, "expires_at": now + KEPT}
    if not _set(session, mine.archive.id, held, leased_until=None, **facts):
        return False
    archive = mine.archive
    audit.change(
        session, SYSTEM, "archive.made", of=("case_archive", archive.id), case_id=archive.case_id
    )
    news.tell(
        session,
        ring,
        News.ARCHIVE_READY,
        Circle(sender=Reader.of(session.get_one(Account, archive.account_id))),
        of=archive.id,
        facts={
            "path": f"/cases/{archive.case_id}/archive",
            "kept_until": clock.london_day(now + KEPT).isoformat(),
        },
        case_id=archive.case_id,
    )
    return True


def let_go(session: Session, case_id: str) -> None:
    """Let go of the archives of a case, since its readers may read less; a half-made one restarts.

    Nobody is told why: not everybody who had one knows that there was something to withhold.
    """
    of_case, is_ready = col(CaseArchive.case_id) == case_id, col(CaseArchive.ready_at).is_not(None)
    change = sa.update(CaseArchive).where(of_case, col(CaseArchive.removed_at).is_(None))
    session.connection().execute(change.where(is_ready).values(expires_at=clock.now()))
    session.connection().execute(change.where(~is_ready).values(leased_until=None))


def remove_what_is_over(session: Session, now: datetime, remove: Callable[[str], object]) -> int:
    """Remove what had its day, and at once what may no longer be had; return how many."""
    there = session.exec(select(CaseArchive).where(col(CaseArchive.removed_at).is_(None))).all()
    over = [each for each in there if _is_over(session, each, now)]
    for each in over:
        if each.storage_key is not None:
            remove(each.storage_key)
        each.removed_at, each.storage_key, each.leased_until = now, None, None
        audit.change(
            session, SYSTEM, "archive.removed", of=("case_archive", each.id), case_id=each.case_id
        )
    given_up = col(CaseArchive.asked_at) <= now - PATIENCE
    session.connection().execute(
        sa.update(CaseArchive).where(*_is_wanted(), given_up).values(failed_at=now)
    )
    return len(over)


def _is_over(session: Session, archive: CaseArchive, now: datetime) -> bool:
    return archive.expires_at <= now or not archives.may_have(session, archive)


def _is_wanted() -> tuple[sa.ColumnElement[bool], ...]:
    row = CaseArchive
    return tuple(col(each).is_(None) for each in (row.ready_at, row.failed_at, row.removed_at))


def _is_free(now: datetime) -> sa.ColumnElement[bool]:
    return or_(col(CaseArchive.leased_until).is_(None), col(CaseArchive.leased_until) <= now)


def _set(session: Session, archive_id: str, held: sa.ColumnElement[bool], **values: object) -> bool:
    """Change the row if it is still as ``held`` says, and nobody has removed it."""
    changed = session.connection().execute(
        sa.update(CaseArchive)
        .where(col(CaseArchive.id) == archive_id, held, *_is_wanted())
        .values(**values)
    )
    return bool(changed.rowcount)
