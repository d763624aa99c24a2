"""A case, or the record of a child, that was ended by mistake goes on as if it had not (row C11).

What ended in the same moment begins again with it: its requests, the forms that were asked for
and, where a death was noted by mistake, the mail that was stopped.
"""

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal.domain.facts import Closure, Ending
from ehcportal.models.case import Case
from ehcportal.models.ending import CaseEnding, CaseReopening
from ehcportal.models.event import EventAudience
from ehcportal.models.form import FormAssignment
from ehcportal.models.person import Person
from ehcportal.models.request import Request, RequestClosure
from ehcportal.notifications import bell
from ehcportal.queries import plan_endings
from ehcportal.security.audit import Trace
from ehcportal.services import request_corrections, timeline
from ehcportal.services.endings import family, silencing
from ehcportal.services.endings.closing import QUIET, Acting, NotYetError, cases_of

ANOTHER = "A new case of this child has begun since. Work on that one."


def reopen(session: Session, acting: Acting, reason: str) -> None:
    """Let a case go on that had not ended. Raises ``StaleDataError`` and ``NotYetError``."""
    case = session.get_one(Case, acting.case_id, populate_existing=True, with_for_update=True)
    child = session.get_one(Person, case.person_id, populate_existing=True, with_for_update=True)
    if case.version != acting.version or case.ended_on is None:
        raise StaleDataError("the case has changed")
    if child.died_on is not None:
        _live(session, acting, child, reason)
        return
    ended_as = case.ended_as
    _reopen(session, acting.trace, case, reason)
    if ended_as not in QUIET:
        family.tell(session, acting.ring, case, f"reopened:{case.id}:{case.version}")


def _live(session: Session, acting: Acting, child: Person, reason: str) -> None:
    """Take back that a child has died: every case that ended for it goes on, and mail flows."""
    for each in _records(session, child):
        each.died_on = None
        session.add(each)
    session.flush()
    every = cases_of(session, child)
    ended = [each for each in every if each.ended_as is Ending.DIED]
    found = [plan_endings.how_it_ended(session, case.id) for case in ended]
    moments = {ending.ended_at for ending in found if ending is not None}
    for case in ended:
        _reopen(session, acting.trace, case, reason)
    for case in every:
        silencing.let_go(session, case.id, moments)
    bell.ring_after_commit(session)


def _records(session: Session, child: Person) -> list[Person]:
    """Return the records of the same child that say it died."""
    ids = {child.id, child.merged_into_id or child.id}
    same = sa.or_(col(Person.id).in_(ids), col(Person.merged_into_id).in_(ids))
    return list(session.exec(select(Person).where(same, col(Person.died_on).is_not(None))))


def _reopen(session: Session, trace: Trace, case: Case, reason: str) -> None:
    another = select(Case.id).where(
        Case.person_id == case.person_id, col(Case.ended_on).is_(None), Case.id != case.id
    )
    if session.exec(another).first() is not None:
        raise NotYetError(ANOTHER)
    ended, ended_as = plan_endings.how_it_ended(session, case.id), case.ended_as
    case.ended_on, case.ended_as = None, None
    made = CaseReopening(
        case_id=case.id,
        case_ending_id=ended.id if ended else None,
        reason=reason,
        by_id=trace.account_id,
    )
    session.add_all([case, made])
    session.flush()
    if ended is not None:
        _begin_what_ended(session, trace, case.id, ended, reason)
    quiet = ended_as in QUIET
    timeline.record(
        session,
        trace,
        "case.reopened_quietly" if quiet else "case.reopened",
        of=("case_reopening", made.id),
        case_id=case.id,
        audience=EventAudience.STAFF if quiet else EventAudience.FAMILY,
        key=True,
        facts={"reason": reason},
    )


def _begin_what_ended(
    session: Session, trace: Trace, case_id: str, ended: CaseEnding, reason: str
) -> None:
    """Open again what was closed in the very moment in which the case ended."""
    session.connection().execute(
        sa.update(FormAssignment)
        .where(
            col(FormAssignment.case_id) == case_id,
            col(FormAssignment.cancelled_at) == ended.ended_at,
        )
        .values(cancelled_at=None)
    )
    withdrawn = (
        select(Request)
        .join(RequestClosure, col(RequestClosure.request_id) == Request.id)
        .where(
            Request.case_id == case_id,
            Request.closed_at == ended.ended_at,
            RequestClosure.closed_at == ended.ended_at,
            RequestClosure.kind == Closure.WITHDRAWN,
        )
    )
    for request in session.exec(withdrawn).all():
        request_corrections.open_again(session, trace, request, reason)
