"""Staff join a request to a child, or close it in one of four ways; the sender is told (C01)."""

import threading
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.domain.facts import Closure
from ehcportal.models.audit import ChangeRecord
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.event import Event
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import NameKind, Person, PersonName, Relationship
from ehcportal.models.request import Request, RequestClosure
from ehcportal.security.audit import Trace
from ehcportal.services import requests
from ehcportal.services.requests import Closing, Joining
from tests import factories
from tests.cast import Cast
from tests.statements import statements

TIE = {
    "relationship": "parent",
    "described_as": "Mother",
    "parental_responsibility": "yes",
    "view": "full",
    "verified_how": "Birth certificate seen",
}


@dataclass
class Inbox:
    """A request by the parent, a known child who may be the same, and another family's child."""

    request_id: str
    reference: str
    known_id: str
    other_id: str


@pytest.fixture
def inbox(cast: Cast, database: Database) -> Inbox:
    with database.unit() as session:
        known = factories.person(session, upn="A801234516001")
        other = factories.person(session, "Saxifrage", "Hale", upn="B801234514002")
        factories.case(session, other, opened=50)
        sent = factories.submission(session, cast.accounts["parent"], received=3)
        request = factories.request(session, cast.accounts["parent"], received=3, sent=sent)
        return Inbox(request.id, request.reference, known.id, other.id)


def join(cast: Cast, inbox: Inbox, child: str, who: str = "caseworker", **more: Any) -> Any:
    fields = {
        "child": child,
        "coordinator": cast.accounts["caseworker"].id,
        "access": "yes",
        "_version": "1",
        **TIE,
        **more,
    }
    return cast[who].post(f"/council/requests/{inbox.request_id}/join", fields)


def close(cast: Cast, inbox: Inbox, **fields: str) -> TestResponse:
    path = f"/council/requests/{inbox.request_id}/closure"
    return cast["caseworker"].post(path, {"_version": "1", **fields})


def count(session: Session, table: Any) -> int:
    return session.exec(select(sa.func.count()).select_from(table)).one()


@pytest.mark.parametrize("page", ["", "/closure"])
def test_only_those_who_work_on_cases_open_a_request(cast: Cast, inbox: Inbox, page: str) -> None:
    path = f"/council/requests/{inbox.request_id}{page}"
    for who, status in {
        "caseworker": 200,
        "support": 200,
        "manager": 200,
        "administrator": 404,
        "parent": 404,
        "stranger": 404,
    }.items():
        assert cast[who].get(path).status_code == status, who
    assert cast["nobody"].get(path).status_code == 303
    assert cast["caseworker"].get("/council/requests/none").status_code == 404


