"""A case of the domain as rows, so that a page shows what the law's own examples say."""

from datetime import date

from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.domain.facts import CaseFacts, DecisionKind, PlanKind, RequestFact, ReviewFact
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.plan import Consultation, Plan, PlanVersion, Representation
from ehcportal.models.proceeding import Move, MoveDirection, Proceeding
from ehcportal.models.request import RequestClosure
from ehcportal.models.review import Review
from ehcportal.models.setting import Setting
from ehcportal.models.time_exception import TimeException
from tests import factories


def store(session: Session, case: Case, facts: CaseFacts, by: Account) -> None:
    """Add the rows of a case that has none yet. What no table holds yet is left out."""
    for request in facts.requests:
        _request(session, case, request, by)
    for made in facts.decisions:
        row = factories.decision(session, case, made.kind, made.outcome, ago=_ago(made.decided_on))
        row.notified_on = made.notified_on
    for asked in facts.advice:
        came = _ago(asked.received_on) if asked.received_on else None
        factories.advice(session, case, asked.role, asked=_ago(asked.asked_on), received=came)
    for each in facts.exceptions:
        session.add(
            TimeException(
                case_id=case.id, duty=each.duty_key, ground=each.ground, from_on=each.from_on
            )
        )
    if facts.plans:
        factories.plan(session, case, *((each.kind, _ago(each.served_on)) for each in facts.plans))
    _said(session, case, facts, by)
    _beside(session, case, facts)
    for review in facts.reviews:
        _review(session, case, review)
    case.ended_on, case.ended_as = facts.ended_on, facts.ended_as
    session.flush()


def _ago(on: date) -> int:
    return (clock.today() - on).days


def _beside(session: Session, case: Case, facts: CaseFacts) -> None:
    for each in facts.proceedings:
        session.add(
            Proceeding(
                case_id=case.id, kind=each.kind, started_on=each.started_on, ended_on=each.ended_on
            )
        )
    if facts.moving_on:
        session.add(_move(case, facts.moving_on))


def _said(session: Session, case: Case, facts: CaseFacts, by: Account) -> None:
    """What a family and settings said of the newest version."""
    if not facts.comments and not facts.consultations:
        return
    version = session.exec(
        select(PlanVersion)
        .join(Plan, col(Plan.id) == PlanVersion.plan_id)
        .where(Plan.case_id == case.id)
        .order_by(col(PlanVersion.number).desc())
    ).first()
    if version is None:
        raise ValueError("nothing was sent that somebody could speak of")
    for said in facts.comments:
        session.add(
            Representation(
                plan_version_id=version.id,
                account_id=by.id,
                accepts_as_it_is=said.accepts,
                sent_at=clock.now(),
                sent_on=said.sent_on,
            )
        )
    for asked in facts.consultations:
        setting = Setting(name=asked.setting, name_folded=asked.setting.casefold())
        session.add(setting)
        session.flush()
        session.add(
            Consultation(
                plan_version_id=version.id,
                case_id=case.id,
                setting_id=setting.id,
                sent_on=asked.sent_on,
                replied_on=asked.answered_on,
            )
        )


def _move(case: Case, on: date) -> Move:
    return Move(
        case_id=case.id,
        direction=MoveDirection.OUT,
        other_council="Westmarch",
        known_on=clock.today(),
        moves_on=on,
    )


def _request(session: Session, case: Case, fact: RequestFact, by: Account) -> None:
    made = factories.request(
        session,
        by,
        received=_ago(fact.received_on),
        joined_to=case,
        source=fact.source,
        start_reason=fact.start_reason,
    )
    if fact.closed_as is None:
        return
    made.closed_at = clock.now()
    session.add(
        RequestClosure(
            request_id=made.id,
            kind=fact.closed_as,
            reason="As the letter says.",
            closed_by_id=by.id,
            closed_at=made.closed_at,
        )
    )


def _review(session: Session, case: Case, fact: ReviewFact) -> None:
    made = Review(case_id=case.id, meeting_on=fact.meeting_on, report_on=fact.report_on)
    session.add(made)
    session.flush()
    if fact.outcome is None or fact.decided_on is None:
        return
    ago = _ago(fact.decided_on)
    told = factories.decision(session, case, DecisionKind.REVIEW, fact.outcome, ago=ago)
    told.review_id = made.id
    if fact.notice_on is not None:
        plan = session.exec(select(Plan).where(Plan.case_id == case.id)).one()
        session.add(
            PlanVersion(
                plan_id=plan.id,
                number=9,
                kind=PlanKind.AMENDMENT,
                served_on=fact.notice_on,
                review_id=made.id,
            )
        )
