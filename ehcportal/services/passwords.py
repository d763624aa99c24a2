"""Changing a password that its owner knows (guide row H16)."""

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.profile import Profile, text
from ehcportal.security import audit, password_policy
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail, accounts, sessions


def fault(profile: Profile, password: str, *names: str) -> str | None:
    """Return what to mend in a new password under this profile, or nothing."""
    council = profile.council
    ours = [text(council.name), text(council.area), text(council.portal_name)]
    return password_policy.fault(profile.sign_in.password, password, [*ours, *names])


def fault_of(session: Session, profile: Profile, account: Account, password: str) -> str | None:
    """Return what to mend in another password for this account, its earlier ones included."""
    found = fault(profile, password, account.forename, account.surname, account.email)
    if found is not None:
        return found
    previous = profile.sign_in.password.previous
    former = accounts.former_hashes(session, account.id, previous)
    return password_policy.had_before(password, account.password_hash, former)


def change(
    session: Session, ring: KeyRing, trace: Trace, account_id: str, hashed: str, *, keep: str
) -> None:
    """Set the password and end all other sessions in the same transaction; tell the owner."""
    account = accounts.fresh(session, account_id)
    accounts.set_password(session, account, hashed)
    session.add(account)
    sessions.end_all(session, account.id, "password_changed", but=keep)
    audit.change(session, trace, "password_changed", of=("account", account.id))
    account_mail.warn(session, ring, account, template="password_changed")
