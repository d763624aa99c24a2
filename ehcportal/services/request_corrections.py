"""Errors about a request, each put right by a further row that says why (guide rows C01, C09)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.dates import date_words
from ehcportal.domain.steps import Step
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.assessment import AdviceRequest, AdviserWish, Decision
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship
from ehcportal.models.plan import Plan
from ehcportal.models.proceeding import Move
from ehcportal.models.request import Mended, Request, RequestClosure, RequestCorrection
from ehcportal.queries.in_force import in_force
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, lawful, request_papers, ties, timeline
from ehcportal.services.endings import closing, family, silencing
from ehcportal.services.endings.closing import Acting

HOME = "/home"


class CannotMendError(Exception):
    """The entry cannot be changed in this way; the message says why, as staff read it."""


@dataclass(frozen=True, slots=True)
class Mending:
    """Who puts an entry right, which request as they saw it, and why."""

    trace: Trace
    ring: KeyRing
    request_id: str
    version: int
    reason: str


def day(session: Session, mending: Mending, on: date) -> RequestCorrection:
    """Note on which day the request really arrived; every date of the case follows at once.

    The law's weeks run from that day. It is never later than the day on which the portal stamped
    the request or staff entered it. Raises ``StaleDataError`` and ``CannotMendError``.
    """
    request = _held(session, mending)
    was = request.received_on
    _check_day(session, request, on)
    made = _correction(session, mending, Mended.DAY, was_on=was, now_on=on)
    request.received_on = on
    session.add(request)
    case = session.get_one(Case, request.case_id) if request.case_id else None
    session.flush()
    if case is not None:
        _open_from_the_first(session, case, was)
    facts = {"was": date_words(was), "now": date_words(on), "reason": mending.reason}
    _record(session, mending, request, "request.day_corrected", made, facts)
    _tell(session, mending, request, case, f"request.day:{made.id}")
    return made


def _open_from_the_first(session: Session, case: Case, was: date) -> None:
    """A case begins with its first request, unless a plan that moved in opened it before."""
    first = session.exec(
        select(sa.func.min(Request.received_on)).where(Request.case_id == case.id)
    ).one()
    if first is not None and (case.opened_on == was or first < case.opened_on):
        case.opened_on = first
        session.add(case)
        session.flush()


def _check_day(session: Session, request: Request, on: date) -> None:
    latest = clock.london_day(request.received_at)
    if on == request.received_on:
        raise CannotMendError("This is the day that stands already.")
    if on > latest:
        words = "It reached the portal, or was entered, on {}: it cannot have arrived later."
        raise CannotMendError(words.format(date_words(latest)))
    decided = session.exec(
        select(sa.func.min(Decision.decided_on)).where(Decision.request_id == request.id)
    ).first()
    if decided is not None and on > decided:
        words = "It was decided about on {}: it cannot have arrived later."
        raise CannotMendError(words.format(date_words(decided)))


def unjoin(session: Session, mending: Mending, *, keep_access: bool) -> RequestCorrection:
    """Take a request out of the case of the wrong child: it waits in the inbox again.

    What the joining let its sender see ends with it, unless they are tied to that child anyway.
    Its weeks run on. Raises ``StaleDataError`` and ``CannotMendError``.
    """
    request = _held(session, mending)
    case = _case_to_leave(session, request)
    made = _correction(session, mending, Mended.JOIN, was_case_id=case.id)
    facts = {"reference": request.reference, "reason": mending.reason}
    _record(
        session, mending, request, "request.unjoined", made, facts, audience=EventAudience.STAFF
    )
    request_papers.take_from_case(session, mending.trace, request, mending.reason)
    request.case_id, request.joined_at, request.joined_by_id = None, None, None
    request.acknowledged_letter_id = None
    session.add(request)
    for wish in session.exec(_unanswered_wishes(request.id)):
        session.delete(wish)
    session.flush()
    if not keep_access:
        _end_access(session, mending, request, case)
    _end_empty_case(session, mending, case)
    _tell(session, mending, request, None, f"request.unjoined:{made.id}")
    return made


def _case_to_leave(session: Session, request: Request) -> Case:
    if request.case_id is None:
        raise CannotMendError("It is joined to no case.")
    case = session.get_one(Case, request.case_id, populate_existing=True, with_for_update=True)
    if case.ended_on is not None:
        raise CannotMendError("The case has ended. If that was a mistake, open it again first.")
    decided = select(Decision.id).where(Decision.request_id == request.id)
    asked = select(AdviceRequest.id).where(AdviceRequest.request_id == request.id)
    if session.exec(decided).first() or session.exec(asked).first():
        raise CannotMendError("It was decided about, or advice was asked for, in this case.")
    return case


def _unanswered_wishes(request_id: str) -> Any:
    """They stand in the form that was sent, and are taken over when it is joined again."""
    return select(AdviserWish).where(
        AdviserWish.request_id == request_id, col(AdviserWish.answered_on).is_(None)
    )


def sender_ties(session: Session, sender_id: str | None, person_id: str) -> list[Relationship]:
    """Return the ties that the sender of a request has to a child."""
    wanted = select(Relationship).where(
        Relationship.account_id == sender_id,
        Relationship.person_id == person_id,
        in_force(Relationship, clock.today()),
    )
    return list(session.exec(wanted)) if sender_id else []


def _end_access(session: Session, mending: Mending, request: Request, case: Case) -> None:
    """End the sender's ties to that child, and stop what waits to be sent to them about it."""
    for tie in sender_ties(session, request.made_by_id, case.person_id):
        why = f"Request joined by mistake: {mending.reason}"
        ties.end_by_staff(session, mending.trace, mending.ring, case, tie, why[:200])
    run, now = session.connection().execute, clock.now()
    mail = sa.update(OutboxMessage).where(
        col(OutboxMessage.case_id) == case.id,
        col(OutboxMessage.account_id) == request.made_by_id,
        col(OutboxMessage.done_at).is_(None),
    )
    run(mail.values(done_at=now, outcome=silencing.EXPIRED, sealed_facts=None))
    waiting = sa.update(Alert).where(
        col(Alert.case_id) == case.id,
        col(Alert.account_id) == request.made_by_id,
        col(Alert.sent_at).is_(None),
    )
    run(waiting.values(seen_at=now, sent_at=now))


