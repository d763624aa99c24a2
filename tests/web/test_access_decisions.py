"""Access is given by staff who have checked, or turned down with a reason (rows H01, C01)."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.models.event import Event
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship, RelationshipKind
from tests import factories
from tests.cast import Cast

TIE = {
    "relationship": "parent",
    "described_as": "Mother",
    "parental_responsibility": "yes",
    "view": "limited",
    "verified_how": "Called back on the number we hold",
}


@dataclass
class Asked:
    """An access request of the stranger, and the child it is about with a case."""

    id: str
    child_id: str
    case_id: str
    receipt: str


@pytest.fixture
def asked(cast: Cast, database: Database) -> Asked:
    with database.unit() as session:
        child = factories.person(session)
        case = factories.case(session, child)
        friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
        request = factories.access_request(session, cast.accounts["stranger"], received_at=friday)
        receipt = f"/forms/sent/{request.submission_id}"
        return Asked(request.id, child.id, case.id, receipt)


def decide(cast: Cast, asked: Asked, who: str = "caseworker", **fields: str) -> TestResponse:
    path = f"/council/access-requests/{asked.id}/decision"
    return cast[who].post(path, {"_version": "1", **fields})


def text_of(cast: Cast, path: str) -> str:
    return cast["stranger"].get(path).get_data(as_text=True)


def test_approved_the_case_is_open_and_the_applicant_is_told(
    cast: Cast, asked: Asked, database: Database
) -> None:
    path = f"/cases/{asked.case_id}"
    assert cast["stranger"].get(path).status_code == 404
    answer = decide(cast, asked, answer="approve", child=asked.child_id, **TIE)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert cast["stranger"].get(path).status_code == 200
    assert "Approved" in text_of(cast, asked.receipt)
    with database.reading() as session:
        tie = session.exec(select(Relationship)).one()
        assert tie.kind is RelationshipKind.PARENT
        assert tie.verified_by_id == cast.accounts["caseworker"].id
        assert tie.view.value == "full", "a parent has no limited view"
        mail = session.exec(select(OutboxMessage)).one()
        assert mail.template == "access_approved"
        event = session.exec(select(Event)).one()
        assert event.only_account_id == cast.accounts["stranger"].id


def test_turned_down_the_applicant_reads_why_and_sees_no_case(
    cast: Cast, asked: Asked, database: Database
) -> None:
    answer = decide(cast, asked, answer="turn_down", reason="We could not reach you by phone.")
    assert answer.status_code == 303
    for path in ("/home", "/forms/access", asked.receipt):
        assert "We could not reach you by phone." in text_of(cast, path), path
    assert cast["stranger"].get(f"/cases/{asked.case_id}").status_code == 404
    with database.reading() as session:
        mail = session.exec(select(OutboxMessage)).one()
        assert (mail.template, mail.facts["path"]) == ("access_turned_down", "/forms/access")
        assert not session.exec(select(Relationship)).all()


def test_until_then_the_applicant_reads_the_promised_day_in_working_days(
    cast: Cast, asked: Asked
) -> None:
    for path in ("/home", asked.receipt):
        assert "You hear from us by" in text_of(cast, path), path
        assert "Tuesday 24 November 2026" in text_of(cast, path), path


def test_an_applicant_follows_a_request_from_its_arrival_to_the_answer(
    cast: Cast, asked: Asked
) -> None:
    page = text_of(cast, "/forms/access")
    assert "We are looking at it" in page
    assert "Tuesday 24 November 2026" in page
    decide(cast, asked, answer="approve", child=asked.child_id, **TIE)
    page = text_of(cast, "/forms/access")
    assert "Approved" in page
    assert "Go to Portal Home" in page
    assert "have not asked for access" in cast["parent"].get("/forms/access").text


def test_an_answer_without_reason_or_check_is_asked_again(cast: Cast, asked: Asked) -> None:
    for fields in (
        {},
        {"answer": "turn_down"},
        {"answer": "approve"},
        {"answer": "approve", "child": asked.child_id, **TIE, "verified_how": ""},
    ):
        assert decide(cast, asked, **fields).status_code == 422, fields


def test_business_support_reads_but_does_not_decide(cast: Cast, asked: Asked) -> None:
    page = cast["support"].get(f"/council/access-requests/{asked.id}")
    assert page.status_code == 200
    assert "A caseworker or manager decides this." in page.get_data(as_text=True)
    assert decide(cast, asked, who="support", answer="turn_down", reason="No").status_code == 404


def test_the_second_of_two_colleagues_changes_nothing(cast: Cast, asked: Asked) -> None:
    decide(cast, asked, answer="turn_down", reason="First")
    late = decide(cast, asked, who="manager", answer="approve", child=asked.child_id, **TIE)
    assert late.status_code == 409
    assert "First" in late.get_data(as_text=True)
    assert cast["stranger"].get(f"/cases/{asked.case_id}").status_code == 404


def test_a_child_that_does_not_exist_is_asked_for_again(cast: Cast, asked: Asked) -> None:
    answer = decide(cast, asked, answer="approve", child="nobody", **TIE)
    assert answer.status_code == 422
