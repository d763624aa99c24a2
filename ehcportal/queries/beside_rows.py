"""The dated rows of what runs beside the stages: mediation, appeals, orders, moves, payments."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from ehcportal.domain.facts import DecisionKind, ProceedingKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.assessment import Decision
from ehcportal.models.ending import AskAgain, Budget, BudgetStep, BudgetStepKind
from ehcportal.models.proceeding import HealthBodyChange, Move, Proceeding, ProceedingStep
from ehcportal.queries.fact_parts import is_standing, part

COUNTED = (
    StepKind.ORDER,
    StepKind.CONCEDED,
    StepKind.COMPLIED,
    StepKind.MEDIATION_WANTED,
    StepKind.MEDIATION_NOT_WANTED,
    StepKind.MEDIATION_HELD,
    StepKind.WITHDRAWN,
    StepKind.AGREEMENT,
    StepKind.CERTIFICATE,
    StepKind.RECOMMENDATION,
    StepKind.RECOMMENDATION_ANSWERED,
    StepKind.DISMISSED,
    StepKind.HEARING,
)
"""Steps of proceedings from which days are counted, and those that end such a count."""

PAYMENTS = (
    BudgetStepKind.PAYMENT_AGREED,
    BudgetStepKind.CHECKED,
    BudgetStepKind.PAYMENT_ENDED,
)


def of_proceedings() -> Iterator[sa.Select[Any]]:
    """Yield mediation, appeals and orders, with the steps from which days are counted."""
    yield part(
        "proceeding",
        Proceeding.case_id,
        Proceeding.id,
        Proceeding.started_on,
        Proceeding.ended_on,
        word=Proceeding.kind,
    )
    yield (
        part(
            "certificate",
            Proceeding.case_id,
            ProceedingStep.id,
            ProceedingStep.on,
            about=sa.func.coalesce(Proceeding.decision_id, Proceeding.plan_version_id),
        )
        .join(Proceeding, col(Proceeding.id) == ProceedingStep.proceeding_id)
        .where(col(ProceedingStep.kind) == StepKind.CERTIFICATE, is_standing(ProceedingStep))
    )
    yield (
        part(
            "step",
            Proceeding.case_id,
            ProceedingStep.id,
            ProceedingStep.on,
            word=ProceedingStep.kind,
            other=ProceedingStep.order,
            about=ProceedingStep.proceeding_id,
            link=sa.case((col(Proceeding.kind) == ProceedingKind.ORDER, Proceeding.id)),
            number=sa.case((col(Decision.kind) == DecisionKind.CEASE, 1)),
        )
        .join(Proceeding, col(Proceeding.id) == ProceedingStep.proceeding_id)
        .join(Decision, col(Decision.id) == Proceeding.decision_id, isouter=True)
        .where(col(ProceedingStep.kind).in_(COUNTED), is_standing(ProceedingStep))
    )


def of_the_end() -> Iterator[sa.Select[Any]]:
    """Yield moves, what was asked for again, and payments."""
    yield part(
        "move",
        Move.case_id,
        Move.id,
        Move.known_on,
        Move.transferred_on,
        word=Move.direction,
        third=Move.moves_on,
        number=sa.case((col(Move.family_told_on).is_not(None), 1), else_=0),
    ).where(col(Move.fell_through_on).is_(None))
    yield part("elsewhere", Move.case_id, Move.id, Move.plan_made_on).where(
        col(Move.plan_made_on).is_not(None), col(Move.fell_through_on).is_(None)
    )
    change = HealthBodyChange
    yield part("health", change.case_id, change.id, change.known_on, change.told_on)
    yield part(
        "ask",
        AskAgain.case_id,
        AskAgain.id,
        AskAgain.asked_on,
        AskAgain.answered_on,
        word=AskAgain.asked_for,
    )
    yield (
        part(
            "payment",
            Budget.case_id,
            BudgetStep.budget_id,
            BudgetStep.on,
            word=BudgetStep.kind,
        )
        .join(Budget, col(Budget.id) == BudgetStep.budget_id)
        .where(col(BudgetStep.kind).in_(PAYMENTS))
    )
