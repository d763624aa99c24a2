"""Who answers a family: whom a thread was handed to, the coordinator or, when away, their cover."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account, AccountState
from ehcportal.models.case import CaseAssignment, CasePart
from ehcportal.models.staff import StaffMember
from ehcportal.queries.in_force import in_force


@dataclass(frozen=True, slots=True)
class Answerer:
    """Somebody of the council who answers."""

    account_id: str
    name: str
    instead_of: str = ""
    """Whom they stand in for while that person is away."""
    away_until: date | None = None
    """The last day on which they are away themselves, or the person whom they stand in for."""
    is_away: bool = False
    """Whether they are away themselves and nobody stands in: those who lead must know."""


def is_away(post: StaffMember, today: date) -> bool:
    """Whether somebody said that they are away on a day; the last day still counts."""
    has_begun = post.away_from is not None and post.away_from <= today
    return has_begun and (post.away_to is None or post.away_to >= today)


def answerer(
    session: Session, case_id: str, today: date, handled_by_id: str | None = None
) -> Answerer | None:
    """Return who answers in a case today, in one statement; None while nobody is named."""
    found = _people(session, case_id, today, handled_by_id)
    for part in (None, CasePart.COORDINATOR, CasePart.COVER):
        if part in found and not is_away(found[part][1], today):
            return _instead(found, part, today)
    named = next((found[part] for part in (None, *CasePart) if part in found), None)
    if named is None:
        return None
    return Answerer(named[0].id, named[0].name, away_until=named[1].away_to, is_away=True)


Found = dict[CasePart | None, tuple[Account, StaffMember]]


def _instead(found: Found, part: CasePart | None, today: date) -> Answerer:
    account, _post = found[part]
    if part is not CasePart.COVER or CasePart.COORDINATOR not in found:
        return Answerer(account.id, account.name)
    who, post = found[CasePart.COORDINATOR]
    return Answerer(account.id, account.name, instead_of=who.name, away_until=post.away_to)


def _named(case_id: str, handled_by_id: str | None) -> Any:
    """Select whoever has a part in a case today, and whom its thread was handed to."""
    parts = sa.select(col(CaseAssignment.account_id)).where(
        col(CaseAssignment.case_id) == case_id, col(CaseAssignment.to_at).is_(None)
    )
    return sa.union(parts, sa.select(sa.literal(handled_by_id, sa.String())))


def _people(session: Session, case_id: str, today: date, handled_by_id: str | None) -> Found:
    """Return who works here today: by part, and without one whom the thread was handed to."""
    rows = session.exec(
        select(CaseAssignment.part, Account, StaffMember)
        .select_from(Account)
        .join(StaffMember, and_(StaffMember.account_id == Account.id))
        .join(
            CaseAssignment,
            and_(
                CaseAssignment.account_id == Account.id,
                CaseAssignment.case_id == case_id,
                col(CaseAssignment.to_at).is_(None),
            ),
            isouter=True,
        )
        .where(
            in_force(StaffMember, today),
            Account.state == AccountState.ACTIVE,
            col(Account.id).in_(_named(case_id, handled_by_id)),
        )
    ).all()
    found: Found = {}
    for part, account, post in rows:
        key = None if account.id == handled_by_id else CasePart(part)
        found[key] = (account, post)
    return found
