"""Codes by text message: the number is proved first, and stored sealed (guide row D07)."""

import math

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind
from ehcportal.models.outbox import Channel
from ehcportal.models.sign_in import CodePurpose, OneTimeCode
from ehcportal.notifications import outbox
from ehcportal.security.audit import Trace
from ehcportal.security.codes import TEXT_LENGTH, Target, in_groups
from ehcportal.security.keyring import KeyRing
from ehcportal.services import account_mail, codes
from ehcportal.services.codes import APART, Issued
from ehcportal.services.factors.choosing import current, drop_unproved, settle, unproved


def begin(session: Session, ring: KeyRing, account: Account, number: str) -> None:
    """Send a code to a number, which counts once the code came back; an earlier try is dropped."""
    start_again(session, account.id)
    row = Factor(
        account_id=account.id,
        kind=FactorKind.TEXT,
        sealed_secret=ring.seal_text(number),
        last_digits=number[-3:],
    )
    session.add(row)
    session.flush()
    send_proof(session, ring, account, row)


def send_proof(session: Session, ring: KeyRing, account: Account, row: Factor) -> None:
    """Send a fresh code that proves a number."""
    issued = codes.issue(session, ring, target(row))
    _put(session, ring, account, row, issued, template="prove_number")


def send_code(
    session: Session, ring: KeyRing, account: Account, issued: Issued, *, template: str
) -> None:
    """Send a code to the proved number of an account."""
    row = current(session, account.id)
    if row is not None and row.kind is FactorKind.TEXT:
        _put(session, ring, account, row, issued, template=template)


def _put(
    session: Session, ring: KeyRing, account: Account, row: Factor, issued: Issued, *, template: str
) -> None:
    """Write the message: its number is sealed like its code, and blanked with it."""
    outbox.put(
        session,
        ring,
        template=template,
        recipient=row.last_digits or "",
        account_id=account.id,
        sealed={
            "code": in_groups(issued.code),
            outbox.RECEIVER: ring.open_text(row.sealed_secret or ""),
        },
        expires_at=issued.expires_at,
        language=account.language,
        channel=Channel.TEXT,
    )


def target(row: Factor) -> Target:
    """Return what a code that proves a number is good for: this number of this account."""
    return Target(CodePurpose.PROVE_NUMBER, row.id, row.account_id, TEXT_LENGTH)


def pending(session: Session, account_id: str) -> Factor | None:
    """Return the number that waits to be proved."""
    return unproved(session, account_id, FactorKind.TEXT)


def start_again(session: Session, account_id: str) -> None:
    """Drop a number that was never proved."""
    drop_unproved(session, account_id, FactorKind.TEXT)


def too_soon(session: Session, account_id: str) -> int:
    """Return the seconds to wait before another text, whichever number it is for."""
    last = session.exec(
        select(OneTimeCode.created_at)
        .where(
            OneTimeCode.account_id == account_id,
            OneTimeCode.purpose == CodePurpose.PROVE_NUMBER,
        )
        .order_by(col(OneTimeCode.created_at).desc())
        .limit(1)
    ).first()
    if last is None:
        return 0
    return max(0, math.ceil((last + APART - clock.now()).total_seconds()))


def confirm(
    session: Session, ring: KeyRing, trace: Trace, account: Account, row: Factor, *, keep: str
) -> bool:
    """Let a proved number count, in the place of what was the second step before.

    False when it was dropped meanwhile.
    """
    if not settle(session, trace, row, keep=keep):
        return False
    account_mail.warn(session, ring, account, template="text_added")
    return True
