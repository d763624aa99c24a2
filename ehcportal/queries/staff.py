"""People of the council who may coordinate a case."""

from dataclasses import dataclass

from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.account import Account, AccountState
from ehcportal.models.staff import StaffMember
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
    today = clock.today()
    rows = session.exec(
        select(Account, StaffMember.job_title)
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .where(
            col(StaffMember.role).in_(CASE_STAFF),
            in_force(StaffMember, today),
            Account.state == AccountState.ACTIVE,
        )
        .order_by(col(Account.surname), col(Account.forename))
    )
    return [Colleague(account.id, account.name, title) for account, title in rows]
