"""Requests for an assessment: joined to a child, or closed in one of the four lawful ways."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from ehcportal import clock
from ehcportal.domain.advicelaw import Told
from ehcportal.domain.facts import Closure
from ehcportal.domain.steps import Step
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.request import Request, RequestClosure
from ehcportal.notifications import news
from ehcportal.notifications.recipients import Circle, News, Reader
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import (
    acceptance,
    cases,
    coordinators,
    lawful,
    people,
    request_papers,
    timeline,
)
from ehcportal.services.advice import wishes
from ehcportal.services.people import Child, Tie


@dataclass(frozen=True, slots=True)
class Joining:
    """What staff decided about a request: which child, who coordinates, what the sender may see.

    ``person_id`` is a known child; without one ``child`` is made. Without ``tie`` the sender gets
    no access: they are told, and keep the page of what they sent.
    """

    version: int
    coordinator_id: str
    person_id: str | None = None
    child: Child | None = None
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a request is closed, with the facts that its kind needs."""

    version: int
    kind: Closure
    reason: str
    duplicate_of_id: str | None = None
    passed_to: str | None = None
    passed_on: date | None = None


def join(
    session: Session, trace: Trace, ring: KeyRing, request_id: str, wanted: Joining, *, prefix: str
) -> Case:
    """Join a request to a child's case, which is opened if there is none; tell the sender.

    The clock runs from the day the request arrived, whatever day it is joined (Regulation 5(1)).
    Raises ``StaleDataError`` when somebody dealt with it meanwhile, ``NoSuchChildError``, and
    ``lawful.NotLawfulError`` for a child who has a plan: that is an ask for a reassessment.
    """
    request = _waiting(session, request_id, wanted.version)
    person_id = wanted.person_id or _new_child(session, trace, wanted)
    case = cases.open_for(session, trace, person_id, on=request.received_on, prefix=prefix)
    lawful.check(session, case.id, Step.REQUEST)
    request.case_id = case.id
    request.joined_at = clock.now()
    request.joined_by_id = trace.account_id
    session.flush()
    timeline.record(
        session,
        trace,
        "request.joined",
        of=("request", request.id),
        case_id=case.id,
        request_id=request.id,
        audience=EventAudience.STAFF,
        facts={"reference": request.reference},
    )
    wishes.of_request(session, request)
    request_papers.file_with_case(session, trace, request)
    coordinators.assign(session, trace, case, wanted.coordinator_id)
    _let_the_sender_see(session, trace, request, case, wanted.tie)
    if wanted.tie is not None:
        _tell(session, ring, request, News.REQUEST_JOINED, case)
    else:
        _tell(session, ring, request, News.REQUEST_TAKEN_UP)
    acceptance.tell(session, trace, ring, request, case)
    session.flush()
    return case


def _new_child(session: Session, trace: Trace, wanted: Joining) -> str:
    if wanted.child is None:
        raise cases.NoSuchChildError("neither a known child nor a new one")
    person = people.create(session, wanted.child)
    timeline.record(
        session, trace, "person.added", of=("person", person.id), audience=EventAudience.STAFF
    )
    return person.id


def _let_the_sender_see(
    session: Session, trace: Trace, request: Request, case: Case, tie: Tie | None
) -> None:
    if tie is None or request.made_by_id is None:
        return
    given = people.tie(
        session, trace, account_id=request.made_by_id, person_id=case.person_id, wanted=tie
    )
    timeline.record(
        session,
        trace,
        "access.given",
        of=("relationship", given.id),
        case_id=case.id,
        only_account_id=request.made_by_id,
    )


def close(
    session: Session, trace: Trace, ring: KeyRing, request_id: str, wanted: Closing
) -> RequestClosure:
    """Close a request without a decision. Anything but the four kinds would be a refusal.

    Raises ``StaleDataError`` when somebody dealt with it meanwhile, and ``ValueError`` when a fact
    that the kind needs is missing.
    """
    _check(wanted)
    request = _waiting(session, request_id, wanted.version)
    now = clock.now()
    closure = RequestClosure(
        request_id=request.id,
        kind=wanted.kind,
        reason=wanted.reason,
        passed_to=wanted.passed_to,
        passed_on=wanted.passed_on,
        duplicate_of_id=wanted.duplicate_of_id,
        closed_by_id=trace.account_id or "",
        closed_at=now,
    )
    request.closed_at = now
    session.add(closure)
    session.flush()
    timeline.record(
        session,
        trace,
        "request.closed",
        of=("request_closure", closure.id),
        request_id=request.id,
        only_account_id=request.made_by_id,
        key=True,
        facts={"closed_as": wanted.kind.value},
    )
    _tell(session, ring, request, News.REQUEST_CLOSED)
    session.flush()
    return closure


def _check(wanted: Closing) -> None:
    needed = {
        Closure.DUPLICATE: (wanted.duplicate_of_id,),
        Closure.ANOTHER_COUNCIL: (wanted.passed_to, wanted.passed_on),
    }
    if not wanted.reason.strip() or not all(needed.get(wanted.kind, (True,))):
        raise ValueError(f"a fact is missing to close as {wanted.kind.value}")


def _waiting(session: Session, request_id: str, version: int) -> Request:
    """Return a request that still waits, locked. Raises ``StaleDataError`` when it does not."""
    request = session.get_one(Request, request_id, populate_existing=True, with_for_update=True)
    done = request.case_id is not None or request.closed_at is not None
    if done or request.version != version:
        raise StaleDataError("somebody has dealt with this request")
    return request


def _tell(
    session: Session, ring: KeyRing, request: Request, what: News, case: Case | None = None
) -> None:
    sender = session.get(Account, request.made_by_id) if request.made_by_id else None
    home = "/home" if request.setting_id is None else acceptance.PATHS[Told.SETTING]
    path = f"/cases/{case.id}" if case else home
    news.tell(
        session,
        ring,
        what,
        Circle(sender=Reader.of(sender) if sender else None),
        of=request.id,
        facts={"path": path, "reference": request.reference},
        case_id=case.id if case else None,
    )
