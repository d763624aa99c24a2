"""One request or access request as staff see it, and what its sender sees of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, select

from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import Closure
from ehcportal.domain.rules import Counting
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.request import (
    AccessDecision,
    AccessOutcome,
    AccessRequest,
    Request,
    RequestClosure,
    RequestCorrection,
)
from ehcportal.queries.inbox import decision_due


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A request with its sender, and how it was dealt with if it was."""

    request: Request
    sender: Account | None
    decision_due: DueDate | None
    case: Case | None
    closure: RequestClosure | None
    done_by: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has joined or closed it."""
        return self.request.case_id is None and self.request.closed_at is None


def _who(*columns: Any) -> Any:
    return sa.func.coalesce(*columns)


def request_page(session: Session, request_id: str, counting: Counting) -> RequestPage | None:
    """Return a request for staff, in one statement."""
    sender, done_by = aliased(Account), aliased(Account)
    row = session.execute(
        sa.select(Request, sender, Case, RequestClosure, done_by)
        .join(sender, and_(sender.id == Request.made_by_id), isouter=True)
        .join(Case, and_(Case.id == Request.case_id), isouter=True)
        .join(RequestClosure, and_(RequestClosure.request_id == Request.id), isouter=True)
        .join(
            done_by,
            and_(done_by.id == _who(Request.joined_by_id, RequestClosure.closed_by_id)),
            isouter=True,
        )
        .where(col(Request.id) == request_id)
        .order_by(col(RequestClosure.closed_at).desc())
    ).first()
    if row is None:
        return None
    request, account, case, closure, colleague = row
    return RequestPage(
        request=request,
        sender=account,
        decision_due=decision_due(request, counting),
        case=case,
        closure=closure,
        done_by=colleague.name if colleague else None,
    )


def corrections(session: Session, request: Request) -> list[tuple[RequestCorrection, str]]:
    """Return what was put right about a request with who did it, the newest first.

    One that nobody has touched since it arrived has none, and costs no statement.
    """
    if request.version == 1:
        return []
    rows = session.exec(
        select(RequestCorrection, Account)
        .join(Account, and_(Account.id == RequestCorrection.by_id), isouter=True)
        .where(RequestCorrection.request_id == request.id)
        .order_by(col(RequestCorrection.made_at).desc())
    )
    return [(row, by.name if by else "") for row, by in rows]


def other_request(session: Session, reference: str, *, than: str) -> Request | None:
    """Return another request by its reference."""
    return session.exec(
        select(Request).where(Request.reference == reference.strip().upper(), Request.id != than)
    ).first()


@dataclass(frozen=True, slots=True)
class AccessPage:
    """An access request with its applicant, and how it was decided if it was."""

    asked: AccessRequest
    applicant: Account
    decision: AccessDecision | None
    decided_by: str | None


def access_page(session: Session, access_request_id: str) -> AccessPage | None:
    """Return an access request for staff, in one statement."""
    applicant, colleague = aliased(Account), aliased(Account)
    row = session.exec(
        select(AccessRequest, applicant, AccessDecision, colleague)
        .join(applicant, and_(applicant.id == AccessRequest.account_id))
        .join(
            AccessDecision,
            and_(AccessDecision.access_request_id == AccessRequest.id),
            isouter=True,
        )
        .join(colleague, and_(colleague.id == AccessDecision.decided_by_id), isouter=True)
        .where(AccessRequest.id == access_request_id)
        .order_by(col(AccessDecision.decided_at).desc())
    ).first()
    if row is None:
        return None
    asked, account, decision, by = row
    return AccessPage(asked, account, decision, by.name if by else None)


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request for an assessment as its sender sees it: nothing of any child but their own."""

    reference: str
    submission_id: str | None
    about: str
    received_on: date
    decision_due: DueDate | None
    is_joined: bool
    closed_as: Closure | None
    closed_at: datetime | None
    reason: str
    passed_to: str | None


@dataclass(frozen=True, slots=True)
class OwnAccessRequest:
    """An access request as the applicant sees it."""

    reference: str
    submission_id: str
    about: str
    received_at: datetime
    outcome: AccessOutcome | None
    decided_at: datetime | None
    reason: str


def own_requests(session: Session, account_id: str, counting: Counting) -> list[OwnRequest]:
    """Return the requests somebody has made, the newest first, in one statement."""
    rows = session.exec(
        select(Request, RequestClosure)
        .join(RequestClosure, and_(RequestClosure.request_id == Request.id), isouter=True)
        .where(Request.made_by_id == account_id)
        .order_by(col(Request.received_at).desc(), col(RequestClosure.closed_at))
    )
    newest = {request.id: (request, closure) for request, closure in rows}
    return [_own(request, closure, counting) for request, closure in newest.values()]


def _own(request: Request, closure: RequestClosure | None, counting: Counting) -> OwnRequest:
    stands = closure if request.closed_at else None
    return OwnRequest(
        reference=request.reference,
        submission_id=request.submission_id,
        about=f"{request.child_forename} {request.child_surname}",
        received_on=request.received_on,
        decision_due=decision_due(request, counting),
        is_joined=request.case_id is not None,
        closed_as=stands.kind if stands else None,
        closed_at=request.closed_at,
        reason=stands.reason if stands else "",
        passed_to=stands.passed_to if stands else None,
    )


def own_access_requests(session: Session, account_id: str) -> list[OwnAccessRequest]:
    """Return the access requests somebody has sent, the newest first, in one statement."""
    rows = session.exec(
        select(AccessRequest, AccessDecision)
        .join(
            AccessDecision,
            and_(AccessDecision.access_request_id == AccessRequest.id),
            isouter=True,
        )
        .where(AccessRequest.account_id == account_id)
        .order_by(col(AccessRequest.received_at).desc(), col(AccessDecision.decided_at))
    )
    newest = {asked.id: (asked, decision) for asked, decision in rows}
    return [
        OwnAccessRequest(
            reference=asked.reference,
            submission_id=asked.submission_id,
            about=f"{asked.child_forename} {asked.child_surname}",
            received_at=asked.received_at,
            outcome=decision.outcome if decision else None,
            decided_at=asked.decided_at,
            reason=decision.reason if decision else "",
        )
        for asked, decision in newest.values()
    ]
