"""Personal budgets (section 49; SI 2014/1652): asked for, worked out or not, paid, looked at.

A refusal of a direct payment is in writing with reasons, and the council looks at it again when it
is asked to. The tribunal hears no appeal about it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.budgets import may_follow
from ehcportal.models.case import Case
from ehcportal.models.ending import Budget, BudgetStep, BudgetStepKind
from ehcportal.models.event import EventAudience
from ehcportal.models.form import Submission
from ehcportal.models.plan import Representation
from ehcportal.queries import budgets as known
from ehcportal.services import timeline
from ehcportal.services.endings import family
from ehcportal.services.endings.closing import Acting, NotYetError, held
from ehcportal.services.endings.family import Outgoing

INTERNAL = frozenset({BudgetStepKind.CHECKED, BudgetStepKind.ASKED_TO_RECONSIDER})
"""What needs no letter: a look at how it works, and what the family itself asked."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened with a budget, on which day, and why, as the family reads it."""

    kind: BudgetStepKind
    on: date
    reason: str
    on_premises: bool | None = None
    consent: str = ""
    """Of a payment: who of the school or college consented, when it is used there."""


def receive(session: Session, sent: Submission) -> Budget:
    """Keep that a family asked for a personal budget (form 16)."""
    made = Budget(case_id=sent.case_id or "", submission_id=sent.id, asked_on=sent.received_on)
    session.add(made)
    session.flush()
    return made


def receive_with_comments(session: Session, said: Representation, case_id: str) -> Budget | None:
    """Keep that a family asked for a budget with its comments on a draft (section 49 of the Act).

    Nothing is begun while an earlier ask of the case waits for its answer.
    """
    if known.waiting(session, case_id) is not None:
        return None
    made = Budget(
        case_id=case_id, representation_id=said.id, asked_on=said.sent_on or clock.today()
    )
    session.add(made)
    session.flush()
    return made


def receive_once(session: Session, sent: Submission) -> Budget | None:
    """Keep that it was asked for in a form about something else, unless an ask waits already."""
    if sent.case_id is None or known.waiting(session, sent.case_id) is not None:
        return None
    return receive(session, sent)


def enter(session: Session, acting: Acting, asked_on: date) -> Budget:
    """Enter what came by letter, or was said at a review or with comments on a draft."""
    case = held(session, acting)
    made = Budget(case_id=case.id, asked_on=asked_on, entered_by_id=acting.trace.account_id)
    session.add(made)
    session.flush()
    timeline.record(
        session,
        acting.trace,
        "budget.asked",
        of=("budget", made.id),
        case_id=case.id,
        on=asked_on,
    )
    return made


def add(
    session: Session, acting: Acting, budget: tuple[str, int], step: Step, letter: Outgoing | None
) -> BudgetStep:
    """Add what happened; a decision goes out in a letter. ``budget`` is id and version as seen.

    Raises ``StaleDataError``, and ``NotYetError`` for a step that cannot follow.
    """
    case = held(session, acting)
    row = session.get(Budget, budget[0], populate_existing=True, with_for_update=True)
    if row is None or row.case_id != case.id or row.version != budget[1]:
        raise StaleDataError("the budget has changed")
    if step.kind is BudgetStepKind.PAYMENT_AGREED and step.on_premises and not step.consent:
        raise NotYetError("The school or college on whose premises it is used must consent first.")
    if step.kind.value not in may_follow(known.kinds(session, row.id)):
        raise NotYetError("This cannot follow what happened so far.")
    flag_modified(row, "asked_on")
    session.add(row)
    made = BudgetStep(
        budget_id=row.id,
        kind=step.kind,
        on=step.on,
        reason=step.reason,
        on_premises=step.on_premises,
        consent=step.consent,
        by_id=acting.trace.account_id,
        document_id=_sent(session, acting, case, letter),
    )
    session.add(made)
    session.flush()
    quiet = step.kind in INTERNAL
    timeline.record(
        session,
        acting.trace,
        f"budget.{step.kind.value}",
        of=("budget_step", made.id),
        case_id=case.id,
        audience=EventAudience.STAFF if quiet else EventAudience.FAMILY,
        on=min(step.on, clock.today()),
    )
    if not quiet:
        family.tell(session, acting.ring, case, f"budget:{made.id}")
    return made


def _sent(session: Session, acting: Acting, case: Case, letter: Outgoing | None) -> str | None:
    if letter is None:
        return None
    return family.send(session, acting.trace, acting.ring, case, letter).document_id
