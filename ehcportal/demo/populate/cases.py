"""A synthetic history as rows: the child, the family, the case, its requests and its assessment."""

from datetime import date
from typing import Any

from ehcportal.demo.populate import beside, council, plans
from ehcportal.demo.populate.council import Council
from ehcportal.demo.populate.histories import History
from ehcportal.demo.populate.rows import Rows, noon
from ehcportal.demo.populate.told import Told
from ehcportal.demo.populate.words import ADVISERS
from ehcportal.domain.facts import CaseFacts, Outcome, StartReason
from ehcportal.domain.names import folded_name, turned_name
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    PersonName,
    Placement,
    Relationship,
    RelationshipKind,
)
from ehcportal.models.request import Request, RequestClosure
from ehcportal.models.time_exception import TimeException

CLOCKED = {StartReason.REQUEST, StartReason.BECAME_RESPONSIBLE}


def tell(rows: Rows, shared: Council, history: History, reference: str, number: str) -> str:
    """Keep the rows of one case; return its id. ``number`` makes the parent's address unique."""
    told = _opened(rows, shared, history, reference, number)
    _requests(told, reference, history.born_on)
    _assessment(told)
    plans.tell(told)
    beside.tell(told)
    if told.facts.ended_on is not None:
        told.event("case.ended", told.facts.ended_on, key=True)
    return told.case_id


def _opened(rows: Rows, shared: Council, history: History, reference: str, number: str) -> Told:
    facts, on = history.facts, began_on(history.facts)
    child = council.name(rows.rng)
    person_id = _child(rows, child, history.born_on, on)
    setting_id, setting = rows.rng.choice(shared.settings)
    rows.add(Placement, on, person_id=person_id, setting_id=setting_id, name=setting)
    team_id, workers = rows.rng.choice(shared.teams)
    worker_id = rows.rng.choice(workers)
    parents = {
        who: _parent(rows, person_id, worker_id, on, number + "b" * place)
        for place, who in enumerate(sorted(facts.speakers) or [""])
    }
    case_id = rows.add(
        Case,
        on,
        reference=reference,
        person_id=person_id,
        team_id=team_id,
        opened_on=on,
        ended_on=facts.ended_on,
        ended_as=facts.ended_as,
    )
    rows.add(CaseAssignment, on, case_id=case_id, account_id=worker_id)
    return Told(rows, shared, facts, child, case_id, parents, worker_id, setting_id)


def began_on(facts: CaseFacts) -> date:
    """Return the day on which a case began: with a request, or with a plan that came in."""
    requested = [each.received_on for each in facts.requests]
    return min(requested) if requested else facts.transferred_in_on or facts.plans[0].served_on


def _child(rows: Rows, child: tuple[str, str], born_on: date, on: date) -> str:
    forename, surname = child
    person_id = rows.add(Person, on, birth_date=born_on, sex="Not stated")
    rows.add(
        PersonName,
        on,
        person_id=person_id,
        forename=forename,
        surname=surname,
        folded=folded_name(forename, surname),
        turned=turned_name(forename, surname),
    )
    return person_id


def _parent(rows: Rows, person_id: str, worker_id: str, on: date, number: str) -> str:
    account_id = council.account(rows, f"family.{number}@populated.example")
    rows.add(
        Relationship,
        on,
        account_id=account_id,
        person_id=person_id,
        kind=RelationshipKind.PARENT,
        parental_responsibility=ParentalResponsibility.YES,
        from_on=on,
        verified_by_id=worker_id,
        verified_how="Invented",
        verified_at=noon(on),
    )
    return account_id


def _requests(told: Told, reference: str, born_on: date) -> None:
    forename, surname = told.child
    for number, asked in enumerate(told.facts.requests, start=1):
        on = asked.received_on
        made = told.rows.add(
            Request,
            on,
            reference=f"{reference}-R{number}",
            source=asked.source,
            responsible_on=asked.responsible_on,
            start_reason=asked.start_reason,
            received_on=on,
            child_forename=forename,
            child_surname=surname,
            child_folded=folded_name(forename, surname),
            child_birth_date=born_on,
            case_id=told.case_id,
            joined_at=noon(on),
            joined_by_id=told.worker_id,
            closed_at=noon(asked.closed_on) if asked.closed_on else None,
        )
        told.event("request.received", on, key=True)
        told.requests[asked.id] = made
        if asked.start_reason in CLOCKED:
            told.request_id = made
        if asked.closed_on and asked.closed_as:
            _closed(told, made, asked.closed_on, asked.closed_as)


def _closed(told: Told, request_id: str, on: date, kind: Any) -> None:
    told.rows.add(
        RequestClosure,
        on,
        request_id=request_id,
        kind=kind,
        reason="The family took it back.",
        closed_by_id=told.worker_id,
    )
    told.event("request.closed", on, key=True)


def _assessment(told: Told) -> None:
    for decided in told.facts.decisions:
        made = told.decision(decided, request_id=told.requests.get(decided.request_id))
        if decided.outcome in {Outcome.NO, Outcome.CEASE}:
            told.challenged_id = made
    _advice(told)
    _exceptions(told)


def _advice(told: Told) -> None:
    roles = {role: (paragraph, service) for paragraph, role, service in ADVISERS}
    for advice in told.facts.advice:
        paragraph, service = roles.get(advice.role, ("f", None))
        told.rows.add(
            AdviceRequest,
            advice.asked_on,
            case_id=told.case_id,
            request_id=told.request_id,
            service_id=None if service is None else told.council.services[service],
            setting_id=told.setting_id if paragraph == "b" else None,
            role=advice.role,
            paragraph=paragraph,
            asked_on=advice.asked_on,
            received_on=advice.received_on,
            taken_in_at=noon(advice.received_on) if advice.received_on else None,
        )
        told.event("advice.asked", advice.asked_on, role=advice.role)
        if advice.received_on:
            told.event("advice.received", advice.received_on, role=advice.role)


def _exceptions(told: Told) -> None:
    for excused in told.facts.exceptions:
        told.rows.add(
            TimeException,
            excused.from_on,
            case_id=told.case_id,
            request_id=told.request_id,
            duty=excused.duty_key,
            ground=excused.ground.value,
            from_on=excused.from_on,
            approved_by_id=told.council.manager_id,
            family_told_on=excused.from_on,
        )
