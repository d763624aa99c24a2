"""Addresses that may not be let near a child: for staff alone (nouns: who can be hidden)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, select

from ehcportal.models.access import AccessBlock
from ehcportal.models.account import Account


@dataclass(frozen=True, slots=True)
class Blocked:
    """An address that is blocked for a child, with who blocked it and why."""

    id: str
    email: str
    reason: str
    by: str
    made_at: datetime


def is_blocked(session: Session, person_id: str, email_folded: str) -> bool:
    """Whether an address, as accounts are found by, is blocked for a child now."""
    found = session.exec(
        select(AccessBlock.id).where(
            AccessBlock.person_id == person_id,
            AccessBlock.email_folded == email_folded,
            col(AccessBlock.lifted_at).is_(None),
        )
    ).first()
    return found is not None


def blocked(session: Session, person_id: str) -> list[Blocked]:
    """Return the blocks that stand for a child, the newest first, in one statement."""
    rows = session.exec(
        select(AccessBlock, Account)
        .join(Account, and_(Account.id == AccessBlock.made_by_id))
        .where(AccessBlock.person_id == person_id, col(AccessBlock.lifted_at).is_(None))
        .order_by(col(AccessBlock.made_at).desc())
    )
    return [Blocked(row.id, row.email_folded, row.reason, by.name, row.made_at) for row, by in rows]
