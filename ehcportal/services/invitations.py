"""Invitations for the council's own people: a link of 256 bits that works once, for 14 days."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.forms.fields.email import is_address
from ehcportal.models.account import Account, AccountState
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.notifications import outbox
from ehcportal.queries.people import token_hash
from ehcportal.security import audit
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.security.links import new_token
from ehcportal.services import accounts, sessions

VALID = timedelta(days=14)
PATH = "/staff/invitation/"


class InvalidAddress(Exception):
    """This cannot be an e-mail address."""


def staff(
    session: Session,
    ring: KeyRing,
    base_url: str,
    email: str,
    role: StaffRole,
    *,
    trace: Trace = SYSTEM,
) -> str:
    """Invite somebody to work for the council; return the token of the link.

    An earlier invitation of the same address counts no longer. Raises ``InvalidAddress``.
    """
    if not is_address(email):
        raise InvalidAddress(f"{email} is not an email address")
    _withdraw_earlier(session, accounts.fold(email))
    token = new_token()
    row = Invitation(
        token_hash=token_hash(token),
        kind=InvitationKind.STAFF,
        email=email,
        email_folded=accounts.fold(email),
        role=role.value,
        created_by_id=trace.account_id,
        expires_at=clock.now() + VALID,
    )
    session.add(row)
    audit.change(session, trace, "staff_invited", of=("invitation", row.id))
    outbox.put(
        session,
        ring,
        template="staff_invitation",
        recipient=email,
        sealed={"link": f"{base_url}{PATH}{token}"},
        expires_at=row.expires_at,
    )
    return token


def _withdraw_earlier(session: Session, email_folded: str) -> None:
    rows = session.exec(
        select(Invitation).where(
            Invitation.email_folded == email_folded,
            Invitation.kind == InvitationKind.STAFF,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
    )
    for row in rows:
        row.withdrawn_at = clock.now()


def find(session: Session, token: str) -> Invitation | None:
    """Return an invitation to the staff that can still be accepted."""
    return session.exec(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.kind == InvitationKind.STAFF,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
            Invitation.expires_at > clock.now(),
        )
    ).first()


def accept(session: Session, trace: Trace, invitation: Invitation, account: Account) -> bool:
    """Use the invitation for ``account``, new or known; of two posts only one is told True."""
    used = session.connection().execute(
        sa.update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .values(used_at=clock.now(), used_by_id=account.id)
    )
    if used.rowcount != 1:
        return False
    _end_other_roles(session, account.id)
    role = StaffRole(invitation.role)
    session.add(StaffMember(account_id=account.id, role=role, from_on=clock.today()))
    sessions.end_all(session, account.id, "role_changed")
    audit.change(session, trace, "staff_joined", of=("account", account.id))
    return True


def _end_other_roles(session: Session, account_id: str) -> None:
    """One person has one role at a time: the earlier one ended yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    rows = session.exec(
        select(StaffMember).where(
            StaffMember.account_id == account_id, col(StaffMember.to_on).is_(None)
        )
    )
    for row in rows:
        row.to_on = yesterday


def new_account(
    session: Session, invitation: Invitation, *, forename: str, surname: str, hashed: str
) -> Account:
    """Make the account of somebody who was not known before; the link has proved the address."""
    now = clock.now()
    account = Account(
        email=invitation.email,
        email_folded=invitation.email_folded,
        password_hash=hashed,
        password_set_at=now,
        state=AccountState.ACTIVE,
        forename=forename,
        surname=surname,
        email_confirmed_at=now,
    )
    session.add(account)
    session.flush()
    return account
