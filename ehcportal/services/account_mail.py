"""Mail about an account itself, to its owner alone: codes, and what was changed at its lock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.notifications import outbox
from ehcportal.security.codes import in_groups
from ehcportal.security.keyring import KeyRing
from ehcportal.services.codes import Issued


def send_code(
    session: Session, ring: KeyRing, account: Account, issued: Issued, *, template: str
) -> None:
    """Send a code; it waits encrypted, and is dropped once it is too old to be used."""
    outbox.put(
        session,
        ring,
        template=template,
        recipient=account.email,
        account_id=account.id,
        sealed={"code": in_groups(issued.code)},
        expires_at=issued.expires_at,
        language=account.language,
    )


def warn(
    session: Session,
    ring: KeyRing,
    account: Account,
    *,
    template: str,
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Any] | None = None,
    to: str = "",
) -> None:
    """Tell the owner of a change to how they sign in, in case it was not they who made it.

    A link that undoes it is ``sealed``, as whoever holds it can use it. ``to`` is another address
    of theirs (``accounts.told_at``).
    """
    outbox.put(
        session,
        ring,
        template=template,
        recipient=to or account.email,
        account_id=account.id,
        facts=facts,
        sealed=sealed,
        language=account.language,
    )


def send_link(
    session: Session,
    ring: KeyRing,
    account: Account,
    link: str,
    *,
    template: str,
    to: str,
    expires_at: datetime,
) -> None:
    """Send a link that is worth as much as a code; it waits encrypted, too."""
    outbox.put(
        session,
        ring,
        template=template,
        recipient=to,
        account_id=account.id,
        sealed={"link": link},
        expires_at=expires_at,
        language=account.language,
    )
