"""People of the council by what they do: who may coordinate a case, who leads."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.staff import StaffMember, StaffRole
from ehcportal.policy.rules import CASE_STAFF
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works on cases."""

    account_id: str
    name: str
    job_title: str | None


def case_staff(session: Session) -> list[Colleague]:
    """Return everybody who works on cases today, by surname."""
    rows = session.connection().execute(_case_staff(), {"today": clock.today()})
    return [
        Colleague(row.id, f"{row.forename} {row.surname}".strip(), row.job_title) for row in rows
    ]


@cache
def _case_staff() -> Any:
    """Return the statement; it is built once."""
    today: Any = sa.bindparam("today", type_=sa.Date())
    return (
        sa.select(
            col(Account.id),
            col(Account.forename),
            col(Account.surname),
            col(StaffMember.job_title),
        )
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .where(
            col(StaffMember.role).in_(CASE_STAFF),
            in_force(StaffMember, today),
            col(Account.state) == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.forename))
    )


def ever(session: Session, account_ids: Collection[str]) -> set[str]:
    """Return those of the accounts that work for the council or did."""
    query = select(StaffMember.account_id).where(col(StaffMember.account_id).in_(account_ids))
    return set(session.exec(query).all())


def managers(session: Session) -> list[Account]:
    """Return the accounts of everybody who leads the work on cases today."""
    return list(
        session.exec(
            select(Account)
            .join(StaffMember, and_(StaffMember.account_id == Account.id))
            .where(
                StaffMember.role == StaffRole.MANAGER,
                in_force(StaffMember, clock.today()),
                Account.state == AccountState.ACTIVE,
            )
            .order_by(col(Account.id))
        )
    )
