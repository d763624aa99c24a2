"""Somebody whom the family would like us to ask: done, or refused with reasons (Reg 6(1)(h))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.forms.fields.base import listed, text
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import AdviceRequest, AdviserWish
from ehcportal.models.case import Case
from ehcportal.models.form import Submission
from ehcportal.models.request import Request
from ehcportal.notifications import outbox
from ehcportal.queries import assignments
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, timeline

PEOPLE = "people"
"""The question of a request for an assessment that names people who know the child."""

MOST_TEXT = 100
INFORMATION = "/cases/{}/information-requested"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom the family would like to be asked, and why."""

    role: str
    name: str = ""
    service: str = ""
    why: str = ""


def make(session: Session, trace: Trace, ring: KeyRing, case: Case, wish: Wish) -> AdviserWish:
    """Keep a wish of somebody of the family; it waits for a yes, or a no with reasons."""
    case_id = case.id
    row = AdviserWish(
        case_id=case_id,
        asked_by_id=trace.account_id,
        role=wish.role,
        name=wish.name,
        service=wish.service,
        why=wish.why,
        asked_on=clock.today(),
    )
    session.add(row)
    session.flush()
    _record(session, trace, row, "advice.wished", only=trace.account_id)
    _tell_coordinator(session, ring, case, row)
    return row


def put_down(session: Session, trace: Trace, case: Case, wish: Wish, *, on: date) -> AdviserWish:
    """Keep a wish that the family made on paper, by telephone or at a meeting."""
    row = AdviserWish(
        case_id=case.id,
        entered_by_id=trace.account_id,
        role=wish.role,
        name=wish.name,
        service=wish.service,
        why=wish.why,
        asked_on=on,
    )
    session.add(row)
    session.flush()
    _record(session, trace, row, "advice.wish_put_down")
    return row


def _tell_coordinator(session: Session, ring: KeyRing, case: Case, row: AdviserWish) -> None:
    account = assignments.coordinator_of(session, case.id)
    if account is None:
        return
    outbox.put(
        session,
        ring,
        template="form_for_staff",
        recipient=account.email,
        account_id=account.id,
        case_id=case.id,
        facts={"reference": case.reference, "path": f"/council/cases/{case.id}/advice"},
        dedupe_key=f"adviser_wish:{row.id}",
        language=account.language,
    )


def of_request(session: Session, request: Request) -> None:
    """Take the wishes over that stand in a request, once it is joined to a case."""
    if request.case_id is None or request.submission_id is None:
        return
    answers = session.get_one(Submission, request.submission_id).answers
    for each in listed(answers.get(PEOPLE, "")):
        if isinstance(each, Mapping) and text(each.get("ask_them")) == "yes":
            session.add(_of_entry(request, each))
    session.flush()


def _of_entry(request: Request, entry: Mapping[str, Any]) -> AdviserWish:
    return AdviserWish(
        case_id=request.case_id or "",
        request_id=request.id,
        asked_by_id=request.made_by_id,
        role=text(entry.get("role"))[:MOST_TEXT] or text(entry.get("name"))[:MOST_TEXT],
        name=text(entry.get("name"))[:150],
        service=text(entry.get("service"))[:150],
        asked_on=request.received_on,
    )


def grant(
    session: Session, trace: Trace, ring: KeyRing, case: Case, wish_id: str, asked: AdviceRequest
) -> None:
    """Note that a wish was followed, and tell the family.

    Raises ``StaleDataError`` when it was answered before.
    """
    row = waiting(session, case.id, wish_id)
    row.advice_request_id = asked.id
    _answered(row, trace)
    session.flush()
    _record(session, trace, row, "advice.wish_granted")
    _tell_family(session, ring, case, row)


def refuse(
    session: Session, trace: Trace, ring: KeyRing, case: Case, wish_id: str, reason: str
) -> None:
    """Say no to a wish, with the reasons that the family reads. Raises as ``grant``.

    A no is a decision about the child: everybody of the family with a full view hears of it.
    """
    row = waiting(session, case.id, wish_id)
    row.refused_reason = reason
    _answered(row, trace)
    session.flush()
    _record(session, trace, row, "advice.wish_refused", reason=reason)
    _tell_family(session, ring, case, row)


def _tell_family(session: Session, ring: KeyRing, case: Case, row: AdviserWish) -> None:
    for each in assignments.askable(session, case.person_id):
        alerts.tell(
            session,
            ring,
            each.account_id,
            AlertKind.STAGE,
            INFORMATION.format(case.id),
            case_id=case.id,
            dedupe_key=f"wish:{row.id}:{each.account_id}",
        )


def waiting(session: Session, case_id: str, wish_id: str) -> AdviserWish:
    """Return a wish that nobody has answered, held until the commit."""
    row = session.exec(
        select(AdviserWish)
        .where(AdviserWish.id == wish_id, AdviserWish.case_id == case_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None or row.answered_on is not None:
        raise StaleDataError("the wish was answered meanwhile")
    return row


def open_wishes(session: Session, case_id: str) -> list[AdviserWish]:
    """Return the wishes of a case that wait for an answer, the oldest first."""
    return list(
        session.exec(
            select(AdviserWish)
            .where(AdviserWish.case_id == case_id, col(AdviserWish.answered_on).is_(None))
            .order_by(col(AdviserWish.asked_on), col(AdviserWish.id))
        )
    )


def _answered(row: AdviserWish, trace: Trace) -> None:
    row.answered_by_id = trace.account_id
    row.answered_on = clock.today()


def _record(
    session: Session,
    trace: Trace,
    row: AdviserWish,
    kind: str,
    *,
    only: str | None = None,
    reason: str = "",
) -> None:
    timeline.record(
        session,
        trace,
        kind,
        of=("adviser_wish", row.id),
        case_id=row.case_id,
        only_account_id=only,
        facts={"role": row.role, **({"reason": reason} if reason else {})},
    )
