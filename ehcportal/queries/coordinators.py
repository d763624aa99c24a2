"""Who coordinates cases, for pages that show several of them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.models.account import Account
from ehcportal.models.case import CaseAssignment, CasePart


def names(session: Session, case_ids: Collection[str]) -> dict[str, str]:
    """Return the name of the coordinator of each case that has one, in one statement."""
    rows = session.execute(
        sa.select(col(CaseAssignment.case_id), Account)
        .join(Account, and_(Account.id == CaseAssignment.account_id))
        .where(
            col(CaseAssignment.case_id).in_(case_ids),
            col(CaseAssignment.part) == CasePart.COORDINATOR,
            col(CaseAssignment.to_at).is_(None),
        )
    )
    return {case_id: account.name for case_id, account in rows}
