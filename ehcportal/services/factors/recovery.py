"""Ten codes for the day when the authenticator app is lost; each works once (security note 8)."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, RecoveryCode
from ehcportal.security import totp
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail


def renew(session: Session, ring: KeyRing, account_id: str) -> list[str]:
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
        session.add(RecoveryCode(account_id=account_id, code_hash=_hash(ring, account_id, code)))
    return [totp.recovery_in_groups(code) for code in made]


def accept(session: Session, ring: KeyRing, account: Account, typed: str) -> bool:
    """Whether this is an unspent recovery code; it is spent and the owner is told."""
    code = totp.as_recovery_code(typed)
    if code is None or not _spend(session, ring, account.id, code, clock.now()):
        return False
    left = {"left": how_many(session, account.id)}
    account_mail.warn(session, ring, account, template="recovery_code_used", facts=left)
    return True


def how_many(session: Session, account_id: str) -> int:
    """Return how many codes still work."""
    return len(_unspent(session, account_id))


def _spend(session: Session, ring: KeyRing, account_id: str, code: str, now: datetime) -> bool:
    bound = f"{account_id}:{code}"
    for row in _unspent(session, account_id):
        if ring.matches("recovery-code", bound, row.code_hash):
            spent = session.connection().execute(
                sa.update(RecoveryCode)
                .where(
                    col(RecoveryCode.id) == row.id,
                    col(RecoveryCode.spent_at).is_(None),
                    col(RecoveryCode.withdrawn_at).is_(None),
                )
                .values(spent_at=now)
            )
            return spent.rowcount == 1
    return False


def _hash(ring: KeyRing, account_id: str, code: str) -> str:
    return ring.keyed_hash("recovery-code", f"{account_id}:{code}")


def _unspent(session: Session, account_id: str) -> list[RecoveryCode]:
    query = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        col(RecoveryCode.spent_at).is_(None),
        col(RecoveryCode.withdrawn_at).is_(None),
    )
    return list(session.exec(query))
