"""A request that was joined to the wrong child leaves that case, with all the joining gave."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.alert import Alert
from ehcportal.models.assessment import AdviceRequest, AdviserWish, Decision, RequestNotice
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship
from ehcportal.models.plan import Plan
from ehcportal.models.proceeding import Move
from ehcportal.models.request import Mended, Request, RequestCorrection
from ehcportal.queries.in_force import in_force
from ehcportal.services import request_papers, ties
from ehcportal.services.endings import closing, silencing
from ehcportal.services.endings.closing import Acting
from ehcportal.services.request_corrections import (
    CannotMendError,
    Mending,
    correction,
    held,
    record,
    tell,
)


def unjoin(session: Session, mending: Mending, *, keep_access: bool) -> RequestCorrection:
    """Take a request out of the case of the wrong child: it waits in the inbox again.

    What the joining let its sender see ends with it, unless they are tied to that child anyway.
    Its weeks run on. Raises ``StaleDataError`` and ``CannotMendError``.
    """
    request = held(session, mending)
    case = _case_to_leave(session, request)
    made = correction(session, mending, Mended.JOIN, was_case_id=case.id)
    facts = {"reference": request.reference, "reason": mending.reason}
    record(session, mending, request, "request.unjoined", made, facts, audience=EventAudience.STAFF)
    request_papers.take_from_case(session, mending.trace, request, mending.reason)
    request.case_id, request.joined_at, request.joined_by_id = None, None, None
    request.acknowledged_letter_id = None
    session.add(request)
    for row in (*session.exec(_unanswered_wishes(request.id)), *_untold(session, request.id)):
        session.delete(row)
    session.flush()
    if not keep_access:
        _end_access(session, mending, request, case)
    _end_empty_case(session, mending, case)
    tell(session, mending, request, None, f"request.unjoined:{made.id}")
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


def _untold(session: Session, request_id: str) -> list[RequestNotice]:
    """Return notices that nobody got yet: they are made anew for the right child."""
    wanted = select(RequestNotice).where(
        RequestNotice.request_id == request_id,
        col(RequestNotice.told_on).is_(None),
        col(RequestNotice.document_id).is_(None),
    )
    return list(session.exec(wanted))


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
