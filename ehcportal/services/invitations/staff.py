"""Invitations for the council's own people, by an administrator or the command line."""

from datetime import timedelta

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.security import audit
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import accounts, sessions
from ehcportal.services.invitations import links


def invite(
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
    row = links.blank(InvitationKind.STAFF, email, by=trace.account_id)
    row.role = role.value
    _withdraw_earlier(session, accounts.fold(email))
    token = links.write(session, row)
    audit.change(session, trace, "staff_invited", of=("invitation", row.id))
    links.send(session, ring, base_url, row, token, template="staff_invitation")
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
        links.withdraw(session, row)


def accept(session: Session, trace: Trace, invitation: Invitation, account: Account) -> bool:
    """Use the invitation for ``account``, new or known; of two posts only one is told True."""
    if not links.take(session, invitation, account):
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
