"""What runs beside the stages of a synthetic case, as rows: proceedings and moves."""

from ehcportal.demo.populate.told import Told
from ehcportal.domain.facts import MoveFact
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding, ProceedingStep


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
    for move in told.facts.moves:
        _move(told, move)


def _move(told: Told, move: MoveFact) -> None:
    told.rows.add(
        Move,
        move.known_on,
        case_id=told.case_id,
        direction=MoveDirection.IN if move.comes_in else MoveDirection.OUT,
        other_council="Westmarch County Council",
        known_on=move.known_on,
        moves_on=move.moves_on,
        transferred_on=move.transferred_on,
        plan_made_on=move.known_on if move.comes_in else None,
        family_told_on=move.moves_on if move.family_told else None,
        by_id=told.worker_id,
    )
