"""Whether a child has died: from then on nothing is written about their cases (guide row C11)."""

from sqlmodel import Session, col, select

from ehcportal.models.case import Case
from ehcportal.models.person import Person


def is_silent(session: Session, case_id: str | None) -> bool:
    """Whether nothing may be sent about a case any more."""
    if case_id is None:
        return False
    found = session.exec(
        select(Person.id)
        .join(Case, col(Case.person_id) == Person.id)
        .where(col(Case.id) == case_id, col(Person.died_on).is_not(None))
    ).first()
    return found is not None
