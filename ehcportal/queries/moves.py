"""The moves of a case, and the days that hang on each."""

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.casedates import CaseDates, case_dates
from ehcportal.models.proceeding import HealthBodyChange, Move, MoveDirection
from ehcportal.queries import case_facts


def of_case(session: Session, case_id: str) -> list[Move]:
    """Return the moves of a case, the newest first."""
    wanted = select(Move).where(Move.case_id == case_id)
    return list(session.exec(wanted.order_by(col(Move.created_at).desc())))


def one(session: Session, case_id: str, move_id: str) -> Move | None:
    """Return one move of this case."""
    return session.exec(select(Move).where(Move.id == move_id, Move.case_id == case_id)).first()


def running_out(session: Session, case_id: str) -> Move | None:
    """Return the move away that stands, if there is one."""
    return session.exec(
        select(Move).where(
            Move.case_id == case_id,
            Move.direction == MoveDirection.OUT,
            col(Move.fell_through_on).is_(None),
        )
    ).first()


def health_changes(session: Session, case_id: str) -> list[HealthBodyChange]:
    """Return the changes of the NHS body that is responsible, the newest first."""
    wanted = select(HealthBodyChange).where(HealthBodyChange.case_id == case_id)
    return list(session.exec(wanted.order_by(col(HealthBodyChange.created_at).desc())))


def health_change(session: Session, case_id: str, change_id: str) -> HealthBodyChange | None:
    """Return one such change of this case."""
    change = HealthBodyChange
    return session.exec(
        select(change).where(change.id == change_id, change.case_id == case_id)
    ).first()


def dates(session: Session, case_id: str) -> CaseDates:
    """Return the dates of a case, as far as the end of it needs them."""
    return case_dates(case_facts.for_case(session, case_id), clock.today())