def _end_empty_case(session: Session, mending: Mending, case: Case) -> None:
    """End a case that was opened for this request and holds nothing else."""
    for table in (Request, Decision, Plan, Move):
        if session.exec(select(table.id).where(table.case_id == case.id)).first() is not None:
            return
    session.refresh(case)
    acting = Acting(mending.trace, mending.ring, case.id, case.version)
    closing.opened_by_mistake(session, acting, mending.reason)


def reopen(session: Session, mending: Mending) -> RequestCorrection:
    """Undo a closure: the request is open again, and its weeks ran on from the day it arrived.

    Raises ``StaleDataError``, ``CannotMendError`` and ``lawful.NotLawfulError``.
    """
    request = _held(session, mending)
    if request.closed_at is None:
        raise CannotMendError("It is not closed.")
    case = session.get_one(Case, request.case_id) if request.case_id else None
    if case is not None and case.ended_on is not None:
        raise CannotMendError("The case has ended. If that was a mistake, open it again.")
    if case is not None:
        lawful.check(session, case.id, Step.REQUEST)
    made = open_again(session, mending.trace, request, mending.reason)
    _tell(session, mending, request, case, f"request.reopened:{made.id}")
    return made


def open_again(session: Session, trace: Trace, request: Request, reason: str) -> RequestCorrection:
    """Let the newest closure of a request stand no longer; also when its case is opened again."""
    closure = session.exec(
        select(RequestClosure)
        .where(RequestClosure.request_id == request.id)
        .order_by(col(RequestClosure.closed_at).desc())
    ).first()
    made = RequestCorrection(
        request_id=request.id,
        what=Mended.CLOSURE,
        reason=reason,
        closure_id=closure.id if closure else None,
        by_id=trace.account_id,
    )
    request.closed_at = None
    session.add_all([request, made])
    session.flush()
    timeline.record(
        session,
        trace,
        "request.reopened",
        of=("request_correction", made.id),
        case_id=request.case_id,
        request_id=request.id,
        only_account_id=request.made_by_id,
        key=True,
        facts={"reference": request.reference, "reason": reason},
    )
    return made


def _held(session: Session, mending: Mending) -> Request:
    request = session.get_one(
        Request, mending.request_id, populate_existing=True, with_for_update=True
    )
    if request.version != mending.version:
        raise StaleDataError("somebody has dealt with this request")
    return request


def _correction(
    session: Session, mending: Mending, what: Mended, **facts: Any
) -> RequestCorrection:
    made = RequestCorrection(
        request_id=mending.request_id,
        what=what,
        reason=mending.reason,
        by_id=mending.trace.account_id,
        **facts,
    )
    session.add(made)
    session.flush()
    return made


def _record(
    session: Session,
    mending: Mending,
    request: Request,
    kind: str,
    made: RequestCorrection,
    facts: dict[str, Any],
    audience: EventAudience = EventAudience.FAMILY,
) -> None:
    timeline.record(
        session,
        mending.trace,
        kind,
        of=("request_correction", made.id),
        case_id=request.case_id,
        request_id=request.id,
        audience=audience,
        key=True,
        facts=facts,
    )


def _tell(
    session: Session, mending: Mending, request: Request, case: Case | None, about: str
) -> None:
    """Tell the family of the case or, while it is joined to none, whoever sent it; at once."""
    if case is not None:
        family.tell(session, mending.ring, case, about, page="/dates")
    elif request.made_by_id is not None:
        alerts.tell(
            session,
            mending.ring,
            request.made_by_id,
            AlertKind.STAGE,
            HOME,
            dedupe_key=f"{about}:{request.made_by_id}",
        )
