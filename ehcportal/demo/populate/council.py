"""The settings, services, teams and staff that all synthetic cases share."""

import random
from dataclasses import dataclass, replace

from sqlmodel import Session

from ehcportal import clock
from ehcportal.demo.populate.rows import Rows
from ehcportal.demo.populate.words import (
    FORENAMES,
    PLACES,
    SCHOOL_KINDS,
    SERVICES,
    SURNAME_BEGINNINGS,
    SURNAME_ENDINGS,
    TEAMS,
)
from ehcportal.domain.names import fold
from ehcportal.models.account import Account, AccountState
from ehcportal.models.case import Counter
from ehcportal.models.setting import Service, Setting
from ehcportal.models.staff import StaffMember, StaffRole, Team, TeamMembership

MARK = "populated"
"""Name of the counter row that says this database holds synthetic cases."""

SETTINGS = 36
IN_A_TEAM = 8
CASELOAD = 200
"""A council with more cases has more caseworkers: about so many cases each."""

FIRST_URN = 900001


@dataclass(frozen=True, slots=True)
class Council:
    """The ids of what cases share: teams with their caseworkers, settings by name, services."""

    manager_id: str
    teams: tuple[tuple[str, tuple[str, ...]], ...]
    settings: tuple[tuple[str, str], ...]
    services: tuple[str, ...]


def found(session: Session, number: int = 0) -> Council:
    """Return what the synthetic case of this number shares; it is made the first time."""
    rows = Rows(random.Random(MARK))  # noqa: S311 - dice for inventions, no secret
    council = _made(rows)
    _keep(session, rows, 0)
    for crew in range(1, number // (CASELOAD * IN_A_TEAM * len(TEAMS)) + 1):
        rows = Rows(random.Random(f"{MARK}-{crew}"))  # noqa: S311
        teams = (
            (each, _workers(rows, at, each, crew)) for at, (each, _) in enumerate(council.teams)
        )
        council = replace(council, teams=tuple(teams))
        _keep(session, rows, crew)
    return council


def _keep(session: Session, rows: Rows, crew: int) -> None:
    mark = session.get(Counter, MARK) or Counter(name=MARK, last=0)
    if mark.last <= crew:
        mark.last = crew + 1
        session.add(mark)
        session.flush()
        rows.write(session)


def name(rng: random.Random) -> tuple[str, str]:
    """Return an invented forename and surname."""
    surname = rng.choice(SURNAME_BEGINNINGS) + rng.choice(SURNAME_ENDINGS)
    return rng.choice(FORENAMES), surname


def account(rows: Rows, email: str, **given: object) -> str:
    """Add an account that nobody can sign in to, for it has no password; return its id."""
    forename, surname = name(rows.rng)
    return rows.add(
        Account,
        clock.today(),
        email=email,
        email_folded=email,
        state=AccountState.ACTIVE,
        forename=forename,
        surname=surname,
        town=rows.rng.choice(PLACES),
        **given,
    )


def _made(rows: Rows) -> Council:
    manager_id = _staff(rows, "manager", StaffRole.MANAGER)
    services = tuple(rows.add(Service, clock.today(), name=each) for each in SERVICES)
    settings = tuple(_setting(rows, number) for number in range(SETTINGS))
    teams = tuple(_team(rows, number, each) for number, each in enumerate(TEAMS))
    return Council(manager_id, teams, settings, services)


def _staff(rows: Rows, called: str, role: StaffRole) -> str:
    today = clock.today()
    account_id = account(rows, f"{called}@populated.example")
    rows.add(StaffMember, today, account_id=account_id, role=role, from_on=today)
    return account_id


def _setting(rows: Rows, number: int) -> tuple[str, str]:
    ending, kind = SCHOOL_KINDS[number % len(SCHOOL_KINDS)]
    called = f"{name(rows.rng)[1]} {ending}"
    setting_id = rows.add(
        Setting,
        clock.today(),
        urn=str(FIRST_URN + number),
        name=called,
        name_folded=fold(called),
        kind=kind,
        town=rows.rng.choice(PLACES),
    )
    return setting_id, called


def _team(rows: Rows, number: int, called: str) -> tuple[str, tuple[str, ...]]:
    today = clock.today()
    team_id = rows.add(Team, today, name=f"{called} (synthetic)")
    return team_id, _workers(rows, number, team_id, 0)


def _workers(rows: Rows, number: int, team_id: str, crew: int) -> tuple[str, ...]:
    today, first = clock.today(), crew * IN_A_TEAM
    workers = tuple(
        _staff(rows, f"caseworker.{number}.{each}", StaffRole.CASEWORKER)
        for each in range(first, first + IN_A_TEAM)
    )
    for worker in workers:
        rows.add(TeamMembership, today, team_id=team_id, account_id=worker, from_on=today)
    return workers
