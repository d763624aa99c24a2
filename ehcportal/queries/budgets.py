"""The personal budgets of a case, each with what happened with it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.domain import endlaw
from ehcportal.domain.budgets import may_follow
from ehcportal.domain.clocks import DueDate, due
from ehcportal.models.ending import Budget, BudgetStep, BudgetStepKind
from ehcportal.models.form import Submission


@dataclass(frozen=True, slots=True)
class OneBudget:
    """A budget with its steps in order."""

    row: Budget
    submission: Submission | None
    steps: tuple[BudgetStep, ...]

    @property
    def next_kinds(self) -> tuple[str, ...]:
        """What can happen next."""
        return may_follow([each.kind.value for each in self.steps])

    @property
    def check_by(self) -> DueDate | None:
        """By when somebody must look at the payment for the first time."""
        kinds = [each.kind for each in self.steps]
        if BudgetStepKind.CHECKED in kinds or BudgetStepKind.PAYMENT_ENDED in kinds:
            return None
        paid = [each.on for each in self.steps if each.kind is BudgetStepKind.PAYMENT_AGREED]
        return first_check(paid[-1]) if paid else None


def first_check(paid_from: date) -> DueDate:
    """Return by when a direct payment is looked at for the first time."""
    return due(endlaw.PAYMENT_CHECK, paid_from)


def of_case(session: Session, case_id: str) -> list[OneBudget]:
    """Return the budgets of a case, the newest first, in two statements."""
    rows = session.execute(
        sa.select(Budget, Submission)
        .join(Submission, and_(Submission.id == Budget.submission_id), isouter=True)
        .where(col(Budget.case_id) == case_id)
        .order_by(col(Budget.asked_on).desc(), col(Budget.id))
    ).all()
    steps = session.exec(
        select(BudgetStep)
        .join(Budget, and_(Budget.id == BudgetStep.budget_id))
        .where(Budget.case_id == case_id)
        .order_by(col(BudgetStep.added_at), col(BudgetStep.id))
    ).all()
    return [
        OneBudget(row, sent, tuple(each for each in steps if each.budget_id == row.id))
        for row, sent in rows
    ]


def one(session: Session, case_id: str, budget_id: str) -> OneBudget | None:
    """Return one budget of this case."""
    return next((each for each in of_case(session, case_id) if each.row.id == budget_id), None)


def kinds(session: Session, budget_id: str) -> list[str]:
    """Return what happened with a budget, in order."""
    rows = session.exec(
        select(BudgetStep)
        .where(BudgetStep.budget_id == budget_id)
        .order_by(col(BudgetStep.added_at), col(BudgetStep.id))
    )
    return [each.kind.value for each in rows]


def is_paid(session: Session, case_id: str) -> bool:
    """Whether a direct payment was agreed in a case and has not ended, in one statement."""
    rows = session.execute(
        sa.select(col(BudgetStep.budget_id), col(BudgetStep.kind))
        .join(Budget, and_(Budget.id == BudgetStep.budget_id))
        .where(col(Budget.case_id) == case_id)
        .order_by(col(BudgetStep.added_at), col(BudgetStep.id))
    )
    last = dict(iter((budget_id, kind) for budget_id, kind in rows))
    return any(each in PAID for each in last.values())


PAID = (BudgetStepKind.PAYMENT_AGREED, BudgetStepKind.CHECKED)
"""The last steps of a budget of which a direct payment runs."""


def waiting(session: Session, case_id: str) -> Budget | None:
    """Return a budget that was asked for and not answered yet."""
    answered = sa.exists().where(col(BudgetStep.budget_id) == Budget.id)
    return session.exec(select(Budget).where(Budget.case_id == case_id, ~answered)).first()
