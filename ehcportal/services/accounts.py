"""Accounts: finding them by address, and the password they have now and had before."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.letters import composed
from ehcportal.models.account import Account, AccountState, EmailChange, FormerPassword
from ehcportal.models.sign_in import OneTimeCode, PasswordReset


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


def locked(session: Session, account_id: str) -> Account:
    """Return the account as it is now; another change of its lock waits until this one is over."""
    return session.get_one(Account, account_id, populate_existing=True, with_for_update=True)


def move_to(session: Session, account_id: str, email: str) -> bool:
    """Give the account another address; False when the address is another account's."""
    values = {
        "email": email,
        "email_folded": fold(email),
        "email_confirmed_at": clock.now(),
        "version": col(Account.version) + 1,
    }
    try:
        with session.begin_nested():
            session.connection().execute(
                sa.update(Account).where(col(Account.id) == account_id).values(**values)
            )
    except IntegrityError:
        return False
    return True


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

    A reset, or a change of address, that somebody else holds open for this account ends with it.
    """
    end_resets(session, account.id)
    end_email_changes(session, account.id)
    _remember_password(session, account)
    account.password_hash = hashed
    account.password_set_at = clock.now()


def lose_password(session: Session, account: Account) -> None:
    """Let no password open this account until its owner has chosen a new one by a reset."""
    end_resets(session, account.id)
    _remember_password(session, account)
    account.password_hash = None


def end_resets(session: Session, account_id: str) -> None:
    """Let no reset that was begun for this account count any more."""
    session.connection().execute(
        sa.update(PasswordReset)
        .where(col(PasswordReset.account_id) == account_id, col(PasswordReset.done_at).is_(None))
        .values(done_at=clock.now())
    )


def end_email_changes(session: Session, account_id: str) -> None:
    """Let no change of address that was asked for this account be confirmed any more."""
    session.connection().execute(
        sa.update(EmailChange)
        .where(
            col(EmailChange.account_id) == account_id,
            col(EmailChange.confirmed_at).is_(None),
            col(EmailChange.expires_at) > clock.now(),
        )
        .values(expires_at=clock.now())
    )


def told_at(session: Session, account: Account) -> list[str]:
    """Return the address of an account, and those that can still take back a change of it."""
    earlier = session.exec(
        select(EmailChange.old_email).where(
            EmailChange.account_id == account.id,
            col(EmailChange.undone_at).is_(None),
            col(EmailChange.undo_until) > clock.now(),
        )
    )
    return list(dict.fromkeys([account.email, *earlier]))


def end_codes(session: Session, account_id: str) -> None:
    """Let no one-time code that was sent to this account count any more."""
    session.connection().execute(
        sa.update(OneTimeCode)
        .where(
            col(OneTimeCode.account_id) == account_id,
            col(OneTimeCode.spent_at).is_(None),
            col(OneTimeCode.replaced_at).is_(None),
        )
        .values(replaced_at=clock.now())
    )


def _remember_password(session: Session, account: Account) -> None:
    if account.password_hash is not None:
        session.add(
            FormerPassword(
                account_id=account.id,
                password_hash=account.password_hash,
                replaced_at=clock.now(),
            )
        )
