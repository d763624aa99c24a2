"""Turns the stories of the demo into cases, with their timeline and audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from sqlmodel import Session, SQLModel

from ehcportal import clock
from ehcportal.demo.cast import CHILDREN, TIES, Child
from ehcportal.demo.stories import STORIES, Asked, Decided, Reviewed, Served, Story
from ehcportal.models.account import Account
from ehcportal.models.assessment import AdviceRequest, Decision, Plan, PlanVersion, Review
from ehcportal.models.base import Record
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    PersonAddress,
    PersonName,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.setting import Service
from ehcportal.security.audit import SYSTEM, Trace
from ehcportal.services import references, timeline
from ehcportal.services.people import folded_name

Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Stage:
    """Everything a story needs while it is told."""

    session: Session
    accounts: Mapping[str, Account]
    prefix: str
    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    def add(self, row: Row) -> Row:
        """Keep a row."""
        self.session.add(row)
        return row


def day(ago: int) -> date:
    """Return the day that many days before today."""
    return clock.today() - timedelta(days=ago)


def noon(ago: int) -> datetime:
    """Return noon of that day, in UTC."""
    return datetime.combine(day(ago), time(12), tzinfo=UTC)


def make(session: Session, accounts: Mapping[str, Account], prefix: str) -> Stage:
    """Tell every story; return the people and cases by the child's key."""
    stage = Stage(session, accounts, prefix)
    for child in CHILDREN:
        stage.people[child.key] = _person(stage, child)
    for tie in TIES:
        _tie(stage, tie.member, tie.child, tie.kind, tie.described_as)
    for story in STORIES:
        stage.cases[story.child] = tell(stage, story)
    return stage


def _person(stage: Stage, child: Child) -> Person:
    person = stage.add(Person(birth_date=date(*child.birth), upn=child.upn, sex="Not stated"))
    stage.session.flush()
    stage.add(
        PersonName(
            person_id=person.id,
            forename=child.forename,
            surname=child.surname,
            folded=folded_name(child.forename, child.surname),
        )
    )
    stage.add(PersonAddress(person_id=person.id, lines="4 Weir Lane, Brookton", postcode="BK1 2AB"))
    return person


def _tie(stage: Stage, member: str, child: str, kind: RelationshipKind, described: str) -> None:
    is_parent = kind is RelationshipKind.PARENT
    limited = kind is RelationshipKind.ADVOCATE
    stage.add(
        Relationship(
            account_id=stage.accounts[member].id,
            person_id=stage.people[child].id,
            kind=kind,
            described_as=described,
            parental_responsibility=(
                ParentalResponsibility.YES if is_parent else ParentalResponsibility.NOT_KNOWN
            ),
            view=View.LIMITED if limited else View.FULL,
            from_on=day(400),
            verified_by_id=stage.accounts["caseworker"].id,
            verified_how="Identity seen at a meeting",
            verified_at=noon(60),
        )
    )


def tell(stage: Stage, story: Story) -> Case:
    """Make the case of a story, with its request and all that followed."""
    person = stage.people[story.child]
    case = stage.add(
        Case(
            reference=references.take(stage.session, stage.prefix, "", day(story.received)),
            person_id=person.id,
            opened_on=day(story.received),
            ended_on=day(story.ended.ago) if story.ended else None,
            ended_as=story.ended.how if story.ended else None,
        )
    )
    stage.session.flush()
    request = _request(stage, story, case)
    _coordinator(stage, story, case)
    for decided in story.decided:
        _decision(stage, case, request, decided)
    for asked in story.asked:
        _advice(stage, case, request, asked)
    if story.served:
        _plan(stage, case, story.served)
    for reviewed in story.reviewed:
        _review(stage, case, reviewed)
    if story.closed:
        _closed(stage, story, case, request)
    if story.ended:
        _event(stage, case, "case.ended", of=case, ago=story.ended.ago, key=True)
    return case


