"""Where each invitation stands, worked out from its moments (guide rows W01 to W05, D01)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, and_, col, select, union

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.invitation import Invitation, InvitationChild
from ehcportal.models.person import PersonName
from ehcportal.queries.in_force import is_current_name
from ehcportal.security.codes import TRIES


class Stands(StrEnum):
    """Where an invitation stands."""

    CODE_SENT = "code_sent"
    CODE_DEAD = "code_dead"
    """The code was tried five times: only a new one helps."""
    LINK_SENT = "link_sent"
    LAPSED = "lapsed"
    """Nothing was done with it for 14 days."""
    ACCEPTED = "accepted"
    """The link was taken; Yes or No for each child is still to come."""
    ANSWERED = "answered"
    """Staff activate or refuse."""
    DECLINED = "declined"
    """The person said No to every child."""
    ACTIVE = "active"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = frozenset(Stands) - {Stands.ACTIVE, Stands.REFUSED, Stands.WITHDRAWN}
"""Can still be withdrawn."""

UNTAKEN = frozenset({Stands.CODE_SENT, Stands.CODE_DEAD, Stands.LINK_SENT, Stands.LAPSED})
"""Can be sent again: what was sent before has not been used."""


@dataclass(frozen=True, slots=True)
class InvitedChild:
    """A child of an invitation, with the answer of who was invited."""

    id: str
    person_id: str
    forename: str
    surname: str
    accepted: bool | None

    @property
    def name(self) -> str:
        """The name as staff read it."""
        return f"{self.forename} {self.surname}"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with where it stands, its children, and who did what."""

    row: Invitation
    stands: Stands
    children: tuple[InvitedChild, ...]
    invited_by: str = ""
    verified_by: str = ""
    activated_by: str = ""

    @property
    def name(self) -> str:
        """Whom staff invited, as they wrote it."""
        return f"{self.row.forename} {self.row.surname}".strip() or self.row.email

    @property
    def said_yes(self) -> tuple[InvitedChild, ...]:
        """The children whom the person wants to follow."""
        return tuple(child for child in self.children if child.accepted)


def stands(row: Invitation, children: Iterable[InvitedChild | InvitationChild] = ()) -> Stands:
    """Say where an invitation stands now."""
    over = {
        Stands.WITHDRAWN: row.withdrawn_at,
        Stands.REFUSED: row.refused_at,
        Stands.ACTIVE: row.activated_at,
    }
    for state, at in over.items():
        if at is not None:
            return state
    if row.answered_at is not None:
        has_yes = any(child.accepted for child in children)
        return Stands.ANSWERED if has_yes else Stands.DECLINED
    if row.used_at is not None:
        return Stands.ACCEPTED
    return _untaken(row)


def _untaken(row: Invitation) -> Stands:
    if row.expires_at <= clock.now():
        return Stands.LAPSED
    if row.link_sent_at is not None:
        return Stands.LINK_SENT
    return Stands.CODE_DEAD if row.code_tries >= TRIES else Stands.CODE_SENT


def of_child(session: Session, person_id: str, case_id: str) -> list[Invited]:
    """Return every invitation that is about a child, the newest first."""
    found = union(
        select(InvitationChild.invitation_id).where(InvitationChild.person_id == person_id),
        select(Invitation.id).where(Invitation.person_id == person_id),
        select(Invitation.id).where(Invitation.case_id == case_id),
    )
    rows = session.exec(
        select(Invitation)
        .where(col(Invitation.id).in_(found))
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id))
    ).all()
    return _told(session, rows)


def about_child(session: Session, person_id: str, invitation_id: str) -> Invited | None:
    """Return a family's invitation if it is about this child."""
    row = session.exec(
        select(Invitation)
        .join(InvitationChild, and_(InvitationChild.invitation_id == Invitation.id))
        .where(Invitation.id == invitation_id, InvitationChild.person_id == person_id)
    ).first()
    return _told(session, [row])[0] if row is not None else None


def own(session: Session, account_id: str) -> list[Invited]:
    """Return the invitations that an account has taken and staff have checked (row W04)."""
    rows = session.exec(
        select(Invitation)
        .where(
            Invitation.used_by_id == account_id,
            col(Invitation.checks_identity).is_(True),
            col(Invitation.withdrawn_at).is_(None),
        )
        .order_by(col(Invitation.used_at).desc(), col(Invitation.id))
    ).all()
    return _told(session, rows)


def _told(session: Session, rows: Iterable[Invitation]) -> list[Invited]:
    found = list(rows)
    children = _children(session, [row.id for row in found])
    names = _names(session, found)
    return [
        Invited(
            row=row,
            stands=stands(row, children.get(row.id, ())),
            children=tuple(children.get(row.id, ())),
            invited_by=names.get(row.created_by_id or "", ""),
            verified_by=names.get(row.verified_by_id or "", ""),
            activated_by=names.get(row.activated_by_id or "", ""),
        )
        for row in found
    ]


def _children(session: Session, ids: list[str]) -> dict[str, list[InvitedChild]]:
    rows = session.exec(
        select(InvitationChild, PersonName)
        .join(PersonName, is_current_name(InvitationChild.person_id))
        .where(col(InvitationChild.invitation_id).in_(ids))
        .order_by(col(PersonName.folded), col(InvitationChild.id))
    )
    found: dict[str, list[InvitedChild]] = {}
    for child, name in rows:
        line = InvitedChild(child.id, child.person_id, name.forename, name.surname, child.accepted)
        found.setdefault(child.invitation_id, []).append(line)
    return found


def _names(session: Session, rows: list[Invitation]) -> dict[str, str]:
    ids = {each for row in rows for each in _staff_of(row) if each is not None}
    found: Any = session.exec(select(Account).where(col(Account.id).in_(ids)))
    return {account.id: account.name for account in found}


def _staff_of(row: Invitation) -> tuple[str | None, ...]:
    return row.created_by_id, row.verified_by_id, row.activated_by_id


def latest_moment(row: Invitation) -> datetime:
    """Return when something was last done about an invitation."""
    moments = (
        row.created_at, row.verified_at, row.link_sent_at, row.used_at, row.answered_at,
        row.activated_at, row.refused_at, row.withdrawn_at,
    )  # fmt: skip
    return max(moment for moment in moments if moment is not None)
