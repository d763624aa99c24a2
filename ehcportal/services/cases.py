"""Cases: opened with the first request that is joined to a child."""

from datetime import date

from sqlmodel import Session, col, select

from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.security.audit import Trace
from ehcportal.services import references, timeline


class NoSuchChildError(LookupError):
    """The chosen child is not known, or was merged into another record."""


def open_for(session: Session, trace: Trace, person_id: str, *, on: date, prefix: str) -> Case:
    """Return the open case of a child, or open one that begins on a day.

    The child's row is locked, so that two people who join at the same moment open one case.
    Raises ``NoSuchChildError``.
    """
    person = session.get(Person, person_id, populate_existing=True, with_for_update=True)
    if person is None or person.merged_into_id is not None:
        raise NoSuchChildError(person_id)
    case = _open_case(session, person_id)
    if case is not None:
        return case
    case = Case(
        reference=references.take(session, prefix, "", on), person_id=person_id, opened_on=on
    )
    session.add(case)
    session.flush()
    timeline.record(session, trace, "case.opened", of=("case", case.id), case_id=case.id, on=on)
    return case


def _open_case(session: Session, person_id: str) -> Case | None:
    return session.exec(
        select(Case).where(Case.person_id == person_id, col(Case.ended_on).is_(None))
    ).first()
