"""What waits for a second member of staff, and who can sign it off (form 23)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.assessment import PreparedDecision
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import PersonName
from ehcportal.models.sign_off import SignOff
from ehcportal.models.staff import StaffMember, StaffRole, TeamMembership
from ehcportal.queries.in_force import in_force, is_current_name

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a second person. ``what`` is a kind of decision, or of sign-off."""

    case_id: str
    child: str
    what: str
    asked_by_id: str
    asked_by: str
    asked_at: datetime


def signers(session: Session, case_id: str, but_not: str) -> list[str]:
    """Return who decides in a case besides one person: those tied to it, and who leads its team.

    Where none of them is left, everybody who leads.
    """
    near = list(session.exec(_deciding(but_not).where(_tied(case_id) | _leads_team(case_id))))
    if near:
        return near
    return list(session.exec(_deciding(but_not).where(StaffMember.role == StaffRole.MANAGER)))


def _deciding(but_not: str) -> Any:
    return (
        select(Account.id)
        .join(StaffMember, col(StaffMember.account_id) == Account.id)
        .where(
            Account.id != but_not,
            Account.state == AccountState.ACTIVE,
            col(StaffMember.role).in_((StaffRole.CASEWORKER, StaffRole.MANAGER)),
            in_force(StaffMember, clock.today()),
        )
        .order_by(col(Account.id))
        .distinct()
    )


def _tied(case_id: Any) -> Any:
    return sa.exists().where(
        col(CaseAssignment.case_id) == case_id,
        col(CaseAssignment.account_id) == Account.id,
        col(CaseAssignment.to_at).is_(None),
    )


def _leads_team(case_id: Any) -> Any:
    return (col(StaffMember.role) == StaffRole.MANAGER) & sa.exists().where(
        col(CaseStanding.case_id) == case_id,
        col(CaseStanding.team_id) == TeamMembership.team_id,
        col(TeamMembership.account_id) == Account.id,
        in_force(TeamMembership, clock.today()),
    )


def waiting_for(session: Session, account_id: str, *, leads: bool) -> list[Waiting]:
    """Return what somebody can sign off, the oldest first, in one statement: nothing of their own.

    Who leads decides in every case; others in those they are tied to and those of their team.
    """
    every = _every().subquery()
    wanted: list[Any] = [every.c.asked_by_id != account_id]
    if not leads:
        mine = sa.select(col(CaseAssignment.case_id)).where(
            col(CaseAssignment.account_id) == account_id, col(CaseAssignment.to_at).is_(None)
        )
        ours = (
            sa.select(col(CaseStanding.case_id))
            .join(TeamMembership, col(TeamMembership.team_id) == CaseStanding.team_id)
            .where(
                col(TeamMembership.account_id) == account_id,
                in_force(TeamMembership, clock.today()),
            )
        )
        wanted.append(every.c.case_id.in_(sa.union(mine, ours)))
    return _read(session, every, wanted)


def of_case(session: Session, case_id: str) -> list[Waiting]:
    """Return what waits in a case, in one statement."""
    every = _every().subquery()
    return _read(session, every, [every.c.case_id == case_id])


def _every() -> Any:
    prepared, asked = PreparedDecision, SignOff
    return sa.union_all(
        sa.select(
            col(prepared.case_id).label("case_id"),
            sa.cast(col(prepared.kind), sa.String(40)).label("what"),
            col(prepared.prepared_by_id).label("asked_by_id"),
            col(prepared.asked_sign_off_at).label("asked_at"),
        ).where(col(prepared.closed_at).is_(None), col(prepared.asked_sign_off_at).is_not(None)),
        sa.select(
            col(asked.case_id),
            sa.cast(col(asked.about), sa.String(40)),
            col(asked.asked_by_id),
            col(asked.asked_at),
        ).where(col(asked.closed_at).is_(None)),
    )


def _read(session: Session, every: Any, wanted: list[Any]) -> list[Waiting]:
    rows = session.connection().execute(
        sa.select(
            every.c.case_id,
            col(PersonName.forename) + " " + col(PersonName.surname),
            every.c.what,
            every.c.asked_by_id,
            col(Account.forename) + " " + col(Account.surname),
            every.c.asked_at,
        )
        .join(Case, col(Case.id) == every.c.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .join(Account, col(Account.id) == every.c.asked_by_id)
        .where(*wanted)
        .order_by(every.c.asked_at, every.c.case_id)
        .limit(MOST)
    )
    return [Waiting(*row) for row in rows]
