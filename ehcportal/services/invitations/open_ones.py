"""Invitations that nobody has taken yet, found by what they would open, and withdrawn."""

from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationChild, InvitationKind
from ehcportal.services.invitations import links


def untaken(**opens: Any) -> Any:
    """Return the select of invitations with these columns that nobody has taken or withdrawn."""
    return select(Invitation).where(
        *(getattr(Invitation, name) == value for name, value in opens.items()),
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.refused_at).is_(None),
    )


def withdraw(session: Session, **opens: Any) -> None:
    """Withdraw every invitation that opens this."""
    now = clock.now()
    for row in session.exec(untaken(**opens)):
        links.withdraw(session, row, at=now)


def withdraw_to(session: Session, account_id: str, **opens: Any) -> None:
    """Withdraw what was sent to the address of this account."""
    email_folded = session.get_one(Account, account_id).email_folded
    withdraw(session, email_folded=email_folded, **opens)


def withdraw_of_family(session: Session, account_id: str, person_id: str) -> None:
    """Withdraw what staff sent to the address of this account about a child."""
    email_folded = session.get_one(Account, account_id).email_folded
    about_the_child = and_(InvitationChild.invitation_id == Invitation.id)
    rows = session.exec(
        untaken(kind=InvitationKind.FAMILY, email_folded=email_folded)
        .join(InvitationChild, about_the_child)
        .where(InvitationChild.person_id == person_id)
    )
    for row in rows:
        links.withdraw(session, row)
