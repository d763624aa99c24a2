"""The council's teams, their people of today, and how many cases are theirs."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.staff import StaffMember, StaffRole, Team, TeamMembership
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in the list."""

    id: str
    name: str
    people: int
    cases: int


def listed(session: Session) -> list[TeamLine]:
    """Return every team by name, with its people of today and its open cases."""
    people = (
        sa.select(sa.func.count())
        .select_from(TeamMembership)
        .where(col(TeamMembership.team_id) == Team.id, in_force(TeamMembership, clock.today()))
        .scalar_subquery()
    )
    cases = (
        sa.select(sa.func.count())
        .select_from(Case)
        .where(col(Case.team_id) == Team.id, col(Case.ended_on).is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(col(Team.id), col(Team.name), people, cases).order_by(col(Team.name))
    ).all()
    return [TeamLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody who works in a team today."""

    account_id: str
    name: str
    role: StaffRole
    job_title: str | None


def people(session: Session, team_id: str) -> list[TeamMember]:
    """Return who works in a team today, by surname."""
    today = clock.today()
    rows = session.execute(
        sa.select(Account, StaffMember)
        .join(TeamMembership, and_(TeamMembership.account_id == Account.id))
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .where(
            col(TeamMembership.team_id) == team_id,
            in_force(TeamMembership, today),
            in_force(StaffMember, today),
        )
        .order_by(col(Account.surname), col(Account.forename), col(Account.id))
    ).all()
    return [
        TeamMember(account.id, account.name, post.role, post.job_title) for account, post in rows
    ]


def team_of(session: Session, case_id: str) -> str:
    """Return the id of the team that a case belongs to, or nothing."""
    return session.exec(select(Case.team_id).where(Case.id == case_id)).one() or ""
