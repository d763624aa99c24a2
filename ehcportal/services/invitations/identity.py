"""The code that an invited person quotes to staff, which shows that the address is theirs (W01)."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.invitation import Invitation
from ehcportal.notifications import outbox
from ehcportal.security import codes, throttle
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.security.throttle import Bucket, Limit
from ehcportal.services.accounts import fold
from ehcportal.services.codes import Outcome
from ehcportal.services.invitations.desk import Desk

PURPOSE = "invitation-code"
CODE = "family_invitation_code"
MAILS = Limit("invitation-address", 5, timedelta(minutes=15))
MAILS_DAY = Limit("invitation-address-day", 20, timedelta(days=1))


def count_mail(session: Session, ring: KeyRing, email: str) -> int | None:
    """Count an e-mail to this address: nobody's mailbox is flooded (security note 9)."""
    who = fold(email)
    return throttle.count(session, ring, Bucket(MAILS, who), Bucket(MAILS_DAY, who))


def send_code(session: Session, desk: Desk, row: Invitation) -> None:
    """Send a new code; it has five tries, and the one before is dead."""
    code = codes.new_code()
    row.code_hash = desk.ring.keyed_hash(PURPOSE, _bound(row.id, code))
    row.code_tries = 0
    session.add(row)
    session.flush()
    outbox.put(
        session,
        desk.ring,
        template=CODE,
        recipient=row.email,
        sealed={"code": codes.in_groups(code)},
        expires_at=row.expires_at,
    )


def _bound(invitation_id: str, code: str) -> str:
    """Return the text that is hashed: the same digits differ from invitation to invitation."""
    return f"{invitation_id}:{code}"


def attempt(session: Session, ring: KeyRing, invitation_id: str, typed: str) -> Outcome:
    """Count a try and judge it. Call it in a transaction of its own and commit that first.

    The count is a conditional update, so of any number of posts at the same moment no more than
    five are ever compared (security note 8). What cannot be a code is not counted.
    """
    code = codes.as_digits(typed)
    if code is None:
        return Outcome.WRONG
    if not _count(session, invitation_id):
        return Outcome.DEAD
    row = session.get_one(Invitation, invitation_id, populate_existing=True)
    if ring.matches(PURPOSE, _bound(row.id, code), row.code_hash or ""):
        return Outcome.RIGHT
    return Outcome.DEAD if row.code_tries >= codes.TRIES else Outcome.WRONG


def _count(session: Session, invitation_id: str) -> bool:
    counted = session.connection().execute(
        sa.update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.code_hash).is_not(None),
            col(Invitation.code_tries) < codes.TRIES,
            col(Invitation.verified_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
            col(Invitation.expires_at) > clock.now(),
        )
        .values(code_tries=col(Invitation.code_tries) + 1)
    )
    return counted.rowcount == 1


def spend(session: Session, ring: KeyRing, row: Invitation, typed: str) -> bool:
    """Use the code up; of two right posts only one is told True.

    A code that was replaced since it was compared does not count any more.
    """
    code, stored = codes.as_digits(typed), row.code_hash
    if code is None or stored is None or not ring.matches(PURPOSE, _bound(row.id, code), stored):
        return False
    spent = session.connection().execute(
        sa.update(Invitation)
        .where(
            col(Invitation.id) == row.id,
            col(Invitation.code_hash) == stored,
            col(Invitation.verified_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .values(code_hash=None)
    )
    session.refresh(row)
    return spent.rowcount == 1


def note(row: Invitation, trace: Trace, how: str) -> None:
    """Record who made sure of the person, how and when."""
    row.verified_at = clock.now()
    row.verified_by_id = trace.account_id
    row.verified_how = how[:200]
