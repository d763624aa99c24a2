"""Advocates and supporters: a family asks somebody in, for a time, and ends it (guide row S08).

What one of the family does here is told to that person and to staff, and to nobody else of it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.notifications import outbox
from ehcportal.queries.advocates import given_by, waiting_of
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.in_force import in_force
from ehcportal.queries.ties import HELPERS
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import ties, timeline
from ehcportal.services.invitations import links

MOST = 5
"""How many can be invited or see the case at a time, for each of the family."""

LONGEST = timedelta(days=365)
USUAL = timedelta(days=183)


class TooManyError(Exception):
    """As many as one may have are invited already."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is invited, as what, to see how much, and until when."""

    email: str
    kind: RelationshipKind
    view: View
    until: date


def invite(
    session: Session, trace: Trace, ring: KeyRing, base_url: str, case: Case, wanted: Wanted
) -> Invitation:
    """Invite an address to one child's case; an earlier invitation of it counts no longer.

    An address that is blocked gets nothing, and the family is told the same as always, so that a
    block does not show. Raises ``InvalidAddress`` and ``TooManyError``.
    """
    inviter_id = trace.account_id or ""
    row = links.blank(InvitationKind.ADVOCATE, wanted.email, by=inviter_id)
    row.person_id, row.case_id = case.person_id, case.id
    row.relationship_kind, row.view, row.tie_until = wanted.kind, wanted.view, wanted.until
    token = links.write(session, row)
    session.get(Person, case.person_id, populate_existing=True, with_for_update=True)
    _withdraw_earlier(session, row)
    _refuse_too_many(session, inviter_id, case.person_id)
    _note(session, trace, "advocate.invited", row)
    if is_blocked(session, case.person_id, row.email_folded):
        _note(session, trace, "advocate.not_sent", row, audience=EventAudience.STAFF)
        outbox.put_for_nobody(session, ring, "advocate_invitation")
        return row
    links.send(session, ring, base_url, row, token, template="advocate_invitation")
    return row


def _withdraw_earlier(session: Session, row: Invitation) -> None:
    for each in session.exec(waiting_of(row.created_by_id or "", row.person_id or "")):
        if each.email_folded == row.email_folded and each.id != row.id:
            links.withdraw(session, each)
    session.flush()


def _refuse_too_many(session: Session, inviter_id: str, person_id: str) -> None:
    waiting = session.exec(waiting_of(inviter_id, person_id)).all()
    tied = session.exec(
        select(func.count()).select_from(Relationship).where(*given_by(inviter_id, person_id))
    ).one()
    live = [each for each in waiting if each.expires_at > clock.now()]
    if len(live) + tied > MOST:
        raise TooManyError


def accept(
    session: Session, _ring: KeyRing, trace: Trace, invitation: Invitation, account: Account
) -> bool:
    """Give whoever was invited their view; of two posts only one is told True.

    False as well when the address was blocked meanwhile, when whoever invited is not of the family
    any more, and when the time is over. Who is of the family already is not taken either: that
    nothing became of it tells whoever invited as little as a block does.
    """
    today, person_id = clock.today(), invitation.person_id or ""
    session.get(Person, person_id, populate_existing=True, with_for_update=True)
    if invitation.tie_until is None or invitation.tie_until < today:
        return False
    if is_blocked(session, person_id, account.email_folded):
        return False
    if not _stands(session, invitation.created_by_id or "", person_id):
        return False
    if _stands(session, account.id, person_id):
        return False
    if not links.take(session, invitation, account):
        return False
    _tie(session, invitation, account, person_id)
    _note(session, replace(trace, account_id=account.id), "advocate.joined", invitation)
    return True


def _stands(session: Session, account_id: str, person_id: str) -> bool:
    """Whether an account is of the child's own circle, not beside it as an advocate."""
    found = session.exec(
        select(Relationship.id).where(
            Relationship.account_id == account_id,
            Relationship.person_id == person_id,
            col(Relationship.kind).not_in(HELPERS),
            in_force(Relationship, clock.today()),
        )
    ).first()
    return found is not None


def _tie(session: Session, invitation: Invitation, account: Account, person_id: str) -> None:
    """Tie the account to the child; what the same person gave them before is replaced."""
    inviter_id = invitation.created_by_id or ""
    for earlier in session.exec(
        select(Relationship).where(
            Relationship.account_id == account.id, *given_by(inviter_id, person_id)
        )
    ).all():
        ties.close(earlier, account.id, "Invited again")
    session.add(
        Relationship(
            account_id=account.id,
            person_id=person_id,
            kind=invitation.relationship_kind or RelationshipKind.SUPPORTER,
            parental_responsibility=ParentalResponsibility.NO,
            view=invitation.view,
            from_on=clock.today(),
            to_on=invitation.tie_until,
            verified_how="Invited by the family",
            verified_at=clock.now(),
            invited_by_id=inviter_id,
        )
    )
    session.flush()


def withdraw(session: Session, trace: Trace, case: Case, invitation_id: str) -> None:
    """Take back one's own invitation that nobody has accepted. Raises ``LookupError``."""
    waiting = session.exec(waiting_of(trace.account_id or "", case.person_id))
    row = next((each for each in waiting if each.id == invitation_id), None)
    if row is None:
        raise LookupError(invitation_id)
    links.withdraw(session, row)
    _note(session, trace, "advocate.withdrawn", row)


def _note(
    session: Session,
    trace: Trace,
    kind: str,
    row: Invitation,
    *,
    audience: EventAudience = EventAudience.FAMILY,
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("invitation", row.id),
        case_id=row.case_id,
        audience=audience,
        only_account_id=row.created_by_id,
    )
