"""A decision in the making: written down, looked over by a second person, given back or up."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import DecisionKind
from ehcportal.models.assessment import PreparedDecision
from ehcportal.models.event import EventAudience
from ehcportal.queries import sign_offs as waiting
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import sign_offs, timeline

Answers = Mapping[str, Any]


def begin(
    session: Session, trace: Trace, case_id: str, kind: DecisionKind, answers: Answers
) -> PreparedDecision:
    """Keep what was typed first. Raises ``StaleDataError`` when a colleague has begun already."""
    made = PreparedDecision(
        case_id=case_id, kind=kind, answers=dict(answers), prepared_by_id=trace.account_id or ""
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        raise StaleDataError("a colleague has begun this decision") from None
    _staff_line(session, trace, made, "decision.prepared")
    return made


def keep(
    session: Session, trace: Trace, case_id: str, prepared_id: str, version: int, answers: Answers
) -> PreparedDecision:
    """Keep what was typed, right or wrong. Who typed last prepared it, and signs nothing off.

    Raises ``StaleDataError`` when a colleague has changed, issued or dropped it since.
    """
    row = locked(session, case_id, prepared_id, version)
    row.answers = dict(answers)
    row.prepared_by_id = trace.account_id or ""
    row.prepared_at = clock.now()
    row.asked_sign_off_at = None
    session.add(row)
    session.flush()
    return row


def ask_sign_off(
    session: Session, trace: Trace, ring: KeyRing, case_id: str, prepared_id: str, version: int
) -> None:
    """Ask for a second member of staff, and tell those who can sign.

    A change from here on takes the question back.
    """
    row = locked(session, case_id, prepared_id, version)
    row.asked_sign_off_at = clock.now()
    row.returned_at, row.returned_by_id, row.returned_reason = None, None, ""
    session.add(row)
    _staff_line(session, trace, row, "decision.sign_off_asked")
    session.flush()
    signers = waiting.signers(session, case_id, row.prepared_by_id)
    path = f"/council/cases/{case_id}/decisions/{row.kind.value}/letter"
    sign_offs.tell(session, ring, signers, path, f"sign_off:{row.id}:{row.version}")


def send_back(
    session: Session, trace: Trace, case_id: str, prepared_id: str, version: int, reason: str
) -> None:
    """Give it back to who prepared it, and say what is to be put right."""
    row = locked(session, case_id, prepared_id, version)
    row.asked_sign_off_at = None
    row.returned_at, row.returned_by_id = clock.now(), trace.account_id
    row.returned_reason = reason
    session.add(row)
    _staff_line(session, trace, row, "decision.returned")
    session.flush()


def drop(session: Session, trace: Trace, case_id: str, prepared_id: str, version: int) -> None:
    """Give up a decision in the making. What was written stays with the case."""
    row = locked(session, case_id, prepared_id, version)
    row.closed_at = clock.now()
    session.add(row)
    _staff_line(session, trace, row, "decision.dropped")
    session.flush()


def locked(session: Session, case_id: str, prepared_id: str, version: int) -> PreparedDecision:
    """Return a decision in the making that nobody has changed since, held until the commit.

    Raises ``StaleDataError`` when a colleague has changed, issued or dropped it.
    """
    row = session.exec(
        select(PreparedDecision)
        .where(PreparedDecision.id == prepared_id, PreparedDecision.case_id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None or row.closed_at is not None or row.version != version:
        raise StaleDataError("a colleague has changed this decision")
    return row


def open_one(session: Session, case_id: str, kind: DecisionKind) -> PreparedDecision | None:
    """Return the decision of a kind that is being prepared, if there is one."""
    return session.exec(
        select(PreparedDecision).where(
            PreparedDecision.case_id == case_id,
            PreparedDecision.kind == kind,
            col(PreparedDecision.closed_at).is_(None),
        )
    ).first()


def _staff_line(session: Session, trace: Trace, row: PreparedDecision, kind: str) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("prepared_decision", row.id),
        case_id=row.case_id,
        audience=EventAudience.STAFF,
    )
