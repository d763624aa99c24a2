"""Reviews to which somebody is invited as an adviser, over all cases."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.person import PersonName
from ehcportal.models.review import Review, ReviewGuest
from ehcportal.queries.in_force import is_current_name
from ehcportal.queries.reviews.rows import is_decided


@dataclass(frozen=True, slots=True)
class Invited:
    """A review that runs, and whose plan it is about."""

    case_id: str
    name: str
    meeting_on: date | None


def as_adviser(session: Session, account_id: str) -> list[Invited]:
    """Return the running reviews of open cases to which an adviser is invited."""
    advises = sa.exists().where(
        col(CaseContributor.case_id) == Case.id,
        col(CaseContributor.account_id) == account_id,
        col(CaseContributor.to_at).is_(None),
    )
    rows = session.execute(
        sa.select(col(Case.id), PersonName, col(Review.meeting_on))
        .join(Review, and_(Review.case_id == Case.id))
        .join(ReviewGuest, and_(ReviewGuest.review_id == Review.id))
        .join(PersonName, is_current_name(Case.person_id))
        .where(
            col(ReviewGuest.account_id) == account_id,
            col(ReviewGuest.uninvited_on).is_(None),
            col(Review.dropped_on).is_(None),
            col(Case.ended_on).is_(None),
            advises,
            ~is_decided(),
        )
        .order_by(col(Review.meeting_on), col(Case.id))
    )
    return [Invited(case, f"{name.forename} {name.surname}", on) for case, name, on in rows]
