"""Second factors: the authenticator app, its recovery codes, and which one a login asks for."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind, RecoveryCode
from ehcportal.security import audit, totp
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail


def app_of(session: Session, account_id: str) -> Factor | None:
    """Return the authenticator app that this account has confirmed."""
    return session.exec(
        select(Factor).where(
            Factor.account_id == account_id,
            Factor.kind == FactorKind.APP,
            col(Factor.confirmed_at).is_not(None),
            col(Factor.removed_at).is_(None),
        )
    ).first()


def begin_app(session: Session, ring: KeyRing, account_id: str) -> str:
    """Return the key of an app that is not confirmed yet, making one when there is none.

    It is the same key until it is confirmed, so reloading the page does not break a scan.
    """
    row = _unconfirmed(session, account_id)
    if row is None or row.sealed_secret is None:
        row = Factor(
            account_id=account_id,
            kind=FactorKind.APP,
            sealed_secret=ring.seal_text(totp.new_secret()),
        )
        session.add(row)
    return ring.open_text(row.sealed_secret or "")


def pending_key(session: Session, ring: KeyRing, account_id: str) -> str | None:
    """Return the key of the app that waits to be confirmed."""
    row = _unconfirmed(session, account_id)
    return ring.open_text(row.sealed_secret) if row is not None and row.sealed_secret else None


def start_again(session: Session, account_id: str) -> None:
    """Drop a key that was never confirmed (guide row D06)."""
    row = _unconfirmed(session, account_id)
    if row is not None:
        row.removed_at = clock.now()


def _unconfirmed(session: Session, account_id: str) -> Factor | None:
    return session.exec(
        select(Factor)
        .where(
            Factor.account_id == account_id,
            Factor.kind == FactorKind.APP,
            col(Factor.confirmed_at).is_(None),
            col(Factor.removed_at).is_(None),
        )
        .order_by(col(Factor.created_at).desc())
    ).first()


def confirm_app(
    session: Session, ring: KeyRing, trace: Trace, account: Account, typed: str
) -> list[str] | None:
    """Let the app count once it has shown a right code; return its ten recovery codes.

    Returns nothing when the code is wrong. The owner is told by e-mail (security note 11).
    """
    row = _unconfirmed(session, account.id)
    if row is None or row.sealed_secret is None:
        return None
    now = clock.now()
    step = totp.step_of(ring.open_text(row.sealed_secret), typed, now)
    if step is None:
        return None
    earlier = app_of(session, account.id)
    if earlier is not None:
        earlier.removed_at = now
    row.confirmed_at = now
    row.last_step = step
    audit.change(session, trace, "app_confirmed", of=("account", account.id))
    account_mail.warn(session, ring, account, template="app_added")
    return new_recovery_codes(session, ring, account.id)


def new_recovery_codes(session: Session, ring: KeyRing, account_id: str) -> list[str]:
    """Make ten codes and withdraw the earlier ones. They are shown once and never again."""
    session.connection().execute(
        sa.update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.spent_at).is_(None),
            col(RecoveryCode.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
    made = totp.new_recovery_codes()
    for code in made:
        session.add(
            RecoveryCode(account_id=account_id, code_hash=_recovery_hash(ring, account_id, code))
        )
    return [totp.recovery_in_groups(code) for code in made]


def accept_app_code(session: Session, ring: KeyRing, account_id: str, typed: str) -> bool:
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
            sa.or_(col(Factor.last_step).is_(None), col(Factor.last_step) < step),
        )
        .values(last_step=step)
    )
    return spent.rowcount == 1


def accept_recovery_code(session: Session, ring: KeyRing, account: Account, typed: str) -> bool:
    """Whether this is an unspent recovery code; it is spent and the owner is told."""
    code = totp.as_recovery_code(typed)
    if code is None or not _spend_recovery(session, ring, account.id, code, clock.now()):
        return False
    left = {"left": len(_open_codes(session, account.id))}
    account_mail.warn(session, ring, account, template="recovery_code_used", facts=left)
    return True


def _spend_recovery(
    session: Session, ring: KeyRing, account_id: str, code: str, now: datetime
) -> bool:
    bound = f"{account_id}:{code}"
    for row in _open_codes(session, account_id):
        if ring.matches("recovery-code", bound, row.code_hash):
            spent = session.connection().execute(
                sa.update(RecoveryCode)
                .where(col(RecoveryCode.id) == row.id, col(RecoveryCode.spent_at).is_(None))
                .values(spent_at=now)
            )
            return spent.rowcount == 1
    return False


def _recovery_hash(ring: KeyRing, account_id: str, code: str) -> str:
    return ring.keyed_hash("recovery-code", f"{account_id}:{code}")


def _open_codes(session: Session, account_id: str) -> list[RecoveryCode]:
    query = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        col(RecoveryCode.spent_at).is_(None),
        col(RecoveryCode.withdrawn_at).is_(None),
    )
    return list(session.exec(query))
