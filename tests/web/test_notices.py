"""A refusal to make a plan tells the health body and the school too (Regulation 10(2))."""

import pytest
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.person import Placement
from ehcportal.models.posting import PostItem
from ehcportal.models.setting import Service
from tests import factories
from tests.cast import Cast
from tests.deciding import A_YES, Deciding, sit

BODY = "Brookshire Health Board\nHigh Street 1"


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    made = sit(cast, database)
    made.write(**A_YES)
    made.send()
    with database.unit() as session:
        case = session.get_one(Case, made.case_id)
        factories.advice(session, case)
        session.add(Placement(person_id=case.person_id, name="Hill School"))
        session.add(Service(name="Brookshire Health Board", email="board@health.example"))
    made.write("issue")
    return made


def test_both_get_a_notice_that_waits_for_the_post(desk: Deciding, database: Database) -> None:
    page = desk.page(f"{desk.decisions}/issue/letter")
    assert "board@health.example" in page
    assert "Hill School" in page
    missing = desk.send("issue")
    assert missing.status_code == 422
    for words in ("gets the notice at the health body", "gets the notice at the school"):
        assert missing.get_data(as_text=True).count(words) >= 2
    assert desk.send("issue", health_to=BODY, setting_to="Hill School").status_code == 303
    with database.reading() as session:
        notices = session.exec(select(Letter).where(Letter.template == "no_plan_notice")).all()
        papers = {each.document_id for each in notices}
        waiting = set(session.exec(select(PostItem.document_id)))
        said = str([each.fields for each in notices])
    assert len(notices) == 2
    assert papers <= waiting
    assert "High Street 1" in said
    assert "School can give this help" not in said
    told = desk.page(f"/council/cases/{desk.case_id}/timeline")
    assert "Brookshire Health Board is told by post that there will be no plan" in told
    family = desk.page(f"/cases/{desk.case_id}/documents", "parent")
    assert "Notice:" not in family


def test_a_yes_and_a_refusal_to_assess_ask_for_no_notice(desk: Deciding) -> None:
    desk.write("issue", **A_YES)
    assert "Who else must be told" not in desk.page(f"{desk.decisions}/issue/letter")
