"""Where the council asks for two people, nobody sends alone what the law attaches days to."""

import pytest
from flask import Flask
from sqlmodel import col, select

from ehcportal.db import Database
from ehcportal.domain.ceasing import CeasingGround
from ehcportal.domain.facts import DecisionKind, PlanKind
from ehcportal.models.assessment import Decision
from ehcportal.models.ending import PlanEnding
from ehcportal.models.plan import PlanLine
from ehcportal.models.sign_off import SignOff
from tests import factories
from tests.cast import Cast
from tests.deciding import HIDDEN, Deciding, sit
from tests.ended import addressed
from tests.letterbox import Letterbox
from tests.plans import PlanDesk
from tests.plans import desk as unserved  # noqa: F401
from tests.schools import school  # noqa: F401
from tests.web.test_plan_final import HEALTH, consulted, named


@pytest.fixture(autouse=True)
def two_people(app: Flask) -> None:
    profile = app.extensions["profile"]
    law = profile.law.model_copy(update={"second_sign_off": True})
    app.extensions["profile"] = profile.model_copy(update={"law": law})


@pytest.fixture
def deciding(cast: Cast, database: Database) -> Deciding:
    return sit(cast, database)


TO_SIGN = "For you to sign off"


def tray(cast: Cast, who: str) -> str:
    return cast[who].get("/council/tray").get_data(as_text=True)


def test_who_can_sign_hears_of_it_by_mail_in_the_tray_and_on_the_page_of_the_case(
    app: Flask, deciding: Deciding
) -> None:
    deciding.write()
    page = f"{deciding.decisions}/assess/letter"
    asked = f"{deciding.decisions}/assess/sign-off"
    assert deciding.cast["caseworker"].post(asked, deciding.hidden(page)).status_code == 303
    box, people = Letterbox(app), deciding.cast.accounts
    assert box.templates(people["manager"].email) == ["alerts"]
    assert box.templates(people["caseworker"].email) == []
    assert "Maya" not in str(box.words(people["manager"].email))
    assert TO_SIGN in tray(deciding.cast, "manager")
    assert page in tray(deciding.cast, "manager")
    assert TO_SIGN not in tray(deciding.cast, "caseworker")
    case = f"/council/cases/{deciding.case_id}"
    assert "Look over and sign off" in deciding.page(case, "manager")
    assert "a colleague signs it off" in deciding.page(case)
    assert deciding.send(who="manager").status_code == 303
    assert TO_SIGN not in tray(deciding.cast, "manager")


@pytest.fixture
def final(unserved: PlanDesk) -> PlanDesk:  # noqa: F811
    """A final plan that could go out."""
    assert unserved.serve().status_code == 303
    unserved.advance(20)
    consulted(unserved)
    named(unserved, unserved.school.northbrook)
    return unserved


def send(desk: PlanDesk, who: str, **fields: str) -> int:
    return desk.send(who, f"{desk.council}/final", health=HEALTH, **fields).status_code


def test_a_final_plan_goes_out_only_from_the_hands_of_a_second_person(
    app: Flask, final: PlanDesk, database: Database
) -> None:
    assert send(final, "caseworker") == 422
    assert "Ask for sign-off" in final.text("caseworker", f"{final.council}/final")
    assert send(final, "caseworker", do="ask") == 303
    assert send(final, "caseworker") != 303
    assert "Send it now" not in final.text("caseworker", f"{final.council}/final")
    assert "The final plan" in tray(final.school.cast, "manager")
    assert send(final, "manager") == 303
    with database.reading() as session:
        row = session.exec(select(SignOff)).one()
        signed = (row.asked_by_id, row.signed_by_id)
    people = final.school.cast.accounts
    assert signed == (people["caseworker"].id, people["manager"].id)


def test_a_plan_that_was_changed_since_is_asked_for_anew(final: PlanDesk) -> None:
    assert send(final, "caseworker", do="ask") == 303
    with final.school.unit() as session:
        line = session.exec(
            select(PlanLine).where(PlanLine.key == "i1").order_by(col(PlanLine.id).desc())
        ).first()
        assert line is not None
        line.version += 1
        session.add(line)
    assert send(final, "manager") == 422
    assert "It was changed since a colleague was asked" in final.text(
        "manager", f"{final.council}/final"
    )
    assert send(final, "manager", do="ask") == 303
    assert send(final, "caseworker") == 303


@pytest.fixture
def ending(cast: Cast, database: Database) -> Deciding:
    """A plan whose end can be decided: everybody was asked and answered."""
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, opened=99, coordinator=cast.accounts["caseworker"])
        factories.plan(session, case, (PlanKind.DRAFT, 90), (PlanKind.FINAL, 60))
        session.add(
            PlanEnding(
                case_id=case.id,
                ground=CeasingGround.NOT_NECESSARY,
                why="She reached all that the plan names",
                asked_family_on=factories.days_ago(30),
                answer_by=factories.days_ago(3),
                family_view="We agree",
                family_view_on=factories.days_ago(9),
                outcomes="All of them were reached",
                reviewed_on=factories.days_ago(20),
            )
        )
        return Deciding(cast, database, case.id)


def decide(desk: Deciding, database: Database, who: str, **typed: str) -> int:
    page = f"/council/cases/{desk.case_id}/ending/decision"
    shown = desk.page(page, who)
    hidden = {**dict(HIDDEN.findall(shown)), **addressed(database, desk.case_id)}
    reasons = shown.split('id="reasons"')[1].split(">", 1)[1].split("</textarea>")[0]
    told = {"health_to": "Brookshire Health Board", "setting_to": "The head of the school"}
    return desk.cast[who].post(page, {**hidden, **told, "reasons": reasons, **typed}).status_code


def test_the_end_of_a_plan_is_decided_by_one_and_signed_off_by_another(
    ending: Deciding, database: Database
) -> None:
    assert decide(ending, database, "caseworker") == 422
    asked = decide(ending, database, "caseworker", do="ask", reasons="All was reached")
    assert asked == 303
    assert decide(ending, database, "caseworker") == 422
    assert decide(ending, database, "manager", reasons="Other words") == 422
    assert decide(ending, database, "manager") == 303
    with database.reading() as session:
        row = session.exec(select(Decision).where(Decision.kind == DecisionKind.CEASE)).one()
        session.expunge(row)
    people = ending.cast.accounts
    assert row.reason == "All was reached"
    assert row.decided_by_id == people["caseworker"].id
    assert row.signed_off_by_id == people["manager"].id
