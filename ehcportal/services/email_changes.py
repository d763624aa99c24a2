"""Change of an account's address: asked, proved by a code at the new one, told to the old one.

Guide row H16, security note 11. Nothing here tells whether the new address is known: its owner gets
an e-mail that says so, and no code that counts is written anywhere that is read.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, EmailChange
from ehcportal.models.invitation import Invitation
from ehcportal.models.sign_in import CodePurpose
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.security import audit, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.codes import Target, in_groups
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services import account_mail, accounts, blocks, codes, sessions

KEPT = timedelta(minutes=30)
"""How long a change may take from the asking to the right code; each code lives ten minutes."""

UNDO_FOR = timedelta(days=7)
UNDO_PATH = "/account/undo-email/"

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
ASKED, ASKED_DAY = Limit("email-change", 5, QUARTER), Limit("email-change-day", 20, DAY)
TO_ADDRESS = Limit("email-change-to", 5, QUARTER)
TO_ADDRESS_DAY = Limit("email-change-to-day", 20, DAY)
NEW_CODES = Limit("email-change-code", 3, QUARTER)


def count_ask(session: Session, ring: KeyRing, account_id: str, email: str) -> int | None:
    """Count an ask, by who asks and by the address: no stranger's mailbox can be flooded."""
    return throttle.count(
        session,
        ring,
        Bucket(ASKED, account_id),
        Bucket(ASKED_DAY, account_id),
        Bucket(TO_ADDRESS, accounts.fold(email)),
        Bucket(TO_ADDRESS_DAY, accounts.fold(email)),
    )


def count_new_code(session: Session, ring: KeyRing, row: EmailChange) -> int | None:
    """Count an ask for another code."""
    buckets = (
        Bucket(NEW_CODES, row.account_id),
        Bucket(TO_ADDRESS_DAY, accounts.fold(row.new_email)),
    )
    return throttle.count(session, ring, *buckets)


def begin(session: Session, ring: KeyRing, trace: Trace, account: Account, email: str) -> None:
    """Ask for another address: a code goes there, and the old address is told at once."""
    accounts.end_email_changes(session, account.id)
    row = EmailChange(
        account_id=account.id,
        old_email=account.email,
        new_email=email,
        expires_at=clock.now() + KEPT,
    )
    session.add(row)
    send_code(session, ring, row, language=account.language)
    account_mail.warn(session, ring, account, template="email_change_asked")
    audit.change(session, trace, "email_change_asked", of=("account", account.id))


def pending(session: Session, account_id: str) -> EmailChange | None:
    """Return the change that waits for its code."""
    return session.exec(
        select(EmailChange)
        .where(
            EmailChange.account_id == account_id,
            col(EmailChange.confirmed_at).is_(None),
            EmailChange.expires_at > clock.now(),
        )
        .order_by(col(EmailChange.asked_at).desc())
    ).first()


def target(row: EmailChange) -> Target:
    """Return what its code is good for: this change of this account."""
    return Target(CodePurpose.CHANGE_EMAIL, row.id, row.account_id)


def send_code(session: Session, ring: KeyRing, row: EmailChange, *, language: str = "en") -> None:
    """Send the code to the new address, or tell the owner of a known one; the same work either way.

    The message names no account: the new address is nobody's yet.
    """
    issued = codes.issue(session, ring, target(row))
    is_known = _is_taken(session, row)
    outbox.put(
        session,
        ring,
        template="email_change_known" if is_known else "email_change_code",
        recipient=row.new_email,
        sealed={"code": in_groups(issued.code)},
        expires_at=issued.expires_at,
        language=language,
    )


def _is_taken(session: Session, row: EmailChange) -> bool:
    folded = accounts.fold(row.new_email)
    return (
        session.exec(select(Account.id).where(Account.email_folded == folded)).first() is not None
    )


def confirm(
    session: Session, ring: KeyRing, trace: Trace, base_url: str, row: EmailChange, *, keep: str
) -> bool:
    """Let the new address count, once its code was right; of two posts only one is told True.

    All sessions but ``keep`` end, and what was bound to the old address dies with it. The old
    address gets the link that takes everything back.
    """
    account = accounts.locked(session, row.account_id)
    token = new_token()
    until = clock.now() + UNDO_FOR
    if account.email != row.old_email or not _confirmed(session, row, token, until):
        return False
    if _is_taken(session, row) or not accounts.move_to(session, account.id, row.new_email):
        _forget(session, row)
        return False
    _end_what_was_bound(session, account)
    blocks.follow(session, trace, row.old_email, row.new_email)
    sessions.end_all(session, account.id, "email_changed", but=keep)
    link = f"{base_url}{UNDO_PATH}{token}"
    account_mail.send_link(
        session, ring, account, link, template="email_changed", to=row.old_email, expires_at=until
    )
    audit.change(session, trace, "email_changed", of=("account", account.id))
    return True


def _confirmed(session: Session, row: EmailChange, token: str, until: datetime) -> bool:
    changed = session.connection().execute(
        sa.update(EmailChange)
        .where(
            col(EmailChange.id) == row.id,
            col(EmailChange.confirmed_at).is_(None),
            col(EmailChange.expires_at) > clock.now(),
        )
        .values(confirmed_at=clock.now(), undo_token_hash=token_hash(token), undo_until=until)
    )
    return changed.rowcount == 1


def _forget(session: Session, row: EmailChange) -> None:
    """Somebody else took the address between the asking and the code: there is nothing to undo."""
    nothing = {"confirmed_at": None, "undo_token_hash": None, "undo_until": None}
    session.connection().execute(
        sa.update(EmailChange)
        .where(col(EmailChange.id) == row.id)
        .values(expires_at=clock.now(), **nothing)
    )


def _end_what_was_bound(session: Session, account: Account) -> None:
    """End what the old address could still open: invitations, resets, codes."""
    accounts.end_resets(session, account.id)
    accounts.end_codes(session, account.id)
    session.connection().execute(
        sa.update(Invitation)
        .where(
            col(Invitation.email_folded) == account.email_folded,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
            col(Invitation.refused_at).is_(None),
        )
        .values(withdrawn_at=clock.now())
    )
