"""Inviting somebody to a post at a setting, and taking it up (guide row S01).

The council gives every post. A setting's lead invites the setting's other staff, no SENCo: a SENCo
sees children, so the council makes sure of who they are.
"""

from sqlmodel import Session

from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.setting import Setting, SettingRole
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import accounts, memberships
from ehcportal.services.invitations import links, open_ones

BY_THE_COUNCIL = (SettingRole.LEAD, SettingRole.SENCO, SettingRole.STAFF)
BY_A_LEAD = (SettingRole.STAFF,)
"""Posts that each side may give."""

TEMPLATE = "setting_invitation"


def invite(
    session: Session,
    ring: KeyRing,
    base_url: str,
    email: str,
    *,
    setting_id: str,
    role: SettingRole,
    trace: Trace,
) -> str:
    """Invite an address to a post; return the token of the link.

    An earlier one for the same post counts no longer. Raises ``InvalidAddress``.
    """
    row = links.blank(InvitationKind.SETTING, email, by=trace.account_id)
    row.setting_id, row.role = setting_id, role.value
    open_ones.withdraw(
        session, email_folded=accounts.fold(email), setting_id=setting_id, role=role.value
    )
    token = links.write(session, row)
    session.flush()
    audit.change(session, trace, "setting_invited", of=("invitation", row.id))
    links.send(session, ring, base_url, row, token, template=TEMPLATE)
    return token


def accept(
    session: Session, ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
    """Take up the post for ``account``, new or known; of two posts only one is told True.

    A setting that has closed meanwhile takes nobody up.
    """
    setting = session.get(Setting, invitation.setting_id or "", with_for_update=True)
    if setting is None or setting.closed_on is not None:
        return False
    if not links.take(session, invitation, account):
        return False
    role = SettingRole(invitation.role)
    memberships.give(session, trace, setting_id=setting.id, account_id=account.id, role=role)
    account.professional = True
    account.organisation = account.organisation or setting.name
    session.add(account)
    return True