def test_the_inbox_shows_the_overdue_first_with_the_days_that_are_left(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    with database.unit() as session:
        factories.request(session, forename="Late", surname="Amber", received=60)
    page = cast["caseworker"].get("/council/requests").get_data(as_text=True)
    assert page.index("Amber, Late") < page.index("Okafor, Maya")
    assert "19 days late" in page
    assert "38 days left" in page
    overdue = cast["caseworker"].get("/council/requests?show=overdue").get_data(as_text=True)
    assert "Amber, Late" in overdue
    assert "Okafor, Maya" not in overdue


def test_a_long_inbox_goes_on_from_page_to_page_and_asks_no_more(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    cast["caseworker"].get("/council/requests")
    with statements(database.engine) as few:
        cast["caseworker"].get("/council/requests")
    with database.unit() as session:
        for number in range(30):
            factories.request(session, forename=f"Child {number}", received=number)
            factories.access_request(session, cast.accounts["stranger"])
    with statements(database.engine) as many:
        first = cast["caseworker"].get("/council/requests").get_data(as_text=True)
    assert len(few) == len(many) <= 8
    link = first.split('href="/council/requests?show=requests&amp;after=')[1].split('"')[0]
    second = cast["caseworker"].get(f"/council/requests?show=requests&after={link}")
    shown = second.get_data(as_text=True)
    assert shown.count('class="child"') == 6
    assert not set(names(first)) & set(names(shown))


def names(page: str) -> list[str]:
    parts = [part.split("<")[0] for part in page.split("/council/requests/")[1:]]
    return [part for part in parts if "Child" in part]


def test_a_child_already_known_is_shown_to_staff_with_the_reason(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    with database.unit() as session:
        factories.person(session, "Maya", "Okafor", birth_date=factories.days_ago(3000))
        factories.person(session, "May", "Okafor")
    cast["caseworker"].get(f"/council/requests/{inbox.request_id}")
    with statements(database.engine) as seen:
        answer = cast["caseworker"].get(f"/council/requests/{inbox.request_id}")
    page = answer.get_data(as_text=True)
    assert page.index("Same name and date of birth") < page.index("same surname")
    assert page.index("same surname") < page.index("Same name, other date of birth")
    assert "Saxifrage" not in page
    assert len(seen) <= 8, seen
    found = cast["caseworker"].get(f"/council/requests/{inbox.request_id}?find=hale")
    assert "Saxifrage" in found.get_data(as_text=True)


def test_a_child_is_found_under_a_former_name_and_shown_under_the_current_one(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    with database.unit() as session:
        renamed = factories.person(session, "Maya", "Linden")
        session.add(
            PersonName(
                person_id=renamed.id,
                kind=NameKind.FORMER,
                forename="Maya",
                surname="Okafor",
                folded="okafor maya",
                turned="maya okafor",
            )
        )
    page = cast["caseworker"].get(f"/council/requests/{inbox.request_id}").get_data(as_text=True)
    assert page.count("Linden, Maya") == 1


def test_joined_to_a_known_child_it_opens_a_case_and_the_sender_sees_it(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    answer = join(cast, inbox, inbox.known_id)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with database.reading() as session:
        case = session.exec(select(Case).where(Case.person_id == inbox.known_id)).one()
        assert case.opened_on == factories.days_ago(3)
        assert case.reference.startswith("BR-")
        part = session.exec(select(CaseAssignment)).one()
        assert part.account_id == cast.accounts["caseworker"].id
        mail = session.exec(select(OutboxMessage)).one()
        assert (mail.template, mail.recipient) == ("request_joined", "grace.okafor@mail.example")
        assert mail.facts["path"] == f"/cases/{case.id}"
        kinds = set(session.exec(select(Event.kind)))
        assert {"request.joined", "case.opened", "coordinator.assigned", "access.given"} <= kinds
        audited = set(session.exec(select(ChangeRecord.action)))
        assert kinds <= audited
        path = f"/cases/{case.id}"
    home = cast["parent"].get("/home")
    assert home.headers["Location"] == path
    assert "Maya Okafor" in cast["parent"].get(path).get_data(as_text=True)


def test_joined_to_an_open_case_no_second_one_is_opened(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    join(cast, inbox, inbox.other_id)
    with database.reading() as session:
        cases = session.exec(select(Case).where(Case.person_id == inbox.other_id)).all()
        assert len(cases) == 1
        request = session.get_one(Request, inbox.request_id)
        assert request.case_id == cases[0].id


def test_a_new_child_gets_a_record_from_what_was_sent(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    assert join(cast, inbox, "new").status_code == 303
    with database.reading() as session:
        request = session.get_one(Request, inbox.request_id)
        case = session.get_one(Case, request.case_id)
        child = session.get_one(Person, case.person_id)
        assert child.id not in {inbox.known_id, inbox.other_id}
        assert child.birth_date == factories.BIRTH


def test_without_access_the_sender_is_told_and_sees_no_case(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    assert join(cast, inbox, inbox.other_id, access="no").status_code == 303
    with database.reading() as session:
        assert count(session, Relationship) == 0
        mail = session.exec(select(OutboxMessage)).one()
        assert (mail.template, mail.facts["path"]) == ("request_taken_up", "/home")
        case_id = session.get_one(Request, inbox.request_id).case_id
    assert cast["parent"].get(f"/cases/{case_id}").status_code == 404
    home = cast["parent"].get("/home").get_data(as_text=True)
    assert inbox.reference in home
    assert "Saxifrage" not in home


def test_a_form_with_nothing_chosen_is_asked_again_and_keeps_what_was_typed(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    answer = join(cast, inbox, "", verified_how="", described_as="Stepmother", coordinator="")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for sentence in ("Choose the child", "Choose who coordinates", "Write how you checked this"):
        assert sentence in page
    assert 'value="Stepmother"' in page
    with database.reading() as session:
        assert count(session, OutboxMessage) == 0


def test_the_second_of_two_colleagues_is_told_who_was_first(cast: Cast, inbox: Inbox) -> None:
    assert join(cast, inbox, inbox.known_id).status_code == 303
    late = join(cast, inbox, "new", who="manager")
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "Mark Reyes" in page
    assert "Nothing was changed by you" in page


def test_two_colleagues_at_the_same_moment_open_one_case(
    app: Flask, cast: Cast, inbox: Inbox, database: Database
) -> None:
    ready = threading.Barrier(2)
    outcomes: list[int] = []
    players = [cast["caseworker"], cast["manager"]]
    tokens = [player.csrf() for player in players]
    fields = {
        "child": inbox.known_id,
        "coordinator": cast.accounts["caseworker"].id,
        "access": "yes",
        "_version": "1",
        **TIE,
    }

    def send(number: int) -> None:
        ready.wait()
        answer = players[number].client.post(
            f"/council/requests/{inbox.request_id}/join",
            data={**fields, "csrf_token": tokens[number]},
        )
        outcomes.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == [303, 409]
    with database.reading() as session:
        assert len(session.exec(select(Case).where(Case.person_id == inbox.known_id)).all()) == 1
        assert count(session, OutboxMessage) == 1
        assert count(session, Relationship) == 1


def test_the_same_form_twice_has_one_effect(cast: Cast, inbox: Inbox, database: Database) -> None:
    first = join(cast, inbox, "new", _idem="one-key")
    second = join(cast, inbox, "new", _idem="one-key")
    assert first.headers["Location"] == second.headers["Location"]
    with database.reading() as session:
        assert count(session, OutboxMessage) == 1


def test_nothing_is_left_of_a_join_that_fails_half_way(
    app: Flask, cast: Cast, inbox: Inbox, database: Database
) -> None:
    wanted = Joining(
        version=1, coordinator_id="nobody-of-this-name", person_id=inbox.known_id, tie=None
    )
    trace = Trace(account_id=cast.accounts["caseworker"].id)
    with pytest.raises(sa.exc.IntegrityError), database.unit() as session:
        requests.join(
            session, trace, app.extensions["keyring"], inbox.request_id, wanted, prefix="BR"
        )
    with database.reading() as session:
        assert session.get_one(Request, inbox.request_id).case_id is None
        assert count(session, OutboxMessage) == 0
        assert count(session, Event) == 0
        actions = session.exec(select(ChangeRecord.action)).all()
        assert "case.opened" not in actions


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose why the request is closed"),
        ({"kind": "refused", "reason": "x"}, "Choose why the request is closed"),
        ({"kind": "withdrawn"}, "Write the reason"),
        ({"kind": "duplicate", "reason": "x"}, "reference of the other request"),
        ({"kind": "duplicate", "reason": "x", "duplicate_of": "itself"}, "the other request"),
        ({"kind": "another_council", "reason": "x"}, "which council"),
        (
            {
                "kind": "another_council", "reason": "x", "passed_to": "Y",
                "passed_on-day": "1", "passed_on-month": "1", "passed_on-year": "2099",
            },
            "from the day it arrived until today",
        ),
    ],
)  # fmt: skip
def test_a_request_is_not_closed_without_a_lawful_kind_and_its_facts(
    cast: Cast, inbox: Inbox, database: Database, fields: dict[str, str], sentence: str
) -> None:
    given = {key: inbox.reference if value == "itself" else value for key, value in fields.items()}
    answer = close(cast, inbox, **given)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.get_one(Request, inbox.request_id).closed_at is None


def test_a_duplicate_is_closed_the_sender_told_and_the_reason_shown(
    cast: Cast, inbox: Inbox, database: Database
) -> None:
    with database.unit() as session:
        other = factories.request(session, cast.accounts["parent"], received=9).reference
    answer = close(
        cast, inbox, kind="duplicate", reason="You sent it twice.", duplicate_of=other.lower()
    )
    assert answer.status_code == 303
    with database.reading() as session:
        closure = session.exec(select(RequestClosure)).one()
        assert closure.duplicate_of_id
        mail = session.exec(select(OutboxMessage)).one()
        assert mail.template == "request_closed"
        event = session.exec(select(Event).where(col(Event.kind) == "request.closed")).one()
        assert event.only_account_id == cast.accounts["parent"].id
    assert "You sent it twice." in cast["parent"].get("/home").get_data(as_text=True)
    assert close(cast, inbox, kind="withdrawn", reason="Again").status_code == 409


def test_the_service_itself_closes_in_no_other_way(
    app: Flask, cast: Cast, inbox: Inbox, database: Database
) -> None:
    wanted = Closing(version=1, kind=Closure.ANOTHER_COUNCIL, reason="Moved")
    with pytest.raises(ValueError, match="a fact is missing"), database.unit() as session:
        requests.close(session, Trace(), app.extensions["keyring"], inbox.request_id, wanted)


def test_the_sender_sees_the_six_week_date_and_nothing_of_a_matching_child(
    cast: Cast, inbox: Inbox
) -> None:
    home = cast["parent"].get("/home").get_data(as_text=True)
    assert inbox.reference in home
    assert "Regulation 5(1)" in home
    assert "A801234516001" not in home
