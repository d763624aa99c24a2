"""What an administrator has open for a reason, and until when."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.access import CaseOpening
from ehcportal.models.case import Case


@dataclass(frozen=True, slots=True)
class Opening:
    """A case that is open to somebody for a reason."""

    id: str
    case_id: str
    reference: str
    reason: str
    until: datetime


def running(session: Session, account_id: str, case_id: str | None = None) -> list[Opening]:
    """Return what is open to this account now, the newest first; or just for one case."""
    query = (
        sa.select(CaseOpening, col(Case.reference))
        .join(Case, and_(Case.id == CaseOpening.case_id))
        .where(col(CaseOpening.account_id) == account_id, col(CaseOpening.until) > clock.now())
        .order_by(col(CaseOpening.opened_at).desc())
    )
    if case_id is not None:
        query = query.where(col(CaseOpening.case_id) == case_id)
    rows = session.execute(query).all()
    return [Opening(row.id, row.case_id, number, row.reason, row.until) for row, number in rows]
