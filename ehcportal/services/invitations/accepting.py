"""What it does to take an invitation: one line for each kind, and one door for all of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services.invitations import advocates, contributors, family, settings, staff

Take = Callable[[Session, KeyRing, Trace, Invitation, Account], bool]
"""Uses the link (``links.take``) and gives the account what it opens; False when it is over."""

TAKEN: Mapping[InvitationKind, Take] = MappingProxyType(
    {
        InvitationKind.STAFF: staff.accept,
        InvitationKind.FAMILY: family.accept,
        InvitationKind.SETTING: settings.accept,
        InvitationKind.CONTRIBUTOR: contributors.accept,
        InvitationKind.ADVOCATE: advocates.accept,
    }
)


def is_known_here(invitation: Invitation) -> bool:
    """Whether this portal has a way to take an invitation of this kind."""
    return invitation.kind in TAKEN


def accept(
    session: Session, ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
    """Take an invitation for the account whose address it was sent to; of two posts one wins."""
    if account.email_folded != invitation.email_folded:
        return False
    return TAKEN[invitation.kind](session, ring, trace, invitation, account)
