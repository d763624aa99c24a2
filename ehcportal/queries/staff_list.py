"""The council's people as an administrator sees them: who works here, who is invited, who left."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account, Factor, FactorKind, OutsideLogin
from ehcportal.models.staff import StaffMember, StaffRole, Team, TeamMembership
from ehcportal.queries.in_force import in_force
from ehcportal.queries.paging import Cursor, Listed, cut

PAGE = 25


class Who(StrEnum):
    """Which of the council's people a list shows."""

    HERE = "here"
    INVITED = "invited"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in the list."""

    account_id: str
    name: str
    email: str
    role: StaffRole
    job_title: str | None
    has_app: bool
    by_sign_on: bool
    """Whether they are known at the council's own sign-on."""
    last_signed_in_at: datetime | None
    left_on: date | None
    key: str
    teams: tuple[str, ...] = ()


def listed(session: Session, who: Who, words: str, after: Cursor | None) -> Listed[Line]:
    """Return a page of those who work here or have left, by surname, in two statements."""
    post = StaffMember if who is Who.HERE else _last_post()
    key = sa.func.lower(col(Account.surname) + " " + col(Account.forename))
    query = (
        sa.select(Account, post, key, has_app(), has_sign_on())
        .join(post, and_(post.account_id == Account.id))
        .where(*_conditions(who, words))
        .order_by(key, col(Account.id))
        .limit(PAGE + 1)
    )
    if who is Who.HERE:
        query = query.where(in_force(StaffMember, clock.today()))
    if after is not None:
        query = query.where(sa.tuple_(key, col(Account.id)) > (after.key, after.id))
    rows = session.execute(query).all()
    teams = team_names(session, [row[0].id for row in rows]) if who is Who.HERE else {}
    found = [_line(row, teams, has_left=who is Who.LEFT) for row in rows]
    return cut(found, PAGE, lambda last: Cursor(last.key, last.account_id))


def _last_post() -> Any:
    """Return the newest role that each person had, as an entity to join."""
    newest = (
        sa.select(
            StaffMember,
            sa.func.row_number()
            .over(
                partition_by=col(StaffMember.account_id),
                order_by=(col(StaffMember.to_on).desc(), col(StaffMember.created_at).desc()),
            )
            .label("place"),
        )
    ).subquery()
    first = sa.select(newest).where(newest.c.place == 1).subquery()
    return aliased(StaffMember, first)


def _conditions(who: Who, words: str) -> list[Any]:
    conditions: list[Any] = []
    if who is Who.LEFT:
        works = sa.exists().where(
            col(StaffMember.account_id) == Account.id, in_force(StaffMember, clock.today())
        )
        conditions.append(~works)
    if words.strip():
        typed = words.strip().lower()
        full = col(Account.forename) + " " + col(Account.surname)
        places = (full, col(Account.surname), col(Account.email_folded))
        conditions.append(
            sa.or_(*(sa.func.lower(place).contains(typed, autoescape=True) for place in places))
        )
    return conditions


def has_app() -> sa.Exists:
    """Whether the account's authenticator app counts."""
    return sa.exists().where(
        col(Factor.account_id) == Account.id,
        col(Factor.kind) == FactorKind.APP,
        col(Factor.confirmed_at).is_not(None),
        col(Factor.removed_at).is_(None),
    )


def has_sign_on() -> sa.Exists:
    """Whether the account is known at the council's own sign-on."""
    return sa.exists().where(
        col(OutsideLogin.account_id) == Account.id, col(OutsideLogin.unlinked_at).is_(None)
    )


def _line(row: Any, teams: dict[str, tuple[str, ...]], *, has_left: bool) -> Line:
    account, post, key, app_counts, by_sign_on = row
    return Line(
        account_id=account.id,
        name=f"{account.surname}, {account.forename}",
        email=account.email,
        role=post.role,
        job_title=post.job_title,
        has_app=app_counts,
        by_sign_on=by_sign_on,
        last_signed_in_at=account.last_signed_in_at,
        left_on=post.to_on if has_left else None,
        key=key,
        teams=teams.get(account.id, ()),
    )


def team_names(session: Session, account_ids: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the names of the teams that each of these accounts works in today."""
    rows = session.execute(
        sa.select(col(TeamMembership.account_id), col(Team.name))
        .join(Team, and_(Team.id == TeamMembership.team_id))
        .where(
            col(TeamMembership.account_id).in_(account_ids),
            in_force(TeamMembership, clock.today()),
        )
        .order_by(col(Team.name))
    ).all()
    found: dict[str, tuple[str, ...]] = {}
    for account_id, name in rows:
        found[account_id] = (*found.get(account_id, ()), name)
    return found
