"""The authenticator app: its key, the code that proves it, and a code for each login (row D06)."""

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.security import totp
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail
from ehcportal.services.factors import recovery
from ehcportal.services.factors.choosing import app_of, drop_unproved, settle, unproved


def begin(session: Session, ring: KeyRing, account_id: str) -> None:
    """Make a key that counts once its app has shown a right code; an earlier one is dropped.

    It is the same key until then, so reloading the page does not break a scan.
    """
    start_again(session, account_id)
    sealed = ring.seal_text(totp.new_secret())
    session.add(Factor(account_id=account_id, kind=FactorKind.APP, sealed_secret=sealed))


def pending_key(session: Session, ring: KeyRing, account_id: str) -> str | None:
    """Return the key of the app that waits to be confirmed."""
    row = unproved(session, account_id, FactorKind.APP)
    return ring.open_text(row.sealed_secret) if row is not None and row.sealed_secret else None


def start_again(session: Session, account_id: str) -> None:
    """Drop a key that was never confirmed."""
    drop_unproved(session, account_id, FactorKind.APP)


def confirm(
    session: Session, ring: KeyRing, trace: Trace, account: Account, typed: str, *, keep: str
) -> list[str] | None:
    """Let the app count once it has shown a right code; return its ten recovery codes.

    Returns nothing when the code is wrong. The factor before stops, every session but ``keep``
    ends, and the owner is told by e-mail (security notes 6 and 11).
    """
    row = unproved(session, account.id, FactorKind.APP)
    if row is None or row.sealed_secret is None:
        return None
    step = totp.step_of(ring.open_text(row.sealed_secret), typed, clock.now())
    if step is None:
        return None
    row.last_step = step
    session.flush()
    if not settle(session, trace, row, keep=keep):
        return None
    account_mail.warn(session, ring, account, template="app_added")
    return recovery.renew(session, ring, account.id)


def accept(session: Session, ring: KeyRing, account_id: str, typed: str) -> bool:
    """Whether the app shows this code now. Each step counts once, by one conditional update."""
    row = app_of(session, account_id)
    if row is None or row.sealed_secret is None:
        return False
    step = totp.step_of(ring.open_text(row.sealed_secret), typed, clock.now())
    if step is None:
        return False
    spent = session.connection().execute(
        sa.update(Factor)
        .where(
            col(Factor.id) == row.id,
            col(Factor.removed_at).is_(None),
            sa.or_(col(Factor.last_step).is_(None), col(Factor.last_step) < step),
        )
        .values(last_step=step)
    )
    return spent.rowcount == 1
