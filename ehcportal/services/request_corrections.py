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
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.event import EventAudience
from ehcportal.models.request import Mended, Request, RequestClosure, RequestCorrection
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, lawful, timeline
from ehcportal.services.endings import family

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
    request = held(session, mending)
    was = request.received_on
    _check_day(session, request, on)
    made = correction(session, mending, Mended.DAY, was_on=was, now_on=on)
    request.received_on = on
    session.add(request)
    case = session.get_one(Case, request.case_id) if request.case_id else None
    session.flush()
    if case is not None:
        _open_from_the_first(session, case, was)
    facts = {"was": date_words(was), "now": date_words(on), "reason": mending.reason}
    record(session, mending, request, "request.day_corrected", made, facts)
    tell(session, mending, request, case, f"request.day:{made.id}")
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


def reopen(session: Session, mending: Mending) -> RequestCorrection:
    """Undo a closure: the request is open again, and its weeks ran on from the day it arrived.

    Raises ``StaleDataError``, ``CannotMendError`` and ``lawful.NotLawfulError``.
    """
    request = held(session, mending)
    if request.closed_at is None:
        raise CannotMendError("It is not closed.")
    case = session.get_one(Case, request.case_id) if request.case_id else None
    if case is not None and case.ended_on is not None:
        raise CannotMendError("The case has ended. If that was a mistake, open it again.")
    if case is not None:
        lawful.check(session, case.id, Step.REQUEST)
    made = open_again(session, mending.trace, request, mending.reason)
    tell(session, mending, request, case, f"request.reopened:{made.id}")
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


def held(session: Session, mending: Mending) -> Request:
    """Return the request, locked. Raises ``StaleDataError`` when it is not as it was seen."""
    request = session.get_one(
        Request, mending.request_id, populate_existing=True, with_for_update=True
    )
    if request.version != mending.version:
        raise StaleDataError("somebody has dealt with this request")
    return request


def correction(session: Session, mending: Mending, what: Mended, **facts: Any) -> RequestCorrection:
    """Add the row that says what was wrong, and why."""
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


def record(
    session: Session,
    mending: Mending,
    request: Request,
    kind: str,
    made: RequestCorrection,
    facts: dict[str, Any],
    audience: EventAudience = EventAudience.FAMILY,
) -> None:
    """Add the line of the timeline that tells of it."""
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


def tell(
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
