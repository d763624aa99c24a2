"""The link at the old address that takes a change of address back, for seven days (note 11)."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState, EmailChange
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import accounts, blocks, devices, outside_logins, sessions
from ehcportal.services.factors import losses


def find(session: Session, token: str) -> EmailChange | None:
    """Return the change that this link can still take back."""
    return session.exec(
        select(EmailChange).where(
            EmailChange.undo_token_hash == token_hash(token),
            col(EmailChange.undone_at).is_(None),
            col(EmailChange.undo_until) > clock.now(),
        )
    ).first()


def undo(session: Session, ring: KeyRing, trace: Trace, row: EmailChange) -> bool:
    """Put the old address back and lock everybody out; the same link works once.

    Who changed the address may have chosen the password as well, so neither opens the account any
    more: its owner chooses a new one by a reset, which goes to the old address.
    """
    account = accounts.locked(session, row.account_id)
    if not _undone(session, row):
        return False
    _undo_later_ones(session, row)
    is_back = accounts.move_to(session, account.id, row.old_email)
    account = accounts.fresh(session, account.id)
    accounts.lose_password(session, account)
    if not is_back:
        _close(account)
    session.add(account)
    accounts.end_codes(session, account.id)
    sessions.end_all(session, account.id, "email_change_undone")
    devices.forget_all(session, account.id)
    losses.found(session, ring, trace, account.id)
    outside_logins.unlink(session, trace, account.id)
    blocks.follow(session, trace, row.new_email, row.old_email)
    audit.change(session, trace, "email_change_undone", of=("account", account.id))
    _tell(session, ring, account, row)
    return True


def _undone(session: Session, row: EmailChange) -> bool:
    taken = session.connection().execute(
        sa.update(EmailChange)
        .where(
            col(EmailChange.id) == row.id,
            col(EmailChange.undone_at).is_(None),
            col(EmailChange.undo_until) > clock.now(),
        )
        .values(undone_at=clock.now())
    )
    return taken.rowcount == 1


def _undo_later_ones(session: Session, row: EmailChange) -> None:
    """End what was asked or changed after it: a thief may have moved the account on twice."""
    accounts.end_email_changes(session, row.account_id)
    since: datetime | None = row.confirmed_at
    session.connection().execute(
        sa.update(EmailChange)
        .where(
            col(EmailChange.account_id) == row.account_id,
            col(EmailChange.confirmed_at) >= since,
            col(EmailChange.undone_at).is_(None),
        )
        .values(undone_at=clock.now())
    )


def _close(account: Account) -> None:
    """The old address has an account of its own by now: nobody uses this one until people look."""
    account.state = AccountState.CLOSED


def _tell(session: Session, ring: KeyRing, account: Account, row: EmailChange) -> None:
    outbox.put(
        session,
        ring,
        template="email_change_undone",
        recipient=row.old_email,
        account_id=account.id,
        language=account.language,
    )
