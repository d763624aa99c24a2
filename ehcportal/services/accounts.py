"""Accounts: finding them by address, and the password they have now and had before."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.letters import composed
from ehcportal.models.account import Account, AccountState, FormerPassword
from ehcportal.models.sign_in import PasswordReset


def fold(email: str) -> str:
    """Return the form of an address by which accounts are found."""
    return composed(email.strip()).casefold()


def by_email(session: Session, email: str) -> Account | None:
    """Return the account that may be used with this address."""
    return session.exec(
        select(Account).where(
            Account.email_folded == fold(email), Account.state == AccountState.ACTIVE
        )
    ).first()


def fresh(session: Session, account_id: str) -> Account:
    """Return the account as it is now, inside the running transaction."""
    found = session.get(Account, account_id, populate_existing=True)
    if found is None:
        raise LookupError(account_id)
    return found


def former_hashes(session: Session, account_id: str, how_many: int) -> list[str]:
    """Return the newest of the earlier passwords' hashes."""
    if how_many == 0:
        return []
    return list(
        session.exec(
            select(FormerPassword.password_hash)
            .where(FormerPassword.account_id == account_id)
            .order_by(col(FormerPassword.replaced_at).desc())
            .limit(how_many)
        )
    )


def set_password(session: Session, account: Account, hashed: str) -> None:
    """Give the account another password and remember the hash of the one before.

    A reset that somebody else holds open for this account ends with it.
    """
    now = clock.now()
    session.connection().execute(
        sa.update(PasswordReset)
        .where(col(PasswordReset.account_id) == account.id, col(PasswordReset.done_at).is_(None))
        .values(done_at=now)
    )
    if account.password_hash is not None:
        session.add(
            FormerPassword(
                account_id=account.id, password_hash=account.password_hash, replaced_at=now
            )
        )
    account.password_hash = hashed
    account.password_set_at = now
