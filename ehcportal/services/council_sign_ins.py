"""Whom the council's own sign-on lets in: its people of today, and nobody else.

The first time an address that the provider has verified leads to an account of the council's
people, or to an invitation of theirs; from then on the subject alone does. A family's account is
never opened so.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from ehcportal.models.account import Account, AccountState
from ehcportal.queries import staff_member
from ehcportal.security import audit, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.id_tokens import Proved
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import accounts, factors, outside_logins, sign_ins
from ehcportal.services.invitations import links
from ehcportal.services.invitations import staff as invitations

FROM_NETWORK = Limit("sign-on-network", 300, timedelta(minutes=15))
"""A council's people share one network, and come to work at the same time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody whom the sign-on lets in."""

    account: Account
    is_unproved: bool = False
    """Whether the address alone led here, to an account that has an app: its code is asked, and
    only then may the subject open the account."""


def count_try(session: Session, ring: KeyRing, network: str) -> int | None:
    """Count an answer of the provider; return the seconds to wait when there were too many."""
    return throttle.count(session, ring, Bucket(FROM_NETWORK, network))


def enter(
    session: Session, ring: KeyRing, trace: Trace, issuer: str, proved: Proved
) -> Entry | None:
    """Return whom the provider has proved, if they work here today, or are invited to."""
    found = _entry(session, ring, trace, issuer, proved)
    if found is not None:
        audit.change(session, trace, "sign_on_accepted", of=("account", found.account.id))
    return found


def _entry(
    session: Session, ring: KeyRing, trace: Trace, issuer: str, proved: Proved
) -> Entry | None:
    account_id = outside_logins.linked_account(session, issuer, proved.subject)
    if account_id is not None:
        account = accounts.fresh(session, account_id)
        return Entry(account) if _works_here(session, account) else None
    if proved.email is None:
        return None
    known = session.exec(
        select(Account).where(Account.email_folded == accounts.fold(proved.email))
    ).first()
    if known is None:
        return _invited(session, ring, trace, issuer, proved)
    if not _works_here(session, known) or outside_logins.is_linked(session, known.id):
        return None
    if factors.app_of(session, known.id) is not None:
        return Entry(known, is_unproved=True)
    return _linked(session, trace, known, issuer, proved.subject)


def _works_here(session: Session, account: Account) -> bool:
    is_active = account.state is AccountState.ACTIVE
    return is_active and sign_ins.current_role(session, account.id) is not None


def _invited(
    session: Session, ring: KeyRing, trace: Trace, issuer: str, proved: Proved
) -> Entry | None:
    """Take the invitation of an address that has no account yet: no password is needed."""
    address = proved.email or ""
    found = staff_member.invitation_for(session, accounts.fold(address))
    if found is None:
        return None
    forename = proved.forename or address.partition("@")[0][:100]
    account = links.new_account(
        session, found, forename=forename, surname=proved.surname, hashed=None
    )
    if account is None or not invitations.accept(session, ring, trace, found, account):
        return None
    return _linked(session, trace, account, issuer, proved.subject)


def _linked(
    session: Session, trace: Trace, account: Account, issuer: str, subject: str
) -> Entry | None:
    is_linked = outside_logins.link(session, trace, account.id, issuer, subject)
    return Entry(account) if is_linked else None
