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
    withdraw_open(session, accounts.fold(email))
    token = links.write(session, row)
    audit.change(session, trace, "staff_invited", of=("invitation", row.id))
    links.send(session, ring, base_url, row, token, template="staff_invitation")
    return token


def resend(session: Session, ring: KeyRing, base_url: str, trace: Trace, row: Invitation) -> None:
    """Send the same invitation with a new link, which is good for 14 days from now."""
    token = links.new_link(session, row)
    audit.change(session, trace, "staff_invited_again", of=("invitation", row.id))
    links.send(session, ring, base_url, row, token, template="staff_invitation")


def withdraw(session: Session, trace: Trace, row: Invitation) -> None:
    """Take an invitation back: its link opens nothing any more."""
    links.withdraw(session, row)
    audit.change(session, trace, "staff_invitation_withdrawn", of=("invitation", row.id))


def withdraw_open(session: Session, email_folded: str) -> None:
    """Let no earlier invitation of this address count any longer."""
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


def accept(
    session: Session, _ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
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
