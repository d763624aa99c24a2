"""How a new assessment ends: with a plan, or with word that the plan stays as it is (Reg 27)."""

from datetime import date

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain import reassessing
from ehcportal.domain.facts import DecisionKind, Outcome, ProceedingKind
from ehcportal.models.assessment import Decision
from ehcportal.models.event import EventAudience
from ehcportal.models.proceeding import Proceeding
from ehcportal.queries import case_facts
from ehcportal.services import timeline
from ehcportal.services.endings import family
from ehcportal.services.endings.closing import Acting, NotYetError, held
from ehcportal.services.endings.family import Outgoing


def end(session: Session, case_id: str, on: date) -> None:
    """End the new assessment that runs, if one does."""
    running = select(Proceeding).where(
        Proceeding.case_id == case_id,
        Proceeding.kind == ProceedingKind.REASSESSMENT,
        col(Proceeding.ended_on).is_(None),
    )
    for row in session.exec(running.with_for_update()).all():
        row.ended_on = max(on, row.started_on)
        session.add(row)


def keep_plan(session: Session, acting: Acting, letter: Outgoing, reason: str) -> Decision:
    """Decide that the plan stays as it is, and tell the family how to appeal (s51(2)(f)).

    Raises ``StaleDataError``, and ``NotYetError`` when no new assessment runs.
    """
    case = held(session, acting)
    if reassessing.begun(case_facts.for_case(session, case.id)) is None:
        raise NotYetError("No new assessment is running.")
    today = clock.today()
    sent = family.send(session, acting.trace, acting.ring, case, letter)
    made = Decision(
        case_id=case.id,
        kind=DecisionKind.REASSESS,
        outcome=Outcome.MAINTAIN,
        reason=reason,
        decided_on=today,
        notified_on=today,
        decided_by_id=acting.trace.account_id,
        letter_id=sent.id,
    )
    session.add(made)
    end(session, case.id, today)
    session.flush()
    timeline.record(
        session,
        acting.trace,
        "reassessment.kept",
        of=("decision", made.id),
        case_id=case.id,
        audience=EventAudience.FAMILY,
        key=True,
    )
    family.tell(session, acting.ring, case, f"reassessment-kept:{made.id}")
    return made
