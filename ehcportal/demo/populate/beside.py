"""What runs beside the stages of a synthetic case, as rows: proceedings and moves."""

from datetime import date, timedelta

from ehcportal.demo.populate.told import Told
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding, ProceedingStep

KNOWN_BEFORE = timedelta(days=10)


def tell(told: Told) -> None:
    """Keep the rows of mediation, appeals, reassessments and moves."""
    for each in told.facts.proceedings:
        proceeding_id = told.rows.add(
            Proceeding,
            each.started_on,
            case_id=told.case_id,
            kind=each.kind,
            decision_id=told.challenged_id,
            started_on=each.started_on,
            ended_on=each.ended_on,
        )
        if each.ended_on is not None:
            told.rows.add(
                ProceedingStep,
                each.ended_on,
                proceeding_id=proceeding_id,
                kind=StepKind.WITHDRAWN,
                on=each.ended_on,
                by_id=told.worker_id,
            )
    if told.facts.moving_on is not None:
        _move(told, told.facts.moving_on - KNOWN_BEFORE, MoveDirection.OUT)
    if told.facts.transferred_in_on is not None:
        _move(told, told.facts.transferred_in_on, MoveDirection.IN)


def _move(told: Told, known_on: date, direction: MoveDirection) -> None:
    coming = direction is MoveDirection.IN
    told.rows.add(
        Move,
        known_on,
        case_id=told.case_id,
        direction=direction,
        other_council="Westmarch County Council",
        known_on=known_on,
        moves_on=known_on if coming else told.facts.moving_on,
        transferred_on=known_on if coming else told.facts.ended_on,
        plan_made_on=known_on if coming else None,
        by_id=told.worker_id,
    )
