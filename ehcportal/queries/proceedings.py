"""What a family can appeal and until when, and the log of mediation, appeals and orders."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain import orders, proceedingclocks, proceedinglaw, rights
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate, due
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import ORDERS, StepKind, Subject, possible
from ehcportal.models.account import Account
from ehcportal.models.assessment import Decision
from ehcportal.models.plan import Plan, PlanVersion
from ehcportal.models.proceeding import Proceeding, ProceedingStep
from ehcportal.profile import Profile
from ehcportal.queries.corrections import with_earlier
from ehcportal.queries.counting import bank_holidays

MOST = 50
SUBJECTS = {
    (DecisionKind.ASSESS, Outcome.NO): Subject.ASSESS,
    (DecisionKind.ISSUE, Outcome.NO): Subject.ISSUE,
    (DecisionKind.REVIEW, Outcome.MAINTAIN): Subject.REVIEW,
    (DecisionKind.CEASE, Outcome.CEASE): Subject.CEASE,
    (DecisionKind.REASSESS, Outcome.NO): Subject.REASSESS,
    (DecisionKind.REASSESS, Outcome.MAINTAIN): Subject.REVIEW,
}
"""The decisions that can be appealed (section 51(2) of the Act)."""


@dataclass(frozen=True, slots=True)
class Appealable:
    """Something that was sent and can be appealed, with its windows as the law counts them.

    ``told_on`` is the day of the letter that stands, from which the windows run; ``since`` is when
    the family was first told the same.
    """

    subject: Subject
    id: str
    told_on: date
    since: date
    certificate_on: date | None
    appeal: DueDate
    mediation: DueDate

    @property
    def value(self) -> str:
        """What stands for it in a form."""
        return f"{self.subject.value}:{self.id}"


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """A step with who wrote it down; ``taken_back`` is why, when it was an error."""

    row: ProceedingStep
    by: str
    taken_back: str


@dataclass(frozen=True, slots=True)
class Logged:
    """Mediation, an appeal or an order with all its steps, and what can come next."""

    row: Proceeding
    subject: Subject
    steps: tuple[LoggedStep, ...]

    @property
    def possible(self) -> tuple[StepKind, ...]:
        """The steps that can come next."""
        return possible(self.row.kind, [each.row.kind for each in self.steps if _stands(each)])

    @property
    def orders(self) -> tuple[OrderKind, ...]:
        """What can be ordered about this, or conceded."""
        return ORDERS[self.subject]


@dataclass(frozen=True, slots=True)
class OwedLine:
    """A duty of an order with its last day, and when it was met."""

    due: DueDate
    done_on: date | None


def _stands(step: LoggedStep) -> bool:
    return not step.taken_back and step.row.kind is not StepKind.CORRECTION


def appealable(session: Session, case_id: str, profile: Profile, today: date) -> list[Appealable]:
    """Return what can be appealed, the newest first, in three statements."""
    certificates = _certificates(session, case_id)
    closed = bank_holidays(profile, today)
    found = []
    for sent in (*_decisions(session, case_id), *_plans(session, case_id)):
        given = [on for held, on in certificates if held in sent.ids]
        certificate = max(given, default=None)
        found.append(
            Appealable(
                subject=sent.subject,
                id=sent.id,
                told_on=sent.letter_on,
                since=sent.since,
                certificate_on=certificate,
                appeal=rights.appeal_by(sent.letter_on, certificate, bank_holidays=closed),
                mediation=due(proceedinglaw.MEDIATION_CALL, sent.letter_on),
            )
        )
    return sorted(found, key=lambda each: (each.told_on, each.id), reverse=True)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What went out, with the ids under which it was known before it was put right."""

    subject: Subject
    id: str
    since: date
    letter_on: date
    ids: frozenset[str]


def _decisions(session: Session, case_id: str) -> Iterator[_Sent]:
    rows = session.exec(select(Decision).where(Decision.case_id == case_id)).all()
    links = {each.id: each.corrects_id for each in rows}
    gone = set(links.values())
    for each in rows:
        subject = SUBJECTS.get((each.kind, each.outcome))
        if subject and each.notified_on and each.id not in gone:
            ids = with_earlier(links, each.id)
            letter_on = each.letter_on or each.notified_on
            yield _Sent(subject, each.id, each.notified_on, letter_on, ids)


def _plans(session: Session, case_id: str) -> Iterator[_Sent]:
    rows = session.exec(
        select(PlanVersion)
        .join(Plan, and_(Plan.id == PlanVersion.plan_id))
        .where(
            Plan.case_id == case_id,
            col(PlanVersion.served_on).is_not(None),
            col(PlanVersion.kind).in_((PlanKind.FINAL, PlanKind.AMENDED_FINAL)),
        )
    )
    for each in rows:
        if each.served_on:
            on = each.served_on
            yield _Sent(Subject.PLAN, each.id, on, on, frozenset({each.id}))


def _certificates(session: Session, case_id: str) -> list[tuple[str, date]]:
    """Return each certificate with the id of the decision or plan that it was given about."""
    further = aliased(ProceedingStep)
    rows = session.exec(
        select(Proceeding, ProceedingStep)
        .join(ProceedingStep, and_(ProceedingStep.proceeding_id == Proceeding.id))
        .where(
            Proceeding.case_id == case_id,
            ProceedingStep.kind == StepKind.CERTIFICATE,
            ~sa.exists().where(
                col(further.corrects_id) == ProceedingStep.id,
                col(further.proceeding_id) == ProceedingStep.proceeding_id,
            ),
        )
        .order_by(col(ProceedingStep.on))
    )
    return [(row.decision_id or row.plan_version_id or "", step.on) for row, step in rows]


def logged(session: Session, case_id: str) -> list[Logged]:
    """Return the log of a case, the newest first, in three statements."""
    rows = session.exec(
        select(Proceeding, Decision)
        .join(Decision, and_(Decision.id == Proceeding.decision_id), isouter=True)
        .where(Proceeding.case_id == case_id)
        .order_by(col(Proceeding.started_on).desc(), col(Proceeding.created_at).desc())
        .limit(MOST)
    ).all()
    steps = _steps(session, [row.id for row, _about in rows])
    return [Logged(row, _subject(about), tuple(steps[row.id])) for row, about in rows]


def _subject(about: Decision | None) -> Subject:
    if about is None:
        return Subject.PLAN
    return SUBJECTS.get((about.kind, about.outcome), Subject(about.kind.value))


def _steps(session: Session, ids: list[str]) -> dict[str, list[LoggedStep]]:
    rows = session.exec(
        select(ProceedingStep, Account)
        .join(Account, and_(Account.id == ProceedingStep.by_id), isouter=True)
        .where(col(ProceedingStep.proceeding_id).in_(ids))
        .order_by(col(ProceedingStep.on), col(ProceedingStep.added_at))
    ).all()
    gone = {step.corrects_id: step.note for step, _who in rows if step.corrects_id}
    found: dict[str, list[LoggedStep]] = defaultdict(list)
    for step, who in rows:
        line = LoggedStep(step, who.name if who else "", gone.get(step.id, ""))
        found[step.proceeding_id].append(line)
    return found


def owed(dates: CaseDates) -> list[OwedLine]:
    """Return what orders, mediation and recommendations ask, and of whom, with the last days."""
    beside = [OwedLine(each.due, each.done_on) for each in proceedingclocks.every(dates)]
    ordered = [
        OwedLine(dates.due(each.duty, each.order.on), each.done_on)
        for each in orders.owed(dates.facts)
    ]
    return sorted([*beside, *ordered], key=lambda each: each.due.due_on)
