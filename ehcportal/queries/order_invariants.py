"""Nothing in a case comes before what it follows from, and every decision is on the timeline."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from ehcportal.domain.exceptions import Ground, excuses
from ehcportal.models.assessment import AdviceRequest, Decision
from ehcportal.models.event import Event
from ehcportal.models.plan import Consultation
from ehcportal.models.proceeding import Proceeding
from ehcportal.models.request import Request
from ehcportal.models.review import Review
from ehcportal.models.time_exception import TimeException


def faults(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Yield a line for everything that is out of order in these cases."""
    yield from _decisions(session, case_ids)
    yield from _corrections(session, case_ids)
    yield from _answers(session, case_ids)
    yield from _exceptions(session, case_ids)
    yield from _untold(session, case_ids)


def _rows(session: Session, wanted: Any) -> Any:
    return session.connection().execute(wanted)


def _decisions(session: Session, case_ids: list[str]) -> Iterator[str]:
    """A decision follows its request or the meeting of its review, and is told afterwards."""
    wanted = (
        sa.select(
            col(Decision.id),
            col(Decision.decided_on),
            col(Decision.notified_on),
            col(Request.received_on),
            col(Review.meeting_on),
        )
        .join(Request, col(Request.id) == Decision.request_id, isouter=True)
        .join(Review, col(Review.id) == Decision.review_id, isouter=True)
        .where(col(Decision.case_id).in_(case_ids))
    )
    for decision_id, decided_on, notified_on, received_on, meeting_on in _rows(session, wanted):
        if received_on and decided_on < received_on:
            yield f"decision {decision_id}: it was made before its request came"
        if meeting_on and decided_on < meeting_on:
            yield f"decision {decision_id}: it was made before the meeting of its review"
        if notified_on and notified_on < decided_on:
            yield f"decision {decision_id}: the family was told before it was made"


def _corrections(session: Session, case_ids: list[str]) -> Iterator[str]:
    """A correction speaks of the same case and says why; an error is corrected once."""
    first = aliased(Decision)
    wanted = (
        sa.select(
            col(Decision.id),
            col(Decision.correction_reason),
            col(Decision.case_id) == first.case_id,
            col(Decision.corrects_id),
        )
        .join(first, col(first.id) == Decision.corrects_id)
        .where(col(Decision.case_id).in_(case_ids))
    )
    corrected: set[str] = set()
    for decision_id, reason, same_case, error_id in _rows(session, wanted):
        if not same_case:
            yield f"decision {decision_id}: it corrects one of another case"
        if not reason:
            yield f"decision {decision_id}: it corrects another and does not say why"
        if error_id in corrected:
            yield f"decision {error_id}: two rows correct it"
        corrected.add(error_id)


OTHER_DECISIONS = (
    "ending.decided",
    "ask_again.reassess",
    "ask_again.refused_recent",
    "ask_again.refused_not_needed",
    "reassessment.kept",
)

ANSWERS: tuple[tuple[Any, Any, Any, str], ...] = (
    (AdviceRequest, AdviceRequest.asked_on, AdviceRequest.received_on, "was asked for"),
    (Consultation, Consultation.sent_on, Consultation.replied_on, "was sent"),
    (Proceeding, Proceeding.started_on, Proceeding.ended_on, "began"),
    (Review, Review.meeting_on, Review.report_on, "was held"),
)
"""What has two days, of which the second never comes before the first."""


def _answers(session: Session, case_ids: list[str]) -> Iterator[str]:
    for table, first, second, words in ANSWERS:
        wanted = sa.select(table.id).where(col(table.case_id).in_(case_ids), col(second) < first)
        for (row_id,) in _rows(session, wanted):
            yield f"{table.__tablename__} {row_id}: its answer or end came before it {words}"


def _exceptions(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Only the grounds of the regulations excuse a duty."""
    grounds = {each.value for each in Ground}
    wanted = sa.select(
        col(TimeException.id), col(TimeException.ground), col(TimeException.duty)
    ).where(col(TimeException.case_id).in_(case_ids))
    for exception_id, ground, duty in _rows(session, wanted):
        if ground not in grounds or not excuses(Ground(ground), duty):
            yield f"time_exception {exception_id}: the law knows no such exception"


def _untold(session: Session, case_ids: list[str]) -> Iterator[str]:
    """Every decision that a family was told of is on the timeline of the case."""
    told = _counts(
        session,
        sa.select(col(Decision.case_id), func.count())
        .where(col(Decision.case_id).in_(case_ids), col(Decision.notified_on).is_not(None))
        .group_by(col(Decision.case_id)),
    )
    lines = _counts(
        session,
        sa.select(col(Event.case_id), func.count())
        .where(col(Event.case_id).in_(case_ids), _tells_of_a_decision())
        .group_by(col(Event.case_id)),
    )
    for case_id, number in told.items():
        if lines.get(case_id, 0) < number:
            yield f"case {case_id}: a decision is missing on its timeline"


def _tells_of_a_decision() -> Any:
    """A decision to end a plan, or about a new assessment, is told in words of its own."""
    return sa.or_(col(Event.kind).like("decision.%"), col(Event.kind).in_(OTHER_DECISIONS))


def _counts(session: Session, wanted: Any) -> dict[str, int]:
    return {str(case_id): number for case_id, number in _rows(session, wanted)}
