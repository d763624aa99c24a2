"""Mediation, appeals and orders, written down step by step; an error by a further row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.domain.facts import ProceedingKind
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import ENDS, ORDERED, StepKind, possible
from ehcportal.domain.steps import Step
from ehcportal.models.event import EventAudience
from ehcportal.models.proceeding import Proceeding, ProceedingStep
from ehcportal.security.audit import Trace
from ehcportal.services import lawful, timeline

CHALLENGES = {
    ProceedingKind.MEDIATION: Step.MEDIATION,
    ProceedingKind.APPEAL: Step.APPEAL,
}

FROM = "from"
"""The detail of a step that says from which other one it was made."""


class NotNowError(Exception):
    """The step cannot come after what has happened."""


@dataclass(frozen=True, slots=True)
class About:
    """What it is about: a decision, or a version of the plan and which sections of it."""

    decision_id: str | None = None
    plan_version_id: str | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """One dated happening, as staff write it down."""

    kind: StepKind
    on: date
    order: OrderKind | None = None
    note: str = ""
    document_id: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def start(
    session: Session,
    trace: Trace,
    case_id: str,
    kind: ProceedingKind,
    about: About,
    *,
    on: date,
    reference: str = "",
) -> Proceeding:
    """Write down that mediation or an appeal began.

    Raises ``lawful.NotLawfulError`` where nothing was sent that could be challenged.
    """
    lawful.check(session, case_id, CHALLENGES[kind])
    made = Proceeding(
        case_id=case_id,
        kind=kind,
        decision_id=about.decision_id,
        plan_version_id=about.plan_version_id,
        about=list(about.what),
        reference=reference,
        started_on=on,
    )
    session.add(made)
    session.flush()
    if kind is ProceedingKind.APPEAL:
        _append(session, trace, made, Happened(StepKind.APPEAL_LODGED, on))
    else:
        _line(session, trace, made, label("proceeding", kind.value), on)
    return made


def add(
    session: Session,
    trace: Trace,
    case_id: str,
    proceeding_id: str,
    version: int,
    happened: Happened,
) -> ProceedingStep:
    """Write down what happened. An order opens a proceeding of its own, in which weeks run.

    Raises ``StaleDataError`` when a colleague wrote something down meanwhile, and ``NotNowError``.
    """
    row = _held(session, case_id, proceeding_id, version)
    steps = standing_steps(session, row.id)
    if happened.kind not in possible(row.kind, [each.kind for each in steps]):
        raise NotNowError
    step = _append(session, trace, row, happened)
    if happened.kind in ORDERED and row.kind is not ProceedingKind.ORDER and happened.order:
        _open_order(session, trace, row, step)
    _keep_end(session, row)
    return step


def take_back(
    session: Session,
    trace: Trace,
    case_id: str,
    step_id: str,
    version: int,
    reason: str,
) -> None:
    """Say by a further row that a step was written down in error; it stays in the record.

    Raises ``LookupError`` for a step that is not there or was taken back before.
    """
    step = session.get(ProceedingStep, step_id)
    if step is None:
        raise LookupError(step_id)
    row = _held(session, case_id, step.proceeding_id, version)
    if step.id not in {each.id for each in standing_steps(session, row.id)}:
        raise LookupError(step_id)
    _void(session, trace, row, step, reason)
    for other, theirs in _made_from(session, row.case_id, step.id):
        _void(session, trace, other, theirs, reason)


def _void(
    session: Session, trace: Trace, row: Proceeding, step: ProceedingStep, reason: str
) -> None:
    session.add(
        ProceedingStep(
            proceeding_id=row.id,
            kind=StepKind.CORRECTION,
            on=clock.today(),
            note=reason,
            corrects_id=step.id,
            by_id=trace.account_id,
        )
    )
    session.flush()
    _keep_end(session, row)
    _line(session, trace, row, label("proceeding_step", StepKind.CORRECTION.value), clock.today())


def _made_from(
    session: Session, case_id: str, step_id: str
) -> list[tuple[Proceeding, ProceedingStep]]:
    rows = session.exec(
        select(Proceeding, ProceedingStep).where(
            Proceeding.case_id == case_id, ProceedingStep.proceeding_id == Proceeding.id
        )
    ).all()
    return [(row, step) for row, step in rows if step.details.get(FROM) == step_id]


def _open_order(
    session: Session, trace: Trace, row: Proceeding, step: ProceedingStep
) -> Proceeding:
    made = Proceeding(
        case_id=row.case_id,
        kind=ProceedingKind.ORDER,
        decision_id=row.decision_id,
        plan_version_id=row.plan_version_id,
        about=row.about,
        reference=row.reference,
        started_on=step.on,
    )
    session.add(made)
    session.flush()
    session.add(
        ProceedingStep(
            proceeding_id=made.id,
            kind=step.kind,
            on=step.on,
            order=step.order,
            details={FROM: step.id},
            by_id=trace.account_id,
        )
    )
    session.flush()
    return made


def _append(session: Session, trace: Trace, row: Proceeding, happened: Happened) -> ProceedingStep:
    step = ProceedingStep(
        proceeding_id=row.id,
        kind=happened.kind,
        on=happened.on,
        order=happened.order if happened.kind in ORDERED else None,
        details=happened.details,
        note=happened.note,
        document_id=happened.document_id,
        by_id=trace.account_id,
    )
    session.add(step)
    session.flush()
    _line(session, trace, row, label("proceeding_step", step.kind.value), step.on)
    return step


def _keep_end(session: Session, row: Proceeding) -> None:
    """Note when it was over, as the steps that stand say; what an order began ends without it."""
    steps = standing_steps(session, row.id)
    ends = [each.on for each in steps if each.kind in _ends_of(row)]
    if row.kind is ProceedingKind.ORDER and not any(each.kind in ORDERED for each in steps):
        ends.append(clock.today())
    row.ended_on = max(ends, default=None)
    flag_modified(row, "reference")
    session.add(row)
    session.flush()


def _ends_of(row: Proceeding) -> frozenset[StepKind]:
    return ENDS - ORDERED if row.kind is ProceedingKind.ORDER else ENDS


def standing_steps(session: Session, proceeding_id: str) -> Sequence[ProceedingStep]:
    """Return the steps that no further row has taken back, in order of time."""
    rows = session.exec(
        select(ProceedingStep)
        .where(ProceedingStep.proceeding_id == proceeding_id)
        .order_by(ProceedingStep.on, ProceedingStep.added_at)  # type: ignore[arg-type]
    ).all()
    gone = {each.corrects_id for each in rows if each.corrects_id}
    return [each for each in rows if each.id not in gone and each.kind is not StepKind.CORRECTION]


def _held(session: Session, case_id: str, proceeding_id: str, version: int) -> Proceeding:
    row = session.exec(
        select(Proceeding)
        .where(Proceeding.id == proceeding_id, Proceeding.case_id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise LookupError(proceeding_id)
    if row.version != version:
        raise StaleDataError("a colleague wrote something down meanwhile")
    return row


def _line(session: Session, trace: Trace, row: Proceeding, step: str, on: date) -> None:
    timeline.record(
        session,
        trace,
        "proceeding.step",
        of=("proceeding", row.id),
        case_id=row.case_id,
        audience=EventAudience.FAMILY,
        key=True,
        on=on,
        facts={"step": step},
    )
