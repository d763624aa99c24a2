"""An administrator who has to look at a case says why: for an hour, and everybody can see it."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.access import CaseOpening
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case
from ehcportal.models.staff import StaffMember, StaffRole
from tests import factories
from tests.browser import sentence_at
from tests.cast import Cast
from tests.letterbox import Letterbox

WHY = "The family asked us to check who had signed in."
PAGE = "/council/open-a-case"


@pytest.fixture
def case(app: Flask, cast: Cast) -> str:
    """The address of Maya's case."""
    with app.extensions["database"].unit() as session:
        maya = factories.person(session, "Maya", "Okafor")
        factories.relationship(session, cast.accounts["parent"], maya)
        made = factories.case(session, maya, coordinator=cast.accounts["caseworker"])
        sent = factories.submission(session, cast.accounts["parent"])
        factories.request(session, cast.accounts["parent"], joined_to=made, sent=sent)
        return f"/council/cases/{made.id}"


def reference(database: Database, case: str) -> str:
    with database.reading() as session:
        return session.exec(select(Case.reference).where(Case.id == case.rsplit("/", 1)[1])).one()


def opens(cast: Cast, reference: str, reason: str = WHY) -> TestResponse:
    return cast["administrator"].post(PAGE, {"reference": reference, "reason": reason})


def test_a_case_opens_for_an_hour_to_be_looked_at_only(
    cast: Cast, case: str, database: Database
) -> None:
    administrator = cast["administrator"]
    with time_machine.travel(clock.now(), tick=False) as time:
        assert administrator.get(case).status_code == 404
        answer = opens(cast, reference(database, case).lower())
        assert answer.location == case
        page = administrator.get(case)
        assert "Okafor, Maya" in page.text
        assert WHY in page.text
        assert administrator.get(f"{case}/coordinator").status_code == 404
        assert administrator.get("/council/cases").status_code == 404
        time.shift(timedelta(minutes=14))
        administrator.get("/help")
        assert administrator.get(case).status_code == 200
        for _quarter in range(4):
            time.shift(timedelta(minutes=12))
            administrator.get("/account")
        assert administrator.get(case).status_code == 404, "it shut by itself"


def test_it_is_recorded_where_the_people_of_the_case_read_it(
    cast: Cast, case: str, database: Database, app: Flask
) -> None:
    opens(cast, reference(database, case))
    cast["administrator"].get(case)
    assert f"Lee Shah opened this case for a reason: {WHY}" in cast["caseworker"].get(case).text
    family = f"/cases/{case.rsplit('/', 1)[1]}/timeline"
    assert WHY not in cast["parent"].get(family).text
    letter = Letterbox(app).words(cast.accounts["manager"].email)
    assert case in letter.text
    assert not {word for word in ("Lee", "Maya", WHY) if word in letter.text}
    with database.reading() as session:
        mine = ReadRecord.account_id == cast.accounts["administrator"].id
        assert session.exec(select(ReadRecord.case_id).where(mine)).first() in case


def test_where_there_is_no_manager_the_shared_inbox_is_told(
    cast: Cast, case: str, database: Database, app: Flask
) -> None:
    with database.unit() as session:
        manager = StaffMember.account_id == cast.accounts["manager"].id
        session.exec(select(StaffMember).where(manager)).one().role = StaffRole.CASEWORKER
    opens(cast, reference(database, case))
    inbox = app.extensions["profile"].council.contacts.email
    assert Letterbox(app).templates(inbox) == ["case_opened_for_reason"]


def test_it_is_shut_before_its_hour_by_whoever_opened_it(
    cast: Cast, case: str, database: Database
) -> None:
    opens(cast, reference(database, case))
    page = cast["administrator"].get(PAGE).text
    assert reference(database, case) in page
    shut = re.search(r'action="(/council/open-a-case/\w+/shut)"', page)
    assert shut
    assert cast["manager"].post(shut[1]).status_code == 404
    for _twice in range(2):
        assert cast["administrator"].post(shut[1]).location == PAGE
    assert cast["administrator"].get(case).status_code == 404
    assert "shut this case again" in cast["caseworker"].get(case).text


def test_no_link_of_the_page_leads_an_administrator_nowhere(
    cast: Cast, case: str, database: Database
) -> None:
    opens(cast, reference(database, case))
    for path in (case, PAGE, "/home", "/council/staff", "/council/teams"):
        page = BeautifulSoup(cast["administrator"].get(path).data, "html.parser")
        for link in page.select("a[href^='/']"):
            address = str(link["href"])
            found = cast["administrator"].get(address).status_code
            assert found in {200, 303}, f"{path} leads to {address}: {found}"


@pytest.mark.parametrize("reason", ["", "curious", "x" * 40, "because I can"])
def test_a_word_is_no_reason(cast: Cast, case: str, database: Database, reason: str) -> None:
    told = opens(cast, reference(database, case), reason)
    assert told.status_code == 422
    assert sentence_at(told, "reason")
    assert cast["administrator"].get(case).status_code == 404


def test_a_reference_that_is_none_is_said_so_and_not_tried_without_end(
    cast: Cast, case: str, database: Database
) -> None:
    told = opens(cast, "BR-1999-99999")
    assert "There is no case with this reference" in sentence_at(told, "reference")
    assert WHY in told.text
    with time_machine.travel(clock.now(), tick=False):
        answers = [opens(cast, "BR-1999-99999").status_code for _try in range(12)]
    assert answers[-1] == 429
    with database.reading() as session:
        assert session.exec(select(CaseOpening)).first() is None


def test_a_manager_s_role_does_not_hold_what_an_administrator_opened(
    cast: Cast, case: str, database: Database
) -> None:
    """Only administrators open cases so; nobody of the family does."""
    for key in ("manager", "caseworker", "parent"):
        fields = {"reference": reference(database, case), "reason": WHY}
        assert cast[key].post(PAGE, fields).status_code == 404
