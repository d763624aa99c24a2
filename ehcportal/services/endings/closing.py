"""A case ends with its reason, and what waits for it ends too; a new one can begin (row C11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain import endsteps
from ehcportal.domain.casedates import CaseDates, case_dates
from ehcportal.domain.facts import Closure, Ending
from ehcportal.models.case import Case
from ehcportal.models.ending import CaseEnding
from ehcportal.models.event import EventAudience
from ehcportal.models.form import FormAssignment, Submission
from ehcportal.models.person import Person
from ehcportal.models.request import Request, RequestClosure
from ehcportal.queries import case_facts
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import cases, coordinators, timeline
from ehcportal.services.endings import family, silencing

QUIET = frozenset({Ending.DIED, Ending.MISTAKE})
"""Endings that the portal tells no family."""


class NotYetError(Exception):
    """The law does not let the case end in this way today; the message says why."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, with what messages are sealed, and which case they had before them."""

    trace: Trace
    ring: KeyRing
    case_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case ends, and what it follows from."""

    kind: Ending
    reason: str
    plan_ending_id: str | None = None
    move_id: str | None = None
    at: datetime | None = None
    """The moment of all that ends with it, so that it can be found again; now, if not given."""


def held(session: Session, acting: Acting) -> Case:
    """Return the case, locked. Raises ``StaleDataError`` when somebody changed it meanwhile."""
    case = session.get_one(Case, acting.case_id, populate_existing=True, with_for_update=True)
    if case.version != acting.version or case.ended_on is not None:
        raise StaleDataError("the case has changed")
    return case


def end(session: Session, acting: Acting, why: Why, *, dates: CaseDates) -> CaseEnding:
    """End a case today. Raises ``StaleDataError`` and ``NotYetError``."""
    case = held(session, acting)
    obstacle = MAY_END[why.kind](dates)
    if obstacle:
        raise NotYetError(obstacle)
    made = _close(session, acting, case, why)
    family.tell(session, acting.ring, case, f"ended:{case.id}")
    return made


def _no_obstacle(_dates: CaseDates) -> str:
    return ""


def _withdrawn(dates: CaseDates) -> str:
    is_free = not dates.facts.requests and dates.episode.final is None
    return "" if is_free else endsteps.end_as_withdrawn(dates)


MAY_END = {
    Ending.CEASED: endsteps.end_as_ceased,
    Ending.TRANSFERRED: endsteps.end_as_transferred,
    Ending.WITHDRAWN: _withdrawn,
    Ending.DIED: _no_obstacle,
}


def _close(session: Session, acting: Acting, case: Case, why: Why) -> CaseEnding:
    today = clock.today()
    case.ended_on, case.ended_as = today, why.kind
    made = CaseEnding(
        case_id=case.id,
        kind=why.kind,
        ended_on=today,
        reason=why.reason,
        plan_ending_id=why.plan_ending_id,
        move_id=why.move_id,
        ended_by_id=acting.trace.account_id,
        ended_at=why.at or clock.now(),
    )
    session.add_all([case, made])
    session.flush()
    _end_what_waits(session, case.id, made.ended_at)
    timeline.record(
        session,
        acting.trace,
        f"case.ended_{why.kind.value}",
        of=("case_ending", made.id),
        case_id=case.id,
        audience=EventAudience.STAFF if why.kind in QUIET else EventAudience.FAMILY,
        key=True,
        facts={"reason": why.reason},
    )
    return made


def opened_by_mistake(session: Session, acting: Acting, reason: str) -> CaseEnding:
    """End a case that was opened for a child whom nothing in it is about. ``StaleDataError``."""
    return _close(session, acting, held(session, acting), Why(Ending.MISTAKE, reason))


def _end_what_waits(session: Session, case_id: str, at: datetime) -> None:
    """Take back forms that were asked for: nobody is reminded of one in a case that ended."""
    session.connection().execute(
        sa.update(FormAssignment)
        .where(
            col(FormAssignment.case_id) == case_id,
            col(FormAssignment.cancelled_at).is_(None),
            col(FormAssignment.id).not_in(_sent()),
        )
        .values(cancelled_at=at)
    )


def _sent() -> Any:
    wanted = sa.select(col(Submission.assignment_id))
    return wanted.where(col(Submission.assignment_id).is_not(None))


def withdraw(session: Session, acting: Acting, reason: str) -> CaseEnding:
    """End a case whose family does not want to go on: its open requests are withdrawn with it.

    An earlier request that was answered with a no does not keep the family from taking back the
    one that is open. Raises ``NotYetError`` when there is none, or a plan: that ends by a decision.
    """
    case, now, today = held(session, acting), clock.now(), clock.today()
    if case_dates(case_facts.for_case(session, case.id), today).episode.refused is not None:
        raise NotYetError("The request was answered with a no, so there is nothing to withdraw.")
    for request in _open_requests(session, case.id):
        _withdraw_request(session, acting, request, reason, now)
    session.flush()
    facts = case_facts.for_case(session, case.id)
    dates = case_dates(facts, today)
    return end(session, acting, Why(Ending.WITHDRAWN, reason, at=now), dates=dates)


def _open_requests(session: Session, case_id: str) -> list[Request]:
    wanted = select(Request).where(Request.case_id == case_id, col(Request.closed_at).is_(None))
    return list(session.exec(wanted.with_for_update()))


def _withdraw_request(
    session: Session, acting: Acting, request: Request, reason: str, now: datetime
) -> None:
    closure = RequestClosure(
        request_id=request.id,
        kind=Closure.WITHDRAWN,
        reason=reason,
        closed_by_id=acting.trace.account_id or "",
        closed_at=now,
    )
    request.closed_at = now
    session.add_all([request, closure])
    session.flush()
    timeline.record(
        session,
        acting.trace,
        "request.closed",
        of=("request_closure", closure.id),
        case_id=acting.case_id,
        request_id=request.id,
        only_account_id=request.made_by_id,
        key=True,
        facts={"closed_as": Closure.WITHDRAWN.value},
    )


def begin_again(session: Session, trace: Trace, case_id: str, reason: str, *, prefix: str) -> Case:
    """Open a new case of the child of one that has ended; the old one stays as it was.

    Raises ``NotYetError`` when the child has an open case, has died, or is an alias of another.
    """
    old = session.get_one(Case, case_id)
    child = session.get_one(Person, old.person_id, populate_existing=True, with_for_update=True)
    if old.ended_on is None or child.died_on is not None or child.merged_into_id is not None:
        raise NotYetError("No new case can begin from this one.")
    open_one = select(Case.id).where(Case.person_id == child.id, col(Case.ended_on).is_(None))
    if session.exec(open_one).first() is not None:
        raise NotYetError("This child has an open case already.")
    made = cases.open_for(session, trace, child.id, on=clock.today(), prefix=prefix)
    made.team_id = old.team_id
    if trace.account_id is not None:
        coordinators.assign(session, trace, made, trace.account_id)
    timeline.record(
        session,
        trace,
        "case.begun_again",
        of=("case", made.id),
        case_id=made.id,
        audience=EventAudience.STAFF,
        facts={"reference": old.reference, "reason": reason},
    )
    return made


def died(session: Session, acting: Acting, on: date, reason: str) -> None:
    """Note that a child has died: their cases end gently, and nothing is written from now on.

    Nobody of the family is told by the portal: somebody speaks with them. A case that had ended
    before stays as it ended. Raises ``StaleDataError``.
    """
    case = session.get_one(Case, acting.case_id, populate_existing=True, with_for_update=True)
    child = session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)
    if case.version != acting.version or child.died_on is not None:
        raise StaleDataError("the case or the record has changed")
    child.died_on, now = on, clock.now()
    session.add(child)
    session.flush()
    for each in cases_of(session, child):
        if each.ended_on is None:
            _close(session, acting, each, Why(Ending.DIED, reason, at=now))
        silencing.stop(session, each.id, now)


def cases_of(session: Session, child: Person) -> list[Case]:
    """Return every case of the child, also those kept under another record of the same child."""
    same = sa.or_(col(Person.id) == child.id, col(Person.merged_into_id) == child.id)
    if child.merged_into_id is not None:
        same = sa.or_(same, col(Person.id) == child.merged_into_id)
    found = select(Case).join(Person, col(Person.id) == Case.person_id).where(same)
    return list(session.exec(found.order_by(col(Case.id))))
