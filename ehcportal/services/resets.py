"""A forgotten password: address, code or link, new password; it never signs anybody in.

Guide rows H14 (three steps with a code) and D04 (a link that works in any browser).
"""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.sign_in import CodePurpose, PasswordReset
from ehcportal.notifications import outbox
from ehcportal.profile import Profile
from ehcportal.queries.people import token_hash
from ehcportal.security import audit, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.codes import Target
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import account_mail, accounts, codes, devices, factors, sessions
from ehcportal.services.devices import Caller

KEPT = timedelta(minutes=30)
"""How long a reset may take from the address to the new password."""

LINK_PATH = "/reset-password/link/"

WAIT = timedelta(hours=24)
"""How long sensitive acts wait after a reset where e-mail is the only factor (note 11)."""

STARTS = Limit("reset-address", 5, timedelta(minutes=15))
STARTS_DAY = Limit("reset-address-day", 20, timedelta(days=1))
FROM_NETWORK = Limit("reset-network", 100, timedelta(minutes=15))
NEW_CODES = Limit("reset-new-code", 3, timedelta(minutes=15))


def count_start(session: Session, ring: KeyRing, caller: Caller, email: str) -> int | None:
    """Count an ask for a reset, known address or not."""
    who = _who(session, caller, email)
    return throttle.count(
        session,
        ring,
        Bucket(STARTS, who),
        Bucket(STARTS_DAY, who),
        Bucket(FROM_NETWORK, caller.network),
    )


def count_new_code(session: Session, ring: KeyRing, caller: Caller, email: str) -> int | None:
    """Count an ask for another code."""
    who = _who(session, caller, email)
    return throttle.count(session, ring, Bucket(NEW_CODES, who), Bucket(STARTS_DAY, who))


def _who(session: Session, caller: Caller, email: str) -> str:
    folded = accounts.fold(email)
    return devices.known(session, caller, folded) or folded


def begin(session: Session, ring: KeyRing, email: str) -> str:
    """Begin a reset and send the code if the address is known; return the browser's token."""
    account = accounts.by_email(session, email)
    token = new_token()
    row = PasswordReset(
        token_hash=token_hash(token),
        account_id=account.id if account else None,
        expires_at=clock.now() + KEPT,
    )
    session.add(row)
    send_code(session, ring, row)
    return token


def send_code(session: Session, ring: KeyRing, row: PasswordReset) -> None:
    """Make a code, and send it if there is somebody to send it to; the same work if not."""
    issued = codes.issue(session, ring, target(row))
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None:
        outbox.put_for_nobody(session, ring, "reset_code")
        return
    account_mail.send_code(session, ring, account, issued, template="reset_code")


def begin_by_link(session: Session, ring: KeyRing, base_url: str, email: str) -> None:
    """Begin a reset and send its link if the address is known; an earlier link counts no longer.

    The browser that asks gets nothing to go on with: the link alone does, wherever it is opened.
    """
    account = accounts.by_email(session, email)
    accounts.end_resets(session, account.id if account else "")
    token = new_token()
    row = PasswordReset(
        token_hash=token_hash(new_token()),
        link_hash=token_hash(token),
        account_id=account.id if account else None,
        expires_at=clock.now() + KEPT,
    )
    session.add(row)
    if account is None:
        outbox.put_for_nobody(session, ring, "reset_link")
        return
    account_mail.send_link(
        session,
        ring,
        account,
        f"{base_url}{LINK_PATH}{token}",
        template="reset_link",
        to=account.email,
        expires_at=row.expires_at,
    )


def find_by_link(session: Session, token: str) -> PasswordReset | None:
    """Return the reset that this link can still finish."""
    return session.exec(
        select(PasswordReset).where(
            PasswordReset.link_hash == token_hash(token),
            col(PasswordReset.account_id).is_not(None),
            col(PasswordReset.done_at).is_(None),
            PasswordReset.expires_at > clock.now(),
        )
    ).first()


def find(session: Session, token: str | None, *, proved: bool) -> PasswordReset | None:
    """Return the reset of this browser, before (or with ``proved`` after) its code."""
    if not token:
        return None
    accepted = col(PasswordReset.code_accepted_at)
    return session.exec(
        select(PasswordReset).where(
            PasswordReset.token_hash == token_hash(token),
            col(PasswordReset.done_at).is_(None),
            PasswordReset.expires_at > clock.now(),
            accepted.is_not(None) if proved else accepted.is_(None),
        )
    ).first()


def target(row: PasswordReset) -> Target:
    """Return what a reset's code is good for: this reset of this account."""
    return Target(CodePurpose.RESET, row.id, row.account_id)


def accept(session: Session, row: PasswordReset) -> str:
    """Note that the code was right; return a new token, since the old one proved nothing."""
    token = new_token()
    row.token_hash = token_hash(token)
    row.code_accepted_at = clock.now()
    session.add(row)
    return token


def finish(
    session: Session,
    ring: KeyRing,
    profile: Profile,
    trace: Trace,
    row: PasswordReset,
    hashed: str,
) -> bool:
    """Set the new password, end all sessions and tell the owner; the same reset works once.

    Where e-mail is all that guards the account, what is hard to undo waits (security note 11).
    """
    done = session.connection().execute(
        sa.update(PasswordReset)
        .where(col(PasswordReset.id) == row.id, col(PasswordReset.done_at).is_(None))
        .values(done_at=clock.now())
    )
    if done.rowcount != 1 or row.account_id is None:
        return False
    account = accounts.fresh(session, row.account_id)
    accounts.set_password(session, account, hashed)
    if factors.asked(session, profile, account.id) not in factors.STRONG:
        account.sensitive_after = clock.now() + WAIT
    session.add(account)
    sessions.end_all(session, account.id, "password_reset")
    devices.forget_all(session, account.id)
    audit.change(session, trace, "password_reset", of=("account", account.id))
    account_mail.warn(session, ring, account, template="password_changed")
    return True
