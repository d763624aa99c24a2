"""Access requests: approved, which ties the applicant to a child, or turned down with a reason.

They alone can be turned down (guide row C01): a request for an assessment follows the law's way.
"""

from dataclasses import dataclass

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.person import Person, Relationship
from ehcportal.models.request import AccessDecision, AccessOutcome, AccessRequest
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import people, timeline
from ehcportal.services.cases import NoSuchChildError
from ehcportal.services.people import Tie


@dataclass(frozen=True, slots=True)
class Approval:
    """Whose case the applicant may see, as what, and how staff made sure."""

    version: int
    person_id: str
    tie: Tie


def approve(
    session: Session, trace: Trace, ring: KeyRing, access_request_id: str, wanted: Approval
) -> AccessDecision:
    """Give the applicant their tie to the child, and tell them by e-mail.

    Raises ``StaleDataError`` when it was decided meanwhile, and ``NoSuchChildError``.
    """
    asked = _undecided(session, access_request_id, wanted.version)
    person = session.get(Person, wanted.person_id)
    if person is None or person.merged_into_id is not None:
        raise NoSuchChildError(wanted.person_id)
    given = people.tie(
        session, trace, account_id=asked.account_id, person_id=person.id, wanted=wanted.tie
    )
    case_id = _newest_case(session, person.id)
    decision = _decide(session, trace, asked, AccessOutcome.APPROVED, given=given)
    timeline.record(
        session,
        trace,
        "access.approved",
        of=("access_decision", decision.id),
        case_id=case_id,
        access_request_id=asked.id,
        only_account_id=asked.account_id,
    )
    _tell(session, ring, asked, News.ACCESS_APPROVED)
    session.flush()
    return decision


def turn_down(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    access_request_id: str,
    *,
    version: int,
    reason: str,
) -> AccessDecision:
    """Turn an access request down, with the reason as the applicant reads it.

    Raises ``StaleDataError`` when it was decided meanwhile, ``ValueError`` without a reason.
    """
    if not reason.strip():
        raise ValueError("an access request is turned down with a reason")
    asked = _undecided(session, access_request_id, version)
    decision = _decide(session, trace, asked, AccessOutcome.TURNED_DOWN, reason=reason)
    timeline.record(
        session,
        trace,
        "access.turned_down",
        of=("access_decision", decision.id),
        access_request_id=asked.id,
        audience=EventAudience.STAFF,
    )
    _tell(session, ring, asked, News.ACCESS_TURNED_DOWN)
    session.flush()
    return decision


def _undecided(session: Session, access_request_id: str, version: int) -> AccessRequest:
    asked = session.get_one(
        AccessRequest, access_request_id, populate_existing=True, with_for_update=True
    )
    if asked.decided_at is not None or asked.version != version:
        raise StaleDataError("somebody has decided this access request")
    return asked


def _decide(
    session: Session,
    trace: Trace,
    asked: AccessRequest,
    outcome: AccessOutcome,
    *,
    reason: str = "",
    given: Relationship | None = None,
) -> AccessDecision:
    now = clock.now()
    asked.decided_at = now
    decision = AccessDecision(
        access_request_id=asked.id,
        outcome=outcome,
        reason=reason.strip(),
        person_id=given.person_id if given else None,
        relationship_id=given.id if given else None,
        decided_by_id=trace.account_id or "",
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def _newest_case(session: Session, person_id: str) -> str | None:
    return session.exec(
        select(Case.id).where(Case.person_id == person_id).order_by(col(Case.opened_on).desc())
    ).first()


def _tell(session: Session, ring: KeyRing, asked: AccessRequest, what: News) -> None:
    applicant = session.get_one(Account, asked.account_id)
    facts = {"path": "/forms/access", "reference": asked.reference}
    news.tell(session, ring, what, Circle(sender=Reader.of(applicant)), of=asked.id, facts=facts)
