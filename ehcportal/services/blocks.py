"""Addresses that staff keep away from a child on safeguarding grounds."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.access import AccessBlock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.invitation import Invitation, InvitationChild, InvitationKind
from ehcportal.models.person import Person, Relationship
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.in_force import in_force
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import contributors, ties, timeline
from ehcportal.services.accounts import fold
from ehcportal.services.invitations import lines, links

BLOCKED = "Blocked on safeguarding grounds"


def block(
    session: Session, trace: Trace, ring: KeyRing, case: Case, email: str, reason: str
) -> None:
    """Block an address for a child: whoever uses it loses every tie to the child at once."""
    session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)
    folded = fold(email)
    if is_blocked(session, case.person_id, folded):
        return
    made = AccessBlock(
        person_id=case.person_id,
        email_folded=folded,
        reason=reason,
        made_by_id=trace.account_id or "",
    )
    session.add(made)
    session.flush()
    _record(session, trace, "block.made", case, made)
    for tie in _ties(session, case, folded):
        ties.end_by_staff(session, trace, ring, case, tie, BLOCKED)
    contributors.end_of_address(session, trace, case.id, folded)
    _stop_invitations(session, case.person_id, folded)


def follow(session: Session, trace: Trace, old: str, new: str) -> None:
    """Keep somebody away under their new address from whom the old one was kept from.

    Else who is blocked would only have to change the address of their account.
    """
    folded = fold(new)
    standing = select(AccessBlock).where(
        AccessBlock.email_folded == fold(old), col(AccessBlock.lifted_at).is_(None)
    )
    for each in session.exec(standing).all():
        if is_blocked(session, each.person_id, folded):
            continue
        made = AccessBlock(
            person_id=each.person_id,
            email_folded=folded,
            reason=each.reason,
            made_by_id=each.made_by_id,
        )
        session.add(made)
        session.flush()
        _stop_invitations(session, each.person_id, folded)
        timeline.record(
            session,
            trace,
            "block.followed",
            of=("access_block", made.id),
            case_id=lines.newest_case(session, each.person_id),
            audience=EventAudience.STAFF,
        )


def lift(session: Session, trace: Trace, case: Case, block_id: str) -> None:
    """Let a block stand no longer; who lost access has to be invited anew. ``LookupError``."""
    found = session.get(AccessBlock, block_id, populate_existing=True, with_for_update=True)
    if found is None or found.person_id != case.person_id or found.lifted_at is not None:
        raise LookupError(block_id)
    found.lifted_at, found.lifted_by_id = clock.now(), trace.account_id
    session.flush()
    _record(session, trace, "block.lifted", case, found)


def _ties(session: Session, case: Case, folded: str) -> Iterable[Relationship]:
    return session.exec(
        select(Relationship)
        .join(Account, and_(Account.id == Relationship.account_id))
        .where(
            Account.email_folded == folded,
            Relationship.person_id == case.person_id,
            in_force(Relationship, clock.today()),
        )
    ).all()


def _stop_invitations(session: Session, person_id: str, folded: str) -> None:
    """Make waiting links dead. One that a family sent stays in their list: it tells nothing."""
    rows = session.exec(
        select(Invitation)
        .join(InvitationChild, and_(InvitationChild.invitation_id == Invitation.id), isouter=True)
        .where(
            Invitation.email_folded == folded,
            (col(Invitation.person_id) == person_id)
            | (col(InvitationChild.person_id) == person_id),
            col(Invitation.withdrawn_at).is_(None),
            col(Invitation.activated_at).is_(None),
            _may_still_open(),
        )
    ).all()
    for row in rows:
        if row.kind is InvitationKind.ADVOCATE:
            row.link_sent_at = None
        else:
            links.withdraw(session, row)


def _may_still_open() -> Any:
    is_advocate = col(Invitation.kind) == InvitationKind.ADVOCATE
    return ~(is_advocate & col(Invitation.used_at).is_not(None))


def _record(session: Session, trace: Trace, kind: str, case: Case, made: AccessBlock) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("access_block", made.id),
        case_id=case.id,
        audience=EventAudience.STAFF,
    )
