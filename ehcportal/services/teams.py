"""Teams: made, named, their people, and which team a case belongs to."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.staff import Team, TeamMembership
from ehcportal.queries.in_force import in_force
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


class NameTaken(Exception):
    """Another team has this name."""


def make(session: Session, trace: Trace, name: str) -> Team:
    """Make a team. Raises ``NameTaken``."""
    team = Team(name=name)
    _named(session, team, name)
    audit.change(session, trace, "team_made", of=("team", team.id))
    return team


def rename(session: Session, trace: Trace, team_id: str, name: str, *, version: int) -> None:
    """Give a team another name. Raises ``NameTaken`` or ``StaleDataError``."""
    team = session.get_one(Team, team_id, populate_existing=True, with_for_update=True)
    if team.version != version:
        raise StaleDataError("the team has changed")
    _named(session, team, name)
    audit.change(session, trace, "team_renamed", of=("team", team.id))


def _named(session: Session, team: Team, name: str) -> None:
    with session.no_autoflush:
        other = session.exec(select(Team).where(Team.name == name, Team.id != team.id)).first()
    if other is not None:
        raise NameTaken(name)
    team.name = name
    try:
        with session.begin_nested():
            session.add(team)
            session.flush()
    except IntegrityError:
        raise NameTaken(name) from None


def put_in(session: Session, trace: Trace, team_id: str, account_id: str) -> None:
    """Put somebody into a team from today; who is in it already stays as they are."""
    session.get_one(Team, team_id, with_for_update=True)
    if _membership(session, team_id, account_id) is not None:
        return
    session.add(TeamMembership(team_id=team_id, account_id=account_id, from_on=clock.today()))
    audit.change(session, trace, f"team_joined:{team_id}", of=("account", account_id))


def take_out(session: Session, trace: Trace, team_id: str, account_id: str) -> None:
    """Take somebody out of a team at once; twice changes nothing."""
    found = _membership(session, team_id, account_id)
    if found is not None:
        found.to_on = clock.today() - timedelta(days=1)
        audit.change(session, trace, f"team_left:{team_id}", of=("account", account_id))


def _membership(session: Session, team_id: str, account_id: str) -> TeamMembership | None:
    return session.exec(
        select(TeamMembership).where(
            TeamMembership.team_id == team_id,
            TeamMembership.account_id == account_id,
            in_force(TeamMembership, clock.today()),
        )
    ).first()


def give_case(
    session: Session, trace: Trace, case_id: str, team_id: str | None, *, version: int
) -> None:
    """Say which team a case belongs to; with none, every team works on it.

    Raises ``StaleDataError`` when the case is no longer the version that the person saw.
    """
    case = session.get_one(Case, case_id, populate_existing=True, with_for_update=True)
    if case.version != version:
        raise StaleDataError("the case has changed")
    if case.team_id == team_id:
        return
    case.team_id = team_id
    session.flush()
    timeline.record(
        session,
        trace,
        "team.changed",
        of=("case", case.id),
        case_id=case.id,
        audience=EventAudience.STAFF,
    )
