"""Inviting a family, from the first e-mail to the taken link (guide rows W01, W02, D01)."""

from dataclasses import dataclass

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationChild, InvitationKind
from ehcportal.models.person import Person
from ehcportal.queries import invitable
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.invitable import Hindrance
from ehcportal.queries.invitations import OPEN, UNTAKEN, stands
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import accounts
from ehcportal.services.invitations import activation, identity, lines, links
from ehcportal.services.invitations.desk import Desk
from ehcportal.services.people import Tie

ACCEPT = "family_invitation"
REGISTER = "family_registration"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom staff invite, to which children, as what."""

    email: str
    forename: str
    surname: str
    case_id: str
    person_ids: tuple[str, ...]
    tie: Tie
    checks_identity: bool
    """Whether a code is to be quoted first; else ``tie.verified_how`` says how it was checked."""
    again: bool = False
    """Staff know that an earlier access ended, and mean to open it once more."""


class NotInvited(Exception):
    """The address is not invited to this child."""

    def __init__(self, why: Hindrance, person_id: str) -> None:
        super().__init__(f"{why}: {person_id}")
        self.why = why
        self.person_id = person_id


def invite(session: Session, desk: Desk, trace: Trace, wanted: Wanted) -> Invitation:
    """Keep the invitation and send its first e-mail: a code, or at once the link.

    Raises ``NotInvited`` and ``links.InvalidAddress``.
    """
    _refuse_hindered(session, wanted)
    row = links.blank(InvitationKind.FAMILY, wanted.email, by=trace.account_id)
    row.forename, row.surname = wanted.forename, wanted.surname
    row.case_id = wanted.case_id
    row.relationship_kind = wanted.tie.kind
    row.described_as = wanted.tie.described_as or None
    row.parental_responsibility = wanted.tie.parental_responsibility
    row.view = wanted.tie.view
    row.checks_identity = wanted.checks_identity
    token = links.write(session, row)
    session.flush()
    for person_id in wanted.person_ids:
        session.add(InvitationChild(invitation_id=row.id, person_id=person_id))
    session.flush()
    lines.record(session, trace, "invitation.sent", row)
    if wanted.checks_identity:
        identity.send_code(session, desk, row)
    else:
        identity.note(row, trace, wanted.tie.verified_how)
        links.send(session, desk.ring, desk.base_url, row, token, template=REGISTER)
    return row


def _refuse_hindered(session: Session, wanted: Wanted) -> None:
    """Ask with each child's row locked: two colleagues at once do not invite somebody twice."""
    folded = accounts.fold(wanted.email)
    for person_id in sorted(wanted.person_ids):
        session.get_one(Person, person_id, with_for_update=True)
        why = invitable.hindrance(session, folded, person_id)
        if why is not None and not (wanted.again and why is Hindrance.ENDED_BEFORE):
            raise NotInvited(why, person_id)


def verify(
    session: Session, desk: Desk, trace: Trace, row: Invitation, *, typed: str, how: str
) -> bool:
    """Record how staff saw who it is, and send the link; the code was right (rows W01, W02).

    Of two right posts only one is told True. Raises ``NotInvited`` after a block.
    """
    refuse_blocked(session, row)
    if not identity.spend(session, desk.ring, row, typed):
        return False
    identity.note(row, trace, how)
    lines.record(session, trace, "invitation.code_matched", row)
    send_link(session, desk, row)
    return True


def locked(session: Session, invitation_id: str, version: int | None) -> Invitation:
    """Return an invitation for a change, held until the commit.

    Raises ``StaleDataError`` when it is no longer the version that the page showed; without a
    version the change itself says whether it comes too late.
    """
    activation.lock_children(session, invitation_id)
    row = session.get_one(Invitation, invitation_id, populate_existing=True, with_for_update=True)
    if version is not None and row.version != version:
        raise StaleDataError("the invitation has changed")
    return row


def resend(session: Session, desk: Desk, trace: Trace, row: Invitation) -> None:
    """Send the step that waits once more: a new code, or a new link. The earlier one is dead.

    Raises ``StaleDataError`` when it was taken or withdrawn meanwhile, and ``NotInvited``.
    """
    if stands(row, activation.children(session, row)) not in UNTAKEN:
        raise StaleDataError("the link has been taken")
    refuse_blocked(session, row)
    if row.verified_at is None:
        row.expires_at = clock.now() + links.VALID
        identity.send_code(session, desk, row)
    else:
        send_link(session, desk, row)
    lines.record(session, trace, "invitation.sent_again", row)


def send_link(session: Session, desk: Desk, row: Invitation) -> None:
    """Send a new link, valid for 14 days from now."""
    token = links.new_link(session, row)
    template = ACCEPT if row.checks_identity else REGISTER
    links.send(session, desk.ring, desk.base_url, row, token, template=template)


def refuse_blocked(session: Session, row: Invitation) -> None:
    """Raise ``NotInvited`` when the address was blocked for one of the children meanwhile."""
    for child in activation.children(session, row):
        if is_blocked(session, child.person_id, row.email_folded):
            raise NotInvited(Hindrance.BLOCKED, child.person_id)


def withdraw(session: Session, trace: Trace, row: Invitation) -> None:
    """Let the invitation count no longer, wherever it stands.

    Raises ``StaleDataError`` when it is over already.
    """
    if stands(row, activation.children(session, row)) not in OPEN:
        raise StaleDataError("the invitation is over")
    links.withdraw(session, row)
    lines.record(session, trace, "invitation.withdrawn", row)


def accept(
    session: Session, ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
    """Take the link: the invitation is the account's, and with one link its access is open."""
    activation.lock_children(session, invitation.id)
    if not links.take(session, invitation, account):
        return False
    if not invitation.checks_identity:
        return activation.open_at_once(session, Desk(ring), trace, invitation, account)
    lines.record(session, trace, "invitation.accepted", invitation, of=account.id)
    return True
