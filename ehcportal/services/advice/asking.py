"""Asking for advice: one request for each adviser, each with six weeks of its own (Reg 6(1))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from ehcportal.domain.advicelaw import OF_FAMILY
from ehcportal.domain.rules import STANDARD_COUNTING, Counting
from ehcportal.domain.steps import Step
from ehcportal.models.alert import AlertKind
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.person import RelationshipKind
from ehcportal.models.request import Request
from ehcportal.queries import advice_people, assignments
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.services import alerts, contributors, lawful, timeline
from ehcportal.services.advice import telling, wishes

ABOUT_ME, MY_VIEWS = "/cases/{}/about-me", "/cases/{}/my-views"
"""Where the young person and the parents give their own advice (Reg 6(1)(a))."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask, under which paragraph of Reg 6(1), and whose wish it is if it is one."""

    role: str
    paragraph: str
    adviser: str = ""
    service_id: str | None = None
    setting_id: str | None = None
    wish_id: str | None = None
    by_family: bool = False


def ask(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case: Case,
    asks: Iterable[Ask],
    *,
    on: date,
    counting: Counting = STANDARD_COUNTING,
) -> list[AdviceRequest]:
    """Ask each of them; the six weeks of each begin on the day ``on`` (Regulation 8(1)).

    The SENCos of a school or college that is asked see the ask at once; the people of a service
    and its shared address get an e-mail that says how to get in. Raises ``StaleDataError``
    when a colleague asked the very same meanwhile, or answered a wish of the family, and
    ``lawful.NotLawfulError`` where nobody can be asked now.
    """
    lawful.check(session, case.id, Step.ASK_FOR_ADVICE)
    request_id = _request_of(session, case.id)
    running = _running(session, case.id)
    made = []
    for each in asks:
        if (each.role, each.paragraph, each.service_id, each.setting_id) in running:
            raise StaleDataError("the same is asked already")
        made.append(_ask(session, trace, ring, case, each, request_id, on))
        if each.paragraph != OF_FAMILY:
            telling.tell(session, ring, made[-1], counting=counting)
    return made


def _running(session: Session, case_id: str) -> set[tuple[str, str, str | None, str | None]]:
    """Return what is asked and still missing: nobody is asked the very same twice."""
    rows = session.exec(
        select(AdviceRequest).where(
            AdviceRequest.case_id == case_id,
            col(AdviceRequest.received_on).is_(None),
            col(AdviceRequest.withdrawn_on).is_(None),
        )
    )
    return {(each.role, each.paragraph, each.service_id, each.setting_id) for each in rows}


def _ask(
    session: Session,
    trace: Trace,
    ring: KeyRing,
    case: Case,
    wanted: Ask,
    request_id: str | None,
    on: date,
) -> AdviceRequest:
    row = AdviceRequest(
        case_id=case.id,
        request_id=request_id,
        service_id=wanted.service_id,
        setting_id=wanted.setting_id,
        role=wanted.role,
        paragraph=wanted.paragraph,
        adviser_name=wanted.adviser or None,
        asked_on=on,
        asked_by_family=wanted.by_family or wanted.wish_id is not None,
    )
    session.add(row)
    session.flush()
    _record(session, trace, row)
    if wanted.wish_id is not None:
        wishes.grant(session, trace, ring, case, wanted.wish_id, row)
    if row.setting_id is not None:
        _let_sencos_in(session, trace, ring, row)
    if row.paragraph == OF_FAMILY:
        _tell_family(session, ring, case, row)
    return row


def _tell_family(session: Session, ring: KeyRing, case: Case, row: AdviceRequest) -> None:
    """Tell the family that the law asks for their own advice, and where to give it."""
    own = RelationshipKind.YOUNG_PERSON
    for each in assignments.askable(session, case.person_id):
        alerts.tell(
            session,
            ring,
            each.account_id,
            AlertKind.TO_COMPLETE,
            (ABOUT_ME if each.kind is own else MY_VIEWS).format(case.id),
            case_id=case.id,
            dedupe_key=f"advice:{row.id}:{each.account_id}",
        )


def _record(session: Session, trace: Trace, row: AdviceRequest) -> None:
    timeline.record(
        session,
        trace,
        "advice.asked",
        of=("advice_request", row.id),
        case_id=row.case_id,
        key=True,
        on=row.asked_on,
        facts={"role": row.role},
    )


def _let_sencos_in(session: Session, trace: Trace, ring: KeyRing, row: AdviceRequest) -> None:
    for account in advice_people.sencos(session, row.setting_id or ""):
        try:
            contributors.pick(session, ring, trace, row, account)
        except StaleDataError:
            continue


def _request_of(session: Session, case_id: str) -> str | None:
    """Return the newest request of the case that stands: the assessment follows from it."""
    return session.exec(
        select(Request.id)
        .where(Request.case_id == case_id, col(Request.closed_at).is_(None))
        .order_by(
            col(Request.received_on).desc(),
            col(Request.joined_at).desc().nulls_last(),
            col(Request.id).desc(),
        )
    ).first()
