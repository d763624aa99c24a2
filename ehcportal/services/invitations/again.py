"""An invitation that nobody has taken yet: its link once more, or withdrawn."""

from sqlmodel import Session

from ehcportal.models.invitation import Invitation
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services.invitations import links


def send(
    session: Session,
    ring: KeyRing,
    base_url: str,
    trace: Trace,
    invitation: Invitation,
    template: str,
) -> bool:
    """Send a new link, which makes the earlier one worthless; False when it was just taken."""
    row = _locked(session, invitation)
    if row.used_at or row.withdrawn_at:
        return False
    token = links.new_link(session, row)
    links.send(session, ring, base_url, row, token, template=template)
    audit.change(
        session, trace, "invitation_sent_again", of=("invitation", row.id), case_id=row.case_id
    )
    return True


def withdraw(session: Session, trace: Trace, invitation: Invitation) -> bool:
    """Make the link count no longer; False when it was just taken."""
    row = _locked(session, invitation)
    if row.used_at or row.withdrawn_at:
        return False
    links.withdraw(session, row)
    audit.change(
        session, trace, "invitation_withdrawn", of=("invitation", row.id), case_id=row.case_id
    )
    return True


def _locked(session: Session, invitation: Invitation) -> Invitation:
    return session.get_one(Invitation, invitation.id, populate_existing=True, with_for_update=True)
