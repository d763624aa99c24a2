"""Browsers on which an account has signed in fully before, and so is trusted with more tries."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.sign_in import KnownDevice
from ehcportal.queries.people import token_hash
from ehcportal.security.links import new_token


@dataclass(frozen=True, slots=True)
class Remembered:
    """A browser that an account has signed in on, with the token that it carries from now on."""

    id: str
    token: str
    is_new: bool
    """Whether the account was never seen in it before, or everything it trusted was forgotten."""


@dataclass(frozen=True, slots=True)
class Caller:
    """From where somebody tries to get in: their network, and what their browser carries."""

    network: str
    device_token: str | None = None
    device_name: str = ""


def known(session: Session, caller: Caller, email_folded: str) -> str | None:
    """Return the id of this browser if the owner of the address has signed in on it before."""
    if not caller.device_token:
        return None
    return session.exec(
        select(KnownDevice.id)
        .join(Account, and_(col(Account.id) == KnownDevice.account_id))
        .where(
            KnownDevice.token_hash == token_hash(caller.device_token),
            Account.email_folded == email_folded,
            col(KnownDevice.forgotten_at).is_(None),
        )
    ).first()


def remember(session: Session, caller: Caller, account_id: str) -> Remembered:
    """Note that the account has signed in on this browser.

    A token that this table does not know is not taken over, so nobody can plant one of theirs.
    """
    row = _row(session, caller.device_token, account_id)
    if row is not None and caller.device_token:
        row.last_seen_at = clock.now()
        return Remembered(row.id, caller.device_token, is_new=False)
    is_ours = caller.device_token and _row(session, caller.device_token, None)
    token = caller.device_token if is_ours and caller.device_token else new_token()
    fresh = KnownDevice(
        account_id=account_id, token_hash=token_hash(token), name=caller.device_name[:100]
    )
    session.add(fresh)
    session.flush()
    return Remembered(fresh.id, token, is_new=True)


def _row(session: Session, token: str | None, account_id: str | None) -> KnownDevice | None:
    if not token:
        return None
    query = select(KnownDevice).where(
        KnownDevice.token_hash == token_hash(token), col(KnownDevice.forgotten_at).is_(None)
    )
    if account_id is not None:
        query = query.where(KnownDevice.account_id == account_id)
    return session.exec(query).first()


def forget_all(session: Session, account_id: str) -> None:
    """Trust no browser of this account any more (after a reset)."""
    now = clock.now()
    rows = session.exec(
        select(KnownDevice).where(
            KnownDevice.account_id == account_id, col(KnownDevice.forgotten_at).is_(None)
        )
    )
    for row in rows:
        row.forgotten_at = now
