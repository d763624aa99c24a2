"""A case of the domain as rows, so that a page shows what the law's own examples say."""

from datetime import date

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.domain.facts import CaseFacts, DecisionKind, PlanKind, RequestFact, ReviewFact
from ehcportal.models.account import Account
from ehcportal.models.assessment import (
    Plan,
    PlanVersion,
    Review,
    TimeException,
)
from ehcportal.models.case import Case
from ehcportal.models.request import RequestClosure
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
    for review in facts.reviews:
        _review(session, case, review)
    case.ended_on, case.ended_as = facts.ended_on, facts.ended_as
    session.flush()


def _ago(on: date) -> int:
    return (clock.today() - on).days


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
                plan_id=plan.id, number=9, kind=PlanKind.AMENDMENT, served_on=fact.notice_on
            )
        )
