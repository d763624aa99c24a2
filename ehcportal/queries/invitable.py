"""Whom staff may invite to a child, and to which of the family's other children (row W01)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.invitation import Invitation, InvitationChild
from ehcportal.models.person import PersonName, Relationship
from ehcportal.policy import Action, Actor
from ehcportal.queries.blocks import is_blocked
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.standing import case_for


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another child of somebody who sees this one, whose open case the member of staff runs."""

    case_id: str
    person_id: str
    reference: str
    name: str


def siblings(session: Session, actor: Actor, person_id: str) -> list[Sibling]:
    """Return the children to whom those who see this child are tied as well."""
    today = clock.today()
    holders = select(Relationship.account_id).where(
        Relationship.person_id == person_id, in_force(Relationship, today)
    )
    others = select(Relationship.person_id).where(
        col(Relationship.account_id).in_(holders), in_force(Relationship, today)
    )
    rows = session.exec(
        select(Case, PersonName)
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(Case.person_id).in_(others),
            Case.person_id != person_id,
            col(Case.ended_on).is_(None),
        )
        .order_by(col(PersonName.folded), col(Case.id))
    )
    return [
        Sibling(case.id, case.person_id, case.reference, f"{name.forename} {name.surname}")
        for case, name in rows
        if case_for(session, actor, case.id, Action.RUN_CASE) is not None
    ]


def by_reference(session: Session, actor: Actor, reference: str) -> Case | None:
    """Return an open case by what people quote, if the member of staff runs it."""
    found = session.exec(
        select(Case).where(
            Case.reference == reference.strip().upper(), col(Case.ended_on).is_(None)
        )
    ).first()
    if found is None or case_for(session, actor, found.id, Action.RUN_CASE) is None:
        return None
    return found


class Hindrance(StrEnum):
    """Why an address is not invited to a child just so."""

    BLOCKED = "blocked"
    SEES_ALREADY = "sees_already"
    INVITED_ALREADY = "invited_already"
    ENDED_BEFORE = "ended_before"
    """They saw this child's case once: whoever opens it again says that it is meant."""


def hindrance(session: Session, email_folded: str, person_id: str) -> Hindrance | None:
    """Return what stands in the way of inviting this address to a child."""
    if is_blocked(session, person_id, email_folded):
        return Hindrance.BLOCKED
    account_id = session.exec(
        select(Account.id).where(Account.email_folded == email_folded)
    ).first()
    ties = _ties(session, account_id, person_id) if account_id else []
    today = clock.today()
    if any(tie.to_on is None or tie.to_on >= today for tie in ties):
        return Hindrance.SEES_ALREADY
    if _is_invited(session, email_folded, person_id):
        return Hindrance.INVITED_ALREADY
    return Hindrance.ENDED_BEFORE if ties else None


def ended_on(session: Session, account_id: str, person_id: str) -> date | None:
    """Return the last day of an earlier tie that has ended, if there is one."""
    today = clock.today()
    days = [
        tie.to_on
        for tie in _ties(session, account_id, person_id)
        if tie.to_on is not None and tie.to_on < today
    ]
    return max(days, default=None)


def _ties(session: Session, account_id: str, person_id: str) -> list[Relationship]:
    query = select(Relationship).where(
        Relationship.account_id == account_id, Relationship.person_id == person_id
    )
    return list(session.exec(query))


def _is_invited(session: Session, email_folded: str, person_id: str) -> bool:
    found = session.exec(
        select(Invitation.id)
        .join(InvitationChild, and_(InvitationChild.invitation_id == Invitation.id))
        .where(
            Invitation.email_folded == email_folded,
            InvitationChild.person_id == person_id,
            col(Invitation.activated_at).is_(None),
            col(Invitation.refused_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
    ).first()
    return found is not None
