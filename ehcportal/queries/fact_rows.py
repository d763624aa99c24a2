"""The dated rows of cases as one statement: a select for each kind of fact, all of one shape."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.domain.facts import ProceedingKind
from ehcportal.models.assessment import AdviceRequest, Decision, TimeException
from ehcportal.models.case import Case
from ehcportal.models.ending import AskAgain, Budget, BudgetStep, BudgetStepKind
from ehcportal.models.person import Person
from ehcportal.models.plan import Consultation, Plan, PlanVersion, Representation
from ehcportal.models.proceeding import Move, Proceeding, ProceedingStep, StepKind
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.review import Review, ReviewKind
from ehcportal.models.setting import Setting

COUNTED = (
    StepKind.ORDER,
    StepKind.CONCEDED,
    StepKind.COMPLIED,
    StepKind.MEDIATION_WANTED,
    StepKind.MEDIATION_HELD,
    StepKind.WITHDRAWN,
    StepKind.AGREEMENT,
)
"""Steps of proceedings from which days are counted, and those that end such a count."""

MOMENT = Request.__table__.c.closed_at.type  # type: ignore[attr-defined]

ACCEPTS = "accepts"
"""The word of a comment that takes the version as it is."""

PAYMENTS = (
    BudgetStepKind.PAYMENT_AGREED,
    BudgetStepKind.CHECKED,
    BudgetStepKind.PAYMENT_ENDED,
)


class FactRow(NamedTuple):
    """One dated fact of a case; which column means what depends on ``what``."""

    what: str
    case_id: str
    key: str
    first: date | None
    second: date | None
    at: datetime | None
    word: str
    other: str
    link: str | None
    about: str | None
    number: int | None
    third: date | None


def read(session: Session, case_ids: Collection[str]) -> Iterator[FactRow]:
    """Yield every dated row of these cases, in one statement."""
    for found in session.connection().execute(_all_facts(), {"cases": list(case_ids)}):
        yield FactRow(*found)


@cache
def _all_facts() -> Any:
    """Return the one statement; it is built once and takes the ids of the cases."""
    cases: sa.BindParameter[Any] = sa.bindparam("cases", expanding=True)
    parts = (
        *_of_requests(),
        *_of_the_assessment(),
        *_of_the_plan(),
        *_of_proceedings(),
        _of_the_case(),
    )
    return sa.union_all(*(part.where(_case_of(part).in_(cases)) for part in parts))


def _case_of(part: sa.Select[Any]) -> Any:
    return list(part.selected_columns)[1]


def _of_requests() -> Iterator[sa.Select[Any]]:
    """Yield the requests first: every column of theirs is real, so it has its type."""
    yield _part(
        "request",
        Request.case_id,
        Request.id,
        Request.received_on,
        Request.responsible_on,
        at=Request.closed_at,
        word=Request.source,
        other=Request.start_reason,
    )
    yield _part(
        "closure",
        Request.case_id,
        RequestClosure.request_id,
        at=RequestClosure.closed_at,
        word=RequestClosure.kind,
    ).join(Request, col(Request.id) == RequestClosure.request_id)


def _of_the_assessment() -> Iterator[sa.Select[Any]]:
    yield _part(
        "decision",
        Decision.case_id,
        Decision.id,
        Decision.decided_on,
        Decision.notified_on,
        at=Decision.created_at,
        word=Decision.kind,
        other=Decision.outcome,
        link=Decision.corrects_id,
        about=sa.func.coalesce(Decision.request_id, Decision.review_id),
    )
    yield _part(
        "advice",
        AdviceRequest.case_id,
        AdviceRequest.id,
        AdviceRequest.asked_on,
        AdviceRequest.received_on,
        word=AdviceRequest.role,
        third=AdviceRequest.withdrawn_on,
    ).where(col(AdviceRequest.paragraph) != OF_FAMILY)
    yield _part(
        "exception",
        TimeException.case_id,
        TimeException.id,
        TimeException.from_on,
        TimeException.to_on,
        word=TimeException.duty,
        other=TimeException.ground,
        link=TimeException.corrects_id,
        about=sa.case((col(TimeException.ended_reason).is_not(None), TimeException.id)),
    )


def _of_the_plan() -> Iterator[sa.Select[Any]]:
    yield (
        _part(
            "plan",
            Plan.case_id,
            PlanVersion.id,
            PlanVersion.served_on,
            PlanVersion.comments_until,
            at=PlanVersion.created_at,
            word=PlanVersion.kind,
            link=PlanVersion.review_id,
            number=PlanVersion.number,
        )
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(PlanVersion.dropped_at).is_(None))
    )
    yield (
        _part(
            "comment",
            Plan.case_id,
            Representation.id,
            Representation.sent_on,
            word=sa.case((col(Representation.accepts_as_it_is), ACCEPTS)),
            number=PlanVersion.number,
        )
        .join(PlanVersion, col(PlanVersion.id) == Representation.plan_version_id)
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(col(Representation.sent_on).is_not(None), col(Representation.setting_id).is_(None))
    )
    yield (
        _part(
            "consultation",
            Consultation.case_id,
            Consultation.id,
            Consultation.sent_on,
            Consultation.replied_on,
            word=Setting.name,
        )
        .join(Setting, col(Setting.id) == Consultation.setting_id)
        .where(col(Consultation.withdrawn_on).is_(None))
    )
    yield _part(
        "review",
        Review.case_id,
        Review.id,
        Review.meeting_on,
        Review.report_on,
        third=Review.notice_on,
    ).where(col(Review.dropped_on).is_(None))
    yield _part("phase", Review.case_id, Review.id, Review.due_on).where(
        col(Review.dropped_on).is_(None), col(Review.kind) == ReviewKind.PHASE_TRANSFER
    )


def _of_proceedings() -> Iterator[sa.Select[Any]]:
    yield _part(
        "proceeding",
        Proceeding.case_id,
        Proceeding.id,
        Proceeding.started_on,
        Proceeding.ended_on,
        word=Proceeding.kind,
    )
    yield (
        _part(
            "certificate",
            Proceeding.case_id,
            ProceedingStep.id,
            ProceedingStep.on,
            about=sa.func.coalesce(Proceeding.decision_id, Proceeding.plan_version_id),
        )
        .join(Proceeding, col(Proceeding.id) == ProceedingStep.proceeding_id)
        .where(col(ProceedingStep.kind) == StepKind.CERTIFICATE, _is_standing(ProceedingStep))
    )
    yield (
        _part(
            "step",
            Proceeding.case_id,
            ProceedingStep.id,
            ProceedingStep.on,
            word=ProceedingStep.kind,
            other=ProceedingStep.order,
            about=ProceedingStep.proceeding_id,
            link=sa.case((col(Proceeding.kind) == ProceedingKind.ORDER, Proceeding.id)),
        )
        .join(Proceeding, col(Proceeding.id) == ProceedingStep.proceeding_id)
        .where(col(ProceedingStep.kind).in_(COUNTED), _is_standing(ProceedingStep))
    )
    yield _part(
        "move",
        Move.case_id,
        Move.id,
        Move.known_on,
        Move.transferred_on,
        word=Move.direction,
        third=Move.moves_on,
        number=sa.case((col(Move.family_told_on).is_not(None), 1), else_=0),
    ).where(col(Move.fell_through_on).is_(None))
    yield _part(
        "ask",
        AskAgain.case_id,
        AskAgain.id,
        AskAgain.asked_on,
        AskAgain.answered_on,
        word=AskAgain.asked_for,
    )
    yield (
        _part(
            "payment",
            Budget.case_id,
            BudgetStep.budget_id,
            BudgetStep.on,
            word=BudgetStep.kind,
        )
        .join(Budget, col(Budget.id) == BudgetStep.budget_id)
        .where(col(BudgetStep.kind).in_(PAYMENTS))
    )


def _is_standing(table: Any) -> Any:
    """Say whether no further row has corrected a row."""
    further = aliased(table)
    return ~sa.select(further.id).where(further.corrects_id == table.id).exists()


def _of_the_case() -> sa.Select[Any]:
    case = _part("case", Case.id, Case.id, Case.ended_on, Person.birth_date, word=Case.ended_as)
    return case.join(Person, col(Person.id) == Case.person_id)


def _part(
    what: str,
    case_id: Any,
    key: Any,
    first: Any = None,
    second: Any = None,
    *,
    at: Any = None,
    word: Any = None,
    other: Any = None,
    link: Any = None,
    about: Any = None,
    number: Any = None,
    third: Any = None,
) -> sa.Select[Any]:
    return sa.select(
        sa.cast(sa.literal(what), sa.String(20)).label("what"),
        case_id.label("case_id"),
        key.label("key"),
        _or_null(first, sa.Date()).label("first"),
        _or_null(second, sa.Date()).label("second"),
        _or_null(at, MOMENT).label("at"),
        _word(word).label("word"),
        _word(other).label("other"),
        _or_null(link, sa.String(26)).label("link"),
        _or_null(about, sa.String(26)).label("about"),
        _or_null(number, sa.Integer()).label("number"),
        _or_null(third, sa.Date()).label("third"),
    )


def _or_null(column: Any, kind: Any) -> Any:
    return sa.cast(sa.null(), kind) if column is None else column


def _word(column: Any) -> Any:
    """Return a column of a closed set or of words as plain text."""
    return sa.cast(sa.null() if column is None else column, sa.String(100))
