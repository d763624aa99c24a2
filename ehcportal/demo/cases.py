"""Turns the stories of the demo into cases, with their timeline and audit."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, select

from ehcportal.demo import happenings, inbox, posts
from ehcportal.demo.cast import CHILDREN, TIES, Child, Tie, child, member
from ehcportal.demo.stage import Stage, day, noon
from ehcportal.demo.stories import STORIES, Story
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.event import Event
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    PersonAddress,
    PersonName,
    Relationship,
    RelationshipKind,
)
from ehcportal.models.request import Request
from ehcportal.portal import Portal
from ehcportal.services import references


def make(session: Session, accounts: Mapping[str, Account], portal: Portal) -> Stage:
    """Tell every story; return the people and cases by the child's key."""
    stage = Stage(session, accounts, portal)
    for about in CHILDREN:
        stage.people[about.key] = _person(stage, about)
    for tie in TIES:
        _tie(stage, tie)
    posts.make(stage)
    for story in STORIES:
        stage.cases[story.child] = tell(stage, story)
    return stage


def _person(stage: Stage, about: Child) -> Person:
    person = stage.add(Person(birth_date=date(*about.birth), upn=about.upn, sex="Not stated"))
    stage.session.flush()
    stage.add(
        PersonName(
            person_id=person.id,
            forename=about.forename,
            surname=about.surname,
            folded=folded_name(about.forename, about.surname),
            turned=turned_name(about.forename, about.surname),
        )
    )
    stage.add(PersonAddress(person_id=person.id, lines="4 Weir Lane, Brookton", postcode="BK1 2AB"))
    return person


def _tie(stage: Stage, tie: Tie) -> None:
    is_parent = tie.kind is RelationshipKind.PARENT
    stage.add(
        Relationship(
            account_id=stage.accounts[tie.member].id,
            person_id=stage.people[tie.child].id,
            kind=tie.kind,
            described_as=tie.described_as,
            parental_responsibility=(
                ParentalResponsibility.YES if is_parent else ParentalResponsibility.NOT_KNOWN
            ),
            view=tie.view,
            from_on=day(400),
            to_on=day(30) if tie.has_ended else None,
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
            team_id=stage.team_id,
            opened_on=day(story.received),
            ended_on=day(story.ended.ago) if story.ended else None,
            ended_as=story.ended.how if story.ended else None,
        )
    )
    stage.session.flush()
    request = _request(stage, story, case)
    _coordinator(stage, story, case)
    for decided in story.decided:
        happenings.decision(stage, case, request, decided)
    for asked in story.asked:
        happenings.advice(stage, case, request, asked)
    if story.served:
        happenings.plan(stage, case, story.served)
    for reviewed in story.reviewed:
        happenings.review(stage, case, reviewed)
    if story.closed:
        happenings.closed(stage, story, case, request)
    if story.ended:
        happenings.event(stage, case, "case.ended", of=case, ago=story.ended.ago, key=True)
    return case


def _request(stage: Stage, story: Story, case: Case) -> Request:
    if story.made_by is None:
        request = _on_paper(stage, story)
    else:
        sent = inbox.request_for(stage, member(story.made_by), child(story.child), story.received)
        request = stage.session.exec(select(Request).where(Request.submission_id == sent.id)).one()
        sent.case_id = case.id
    request.source = story.source
    request.case_id = case.id
    request.joined_at = noon(story.received - 1)
    stage.session.flush()
    if story.made_by is None:
        happenings.event(stage, case, "request.received", of=request, ago=story.received, key=True)
    else:
        _join_events(stage, case, request)
    return request


def _on_paper(stage: Stage, story: Story) -> Request:
    """A request that came by post or from a school, entered by staff."""
    about = child(story.child)
    return stage.add(
        Request(
            reference=references.take(stage.session, stage.prefix, "R", day(story.received)),
            source=story.source,
            received_on=day(story.received),
            received_at=noon(story.received),
            child_forename=about.forename,
            child_surname=about.surname,
            child_folded=folded_name(about.forename, about.surname),
            child_birth_date=date(*about.birth),
            child_upn=about.upn,
        )
    )


def _join_events(stage: Stage, case: Case, request: Request) -> None:
    """Put what was told before there was a case onto the case's timeline."""
    for event in stage.session.exec(select(Event).where(Event.request_id == request.id)):
        event.case_id = case.id


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
    happenings.event(stage, case, "coordinator.assigned", of=part, ago=max(story.received - 1, 0))
