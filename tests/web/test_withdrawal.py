"""A family takes its own request back: asked once more, done at once, ended by staff (row C11)."""

from typing import Any

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.domain.facts import Closure, Source
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseStanding
from ehcportal.models.person import (
    ParentalResponsibility,
    Person,
    Relationship,
    RelationshipKind,
    View,
)
from ehcportal.models.request import Request, RequestClosure
from tests import factories
from tests.cast import Cast
from tests.deciding import HIDDEN, Deciding, sit
from tests.letterbox import Letterbox

LINK = "Take the request back"
WHY = "School helps well now"


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    """Maya's mother, who holds parental responsibility, asked ten days ago in the portal."""
    made = sit(cast, database)
    with database.unit() as session:
        request = session.exec(select(Request)).one()
        request.made_by_id = cast.accounts["parent"].id
        tie = session.exec(select(Relationship)).one()
        tie.parental_responsibility = ParentalResponsibility.YES
        session.add_all([request, tie])
    return made


def tied(desk: Deciding, who: str, **said: Any) -> None:
    with desk.database.unit() as session:
        child = session.get_one(Person, session.get_one(Case, desk.case_id).person_id)
        tie = factories.relationship(session, desk.cast.accounts[who], child, **said)
        tie.parental_responsibility = ParentalResponsibility.YES
        session.add(tie)


def take_back(desk: Deciding, who: str = "parent", **typed: Any) -> TestResponse:
    page = f"/cases/{desk.case_id}/withdrawal"
    seen = dict(HIDDEN.findall(desk.page(page, who)))
    return desk.cast[who].post(page, {**seen, **typed})


def test_it_is_asked_once_more_and_then_the_request_is_closed_and_staff_hear_of_it(
    app: Flask, desk: Deciding
) -> None:
    request = f"/cases/{desk.case_id}/request"
    assert LINK in desk.page(request, "parent")
    unsure = take_back(desk, why=WHY)
    assert unsure.status_code == 422
    assert WHY in unsure.get_data(as_text=True)
    assert take_back(desk, why=WHY, sure="yes").status_code == 303
    with desk.database.reading() as session:
        assert session.exec(select(RequestClosure)).one().kind is Closure.WITHDRAWN
        assert session.exec(select(CaseStanding.next_duty)).one() == "withdrawal_end"
    assert LINK not in desk.page(request, "parent")
    assert "The request was taken back." in desk.page(f"/cases/{desk.case_id}", "parent")
    assert "You took the request back" in desk.page(f"/cases/{desk.case_id}/timeline", "parent")
    staff = desk.cast.accounts["caseworker"]
    assert Letterbox(app).templates(staff.email) == ["case_news_for_staff"]
    assert "The family took the request back: end the case" in desk.page("/council/tray")
    case = desk.page(f"/council/cases/{desk.case_id}")
    assert "The family took the request back: end the case" in case
    ending = f"/council/cases/{desk.case_id}/ending"
    assert WHY in desk.page(ending)
    seen = dict(HIDDEN.findall(desk.page(f"{ending}/withdrawal")))
    ended = desk.cast["caseworker"].post(f"{ending}/withdrawal", {**seen, "reason": "As they said"})
    assert ended.status_code == 303
    assert "This case has ended" in desk.page(ending)


def test_nobody_takes_back_what_another_one_asked_for(desk: Deciding) -> None:
    tied(desk, "second_parent")
    assert LINK not in desk.page(f"/cases/{desk.case_id}/request", "second_parent")
    page = desk.page(f"/cases/{desk.case_id}/withdrawal", "second_parent")
    assert "you cannot stop it here by yourself" in page
    late = desk.cast["second_parent"].post(f"/cases/{desk.case_id}/withdrawal", {"sure": "yes"})
    assert late.status_code == 409
    assert take_back(desk, sure="yes").status_code == 303


def test_what_a_school_asked_for_is_not_the_familys_to_take_back(desk: Deciding) -> None:
    with desk.database.unit() as session:
        request = session.exec(select(Request)).one()
        request.source, request.made_by_id = Source.SETTING, None
        session.add(request)
    assert LINK not in desk.page(f"/cases/{desk.case_id}/request", "parent")


def may_not(desk: Deciding, who: str) -> None:
    page = f"/cases/{desk.case_id}/withdrawal"
    assert "Only somebody with parental responsibility" in desk.page(page, who)
    assert desk.cast[who].post(page, {"sure": "yes"}).status_code == 409
    assert LINK not in desk.page(f"/cases/{desk.case_id}/request", who)


def test_who_holds_no_right_takes_nothing_back(desk: Deciding) -> None:
    with desk.database.unit() as session:
        tie = session.exec(select(Relationship)).one()
        tie.parental_responsibility = ParentalResponsibility.NOT_KNOWN
        session.add(tie)
    may_not(desk, "parent")


def test_once_the_rights_are_theirs_the_young_person_takes_it_back_and_no_parent(
    desk: Deciding,
) -> None:
    tied(desk, "young_person", kind=RelationshipKind.YOUNG_PERSON)
    with desk.database.unit() as session:
        child = session.get_one(Person, session.get_one(Case, desk.case_id).person_id)
        child.birth_date = factories.days_ago(18 * 365)
        ties = session.exec(select(Relationship)).all()
        for tie in ties:
            tie.once_grown = View.FULL
        session.add_all([child, *ties])
    may_not(desk, "parent")
    assert take_back(desk, "young_person", sure="yes").status_code == 303


def test_what_was_answered_cannot_be_taken_back(desk: Deciding) -> None:
    desk.write()
    desk.send()
    assert LINK not in desk.page(f"/cases/{desk.case_id}/request", "parent")