def _request(stage: Stage, story: Story, case: Case) -> Request:
    child = next(found for found in CHILDREN if found.key == story.child)
    maker = stage.accounts[story.made_by].id if story.made_by else None
    request = stage.add(
        Request(
            reference=references.take(stage.session, stage.prefix, "R", day(story.received)),
            made_by_id=maker,
            source=story.source,
            received_on=day(story.received),
            received_at=noon(story.received),
            child_forename=child.forename,
            child_surname=child.surname,
            child_folded=folded_name(child.forename, child.surname),
            child_birth_date=date(*child.birth),
            child_upn=child.upn,
            case_id=case.id,
            joined_at=noon(story.received - 1),
        )
    )
    stage.session.flush()
    _event(stage, case, "request.received", of=request, ago=story.received, key=True, by=maker)
    return request


def _coordinator(stage: Stage, story: Story, case: Case) -> None:
    if story.coordinator is None:
        return
    part = stage.add(
        CaseAssignment(
            case_id=case.id,
            account_id=stage.accounts[story.coordinator].id,
            from_at=noon(story.received - 1),
        )
    )
    _event(stage, case, "coordinator.assigned", of=part, ago=max(story.received - 1, 0))


def _decision(stage: Stage, case: Case, request: Request, decided: Decided) -> None:
    row = stage.add(
        Decision(
            case_id=case.id,
            request_id=request.id,
            kind=decided.kind,
            outcome=decided.outcome,
            reason=decided.reason,
            decided_on=day(decided.ago),
            notified_on=day(decided.ago),
            decided_by_id=stage.accounts["manager"].id,
        )
    )
    _event(
        stage,
        case,
        f"decision.{decided.kind}",
        of=row,
        ago=decided.ago,
        key=True,
        facts={"outcome": decided.outcome.value},
    )


def _advice(stage: Stage, case: Case, request: Request, asked: Asked) -> None:
    row = stage.add(
        AdviceRequest(
            case_id=case.id,
            request_id=request.id,
            role=asked.role,
            adviser_name=asked.adviser,
            service_id=_service(stage, asked.service),
            paragraph=asked.paragraph,
            asked_on=day(asked.asked),
            received_on=None if asked.received is None else day(asked.received),
        )
    )
    facts = {"role": asked.role}
    _event(stage, case, "advice.asked", of=row, ago=asked.asked, facts=facts)
    if asked.received is not None:
        _event(stage, case, "advice.received", of=row, ago=asked.received, facts=facts)


def _service(stage: Stage, name: str) -> str:
    if name not in stage.services:
        stage.services[name] = stage.add(Service(name=name))
        stage.session.flush()
    return stage.services[name].id


def _plan(stage: Stage, case: Case, served: tuple[Served, ...]) -> None:
    plan = stage.add(Plan(case_id=case.id))
    stage.session.flush()
    for number, version in enumerate(served, start=1):
        row = stage.add(
            PlanVersion(
                plan_id=plan.id, number=number, kind=version.kind, served_on=day(version.ago)
            )
        )
        _event(stage, case, f"plan.{version.kind}", of=row, ago=version.ago, key=True)


def _review(stage: Stage, case: Case, reviewed: Reviewed) -> None:
    row = stage.add(
        Review(
            case_id=case.id,
            meeting_on=day(reviewed.meeting),
            report_on=None if reviewed.report is None else day(reviewed.report),
        )
    )
    _event(stage, case, "review.held", of=row, ago=reviewed.meeting, key=True)
    if reviewed.report is not None:
        _event(stage, case, "review.report", of=row, ago=reviewed.report)


def _closed(stage: Stage, story: Story, case: Case, request: Request) -> None:
    closed = story.closed
    if closed is None:
        return
    row = stage.add(
        RequestClosure(
            request_id=request.id,
            kind=closed.kind,
            reason=closed.reason,
            closed_by_id=stage.accounts["caseworker"].id,
            closed_at=noon(closed.ago),
        )
    )
    request.closed_at = noon(closed.ago)
    _event(stage, case, "request.closed", of=row, ago=closed.ago, key=True)


def _event(
    stage: Stage,
    case: Case,
    kind: str,
    *,
    of: Record,
    ago: int,
    key: bool = False,
    by: str | None = None,
    facts: dict[str, str] | None = None,
) -> None:
    """Put a line on the timeline on the day of the story it belongs to."""
    stage.session.flush()
    event = timeline.record(
        stage.session,
        Trace(account_id=by) if by else SYSTEM,
        kind,
        of=(str(of.__class__.__tablename__), of.id),
        case_id=case.id,
        key=key,
        on=day(ago),
        facts=facts,
    )
    event.at = noon(ago)
