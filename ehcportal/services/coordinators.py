"""Who coordinates a case, from when to when."""

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, and_, col, select

from ehcportal import clock
from ehcportal.models.case import Case, CaseAssignment, CasePart
from ehcportal.security.audit import Trace
from ehcportal.services import timeline


def assign(session: Session, trace: Trace, case: Case, account_id: str) -> CaseAssignment:
    """Make an account the coordinator of a case; the one before keeps the dates of their time."""
    now = clock.now()
    current = session.exec(
        select(CaseAssignment).where(
            CaseAssignment.case_id == case.id,
            CaseAssignment.part == CasePart.COORDINATOR,
            col(CaseAssignment.to_at).is_(None),
        )
    ).first()
    if current is not None and current.account_id == account_id:
        return current
    if current is not None:
        current.to_at = now
        session.flush()
    given = CaseAssignment(
        case_id=case.id, account_id=account_id, from_at=now, assigned_by_id=trace.account_id
    )
    session.add(given)
    session.flush()
    kind = "coordinator.changed" if current else "coordinator.assigned"
    timeline.record(session, trace, kind, of=("case_assignment", given.id), case_id=case.id)
    return given


def change(
    session: Session, trace: Trace, case_id: str, account_id: str, *, version: int
) -> CaseAssignment:
    """Change the coordinator of a case that may have been changed meanwhile.

    Raises ``StaleDataError`` when the case is no longer the version that the person saw.
    """
    case = session.get_one(Case, case_id, populate_existing=True, with_for_update=True)
    if case.version != version:
        raise StaleDataError("the case has changed")
    given = assign(session, trace, case, account_id)
    flag_modified(case, "team_id")
    session.flush()
    return given


def take(session: Session, trace: Trace, case_id: str, account_id: str) -> CaseAssignment:
    """Make an account the coordinator of an open case that nobody has.

    Raises ``StaleDataError`` when somebody was quicker, or the case has ended.
    """
    case = session.get_one(Case, case_id, populate_existing=True, with_for_update=True)
    has_one = select(CaseAssignment.id).where(
        CaseAssignment.case_id == case.id,
        CaseAssignment.part == CasePart.COORDINATOR,
        col(CaseAssignment.to_at).is_(None),
    )
    if case.ended_on is not None or session.exec(has_one).first() is not None:
        raise StaleDataError("the case has a coordinator")
    given = assign(session, trace, case, account_id)
    flag_modified(case, "team_id")
    session.flush()
    return given


def leave_all(session: Session, trace: Trace, account_id: str) -> int:
    """Take somebody out of every case they coordinate or cover; return how many go on without.

    Each case keeps when they had it, and waits for a new coordinator.
    """
    parts = session.exec(
        select(CaseAssignment, Case)
        .join(Case, and_(Case.id == CaseAssignment.case_id))
        .where(CaseAssignment.account_id == account_id, col(CaseAssignment.to_at).is_(None))
    ).all()
    waiting = 0
    for part, case in parts:
        part.to_at = clock.now()
        if part.part is CasePart.COORDINATOR and case.ended_on is None:
            of = ("case_assignment", part.id)
            timeline.record(session, trace, "coordinator.left", of=of, case_id=case.id)
            waiting += 1
    return waiting
