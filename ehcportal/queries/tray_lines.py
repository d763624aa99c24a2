"""The lines of the work tray: who each case is about, and what stands beside its next date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.desk import NO_DATE, CaseStanding, WaitingFor
from ehcportal.models.person import PersonName
from ehcportal.models.setting import Setting
from ehcportal.models.staff import Team, TeamMembership
from ehcportal.queries import tray
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.tray import Asked, Order, Place, When


@dataclass(frozen=True, slots=True)
class TrayLine:
    """A case in the tray."""

    case_id: str
    reference: str
    child: str
    stage: str
    setting_id: str | None
    setting: str
    coordinator_id: str | None
    coordinator: str
    place: Place

    @property
    def duty(self) -> str | None:
        """What is due next."""
        return self.place.duty

    @property
    def due_on(self) -> date | None:
        """By when, if anything is."""
        return self.place.due_on if self.place.due_on < NO_DATE else None

    @property
    def waiting_for(self) -> WaitingFor | None:
        """Who has to act."""
        return self.place.waiting_for

    def days_left(self, today: date) -> int:
        """Return the days until the last day; negative when it has passed."""
        return (self.place.due_on - today).days

    def when(self, today: date) -> When:
        """Return the part of time it stands under."""
        if self.due_on is None:
            return When.NO_DATE
        days = self.days_left(today)
        if days <= 0:
            return When.TODAY if days == 0 else When.OVERDUE
        return When.WEEK if days <= tray.WEEK.days else When.LATER


def listed(session: Session, asked: Asked, after: Cursor | None) -> Listed[TrayLine]:
    """Return a page of the tray, in two statements."""
    page = cut(tray.places(session, asked, after), tray.PAGE, lambda last: _cursor(asked, last))
    return Listed(_lines(session, page.rows), page.next)


def _cursor(asked: Asked, last: Place) -> Cursor:
    return Cursor(last.key(asked.order), last.case_id)


def _lines(session: Session, places: Sequence[Place]) -> list[TrayLine]:
    known = {line.case_id: line for line in of_cases(session, places)}
    return [known[each.case_id] for each in places if each.case_id in known]


def of_cases(session: Session, places: Sequence[Place]) -> Iterator[TrayLine]:
    """Yield a line for each of these places, in no order, in one statement."""
    by_id = {each.case_id: each for each in places}
    if not by_id:
        return
    rows: Any = session.connection().execute(_heads(), {"cases": list(by_id)})
    for row in rows.all():
        coordinator = _name(row.forename, row.surname)
        yield TrayLine(*(*row[:7], coordinator, by_id[row.case_id]))


def _name(forename: str | None, surname: str | None) -> str:
    return f"{forename} {surname}" if forename else ""


@cache
def _heads() -> Any:
    """Return the statement; it is built once, which costs more than to run it."""
    name = col(PersonName.surname) + ", " + col(PersonName.forename)
    return (
        sa.select(
            col(CaseStanding.case_id),
            col(Case.reference),
            name,
            col(CaseStanding.stage),
            col(CaseStanding.setting_id),
            sa.func.coalesce(col(Setting.name), ""),
            col(CaseStanding.coordinator_id),
            col(Account.forename),
            col(Account.surname),
        )
        .join(Case, col(Case.id) == CaseStanding.case_id)
        .join(PersonName, is_current_name(Case.person_id))
        .join(Setting, col(Setting.id) == CaseStanding.setting_id, isouter=True)
        .join(Account, col(Account.id) == CaseStanding.coordinator_id, isouter=True)
        .where(col(CaseStanding.case_id).in_(sa.bindparam("cases", expanding=True)))
    )


def grouped(
    lines: Sequence[TrayLine], order: Order, today: date
) -> list[tuple[When, list[TrayLine]]]:
    """Return the lines under the part of time they stand in; in another order they stand in one."""
    if order is not Order.DUE:
        return [(When.ANY, list(lines))]
    return [(when, list(some)) for when, some in groupby(lines, key=lambda each: each.when(today))]


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team; ``is_mine`` says whether the person works in it today."""

    id: str
    name: str
    is_mine: bool


def teams(session: Session, account_id: str) -> list[TeamName]:
    """Return every team by name, in one statement."""
    given = {"who": account_id, "today": clock.today()}
    return [TeamName(*row) for row in session.connection().execute(_teams(), given)]


@cache
def _teams() -> Any:
    mine = sa.exists().where(
        col(TeamMembership.team_id) == Team.id,
        col(TeamMembership.account_id) == sa.bindparam("who"),
        in_force(TeamMembership, sa.bindparam("today", type_=sa.Date())),
    )
    return sa.select(col(Team.id), col(Team.name), mine).order_by(col(Team.name))


def of_chosen(session: Session, case_ids: Sequence[str]) -> list[TrayLine]:
    """Return lines for chosen cases, by name, for pages that act on several."""
    wanted = sa.select(
        col(CaseStanding.case_id),
        col(CaseStanding.ranks_on),
        col(CaseStanding.folded),
        col(CaseStanding.next_duty),
        col(CaseStanding.waiting_for),
        col(CaseStanding.excused),
    ).where(col(CaseStanding.case_id).in_(case_ids))
    places = [Place(*row) for row in session.connection().execute(wanted)]
    return sorted(of_cases(session, places), key=lambda each: (each.place.folded, each.case_id))
