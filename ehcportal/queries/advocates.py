"""Whom one of the family has asked in: who sees the case by that, and who has not answered yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationKind
from ehcportal.models.person import Relationship, RelationshipKind, View
from ehcportal.queries.in_force import in_force
from ehcportal.queries.ties import HELPERS


def given_by(inviter_id: str, person_id: str) -> tuple[Any, ...]:
    """Return the conditions on ``Relationship`` of advocates that one of the family asked in."""
    return (
        col(Relationship.invited_by_id) == inviter_id,
        col(Relationship.person_id) == person_id,
        col(Relationship.kind).in_(HELPERS),
        in_force(Relationship, clock.today()),
    )


def waiting_of(inviter_id: str, person_id: str) -> Any:
    """Return the select of invitations of one of the family that nobody has taken yet."""
    return select(Invitation).where(
        Invitation.kind == InvitationKind.ADVOCATE,
        Invitation.created_by_id == inviter_id,
        Invitation.person_id == person_id,
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
    )


@dataclass(frozen=True, slots=True)
class Invited:
    """An advocate or supporter that the reader has asked in and who may see the case."""

    tie_id: str
    account_id: str
    name: str
    kind: RelationshipKind
    view: View
    until: date | None


def invited(session: Session, inviter_id: str, person_id: str) -> list[Invited]:
    """Return who sees the case by an invitation of this account, in one statement."""
    rows = session.exec(
        select(Relationship, Account)
        .join(Account, and_(Account.id == Relationship.account_id))
        .where(*given_by(inviter_id, person_id))
        .order_by(col(Account.surname), col(Account.forename))
    )
    return [
        Invited(tie.id, tie.account_id, who.name, tie.kind, tie.view, tie.to_on)
        for tie, who in rows
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that was not accepted yet. Whether it could be sent is not for the family."""

    id: str
    email: str
    kind: RelationshipKind
    view: View
    expires_at: datetime
    is_over: bool


def waiting(session: Session, inviter_id: str, person_id: str) -> list[Waiting]:
    """Return the invitations of this account that nobody has taken, in one statement."""
    rows = session.exec(
        waiting_of(inviter_id, person_id).order_by(col(Invitation.created_at).desc())
    )
    now = clock.now()
    return [
        Waiting(
            row.id,
            row.email,
            row.relationship_kind or RelationshipKind.SUPPORTER,
            row.view,
            row.expires_at,
            row.expires_at <= now,
        )
        for row in rows
    ]
