"""Mediation, appeals and orders of a case: the windows, the log, the weeks that follow."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.casedates import ending_decision
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind
from ehcportal.domain.proceedinglaw import (
    CERTIFICATE_UNWANTED,
    ORDER_ASSESS,
    ORDER_CONTINUE,
    ORDER_NO_PLAN,
    RECOMMENDATION,
)
from ehcportal.domain.rights import appeal_by
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.proceeding import Proceeding
from ehcportal.queries import case_facts
from ehcportal.queries.counting import bank_holidays
from tests import factories
from tests.cast import Cast
from tests.deciding import A_YES, HIDDEN, Deciding, sit


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    made = sit(cast, database)
    with database.unit() as session:
        case = session.get_one(Case, made.case_id)
        factories.decision(session, case, DecisionKind.ASSESS, Outcome.NO, ago=6)
    return made


def days(on: date) -> dict[str, str]:
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}


def post(desk: Deciding, page: str, **typed: Any) -> TestResponse:
    seen = dict(HIDDEN.findall(desk.page(page)))
    return desk.cast["caseworker"].post(page, {**seen, **days(clock.today()), **typed})


def began(desk: Deciding, kind: str = "mediation") -> str:
    page = f"/council/cases/{desk.case_id}/proceedings"
    about = desk.page(page).split('<option value="assess:')[1].split('"')[0]
    answer = post(desk, page, kind=kind, about=f"assess:{about}")
    assert answer.status_code == 303
    return answer.headers["Location"]


def windows(desk: Deciding) -> str:
    return desk.page(f"/council/cases/{desk.case_id}/proceedings")


def test_a_certificate_moves_the_last_day_to_appeal_and_a_withdrawn_one_moves_it_back(
    desk: Deciding,
) -> None:
    told, today = factories.days_ago(6), clock.today()
    assert weekday_words(appeal_by(told).due_on) in windows(desk)
    page = began(desk)
    assert post(desk, page, step="mediation_not_wanted").status_code == 303
    assert post(desk, page, step="certificate").status_code == 303
    assert weekday_words(appeal_by(told, today).due_on) in windows(desk)
    assert "none yet" not in windows(desk)
    step = desk.page(page).split(f"{page}/steps/")[-1].split('"')[0]
    taken = post_reason(desk, f"{page}/steps/{step}")
    assert taken.status_code == 303
    assert "none yet" in windows(desk)
    assert "A slip of the pen" in desk.page(page)
    assert post(desk, page, step="certificate").status_code == 303


def post_reason(desk: Deciding, page: str) -> TestResponse:
    seen = dict(HIDDEN.findall(desk.page(page)))
    return desk.cast["caseworker"].post(page, {**seen, "reason": "A slip of the pen"})


def test_an_order_to_assess_has_weeks_of_its_own_on_every_page(
    desk: Deciding, database: Database
) -> None:
    page, today = began(desk, "appeal"), clock.today()
    assert post(desk, page, step="order").status_code == 422
    assert post(desk, page, step="order", order="assess", note="Bundle").status_code == 303
    for duty in (ORDER_ASSESS, ORDER_NO_PLAN):
        last = weekday_words(due(duty, today).due_on)
        assert last in windows(desk)
    with database.reading() as session:
        clocks = session.exec(select(CaseClock).where(CaseClock.case_id == desk.case_id)).all()
        assert due(ORDER_ASSESS, today).due_on in {each.due_on for each in clocks}
        kinds = {each.kind.value: each for each in session.exec(select(Proceeding))}
        assert kinds["appeal"].ended_on == today
        assert kinds["order"].ended_on is None
    family = desk.page(f"/cases/{desk.case_id}/dates", "parent")
    assert "Word that the assessment begins, after the order" in family
    told = desk.page(f"/cases/{desk.case_id}/timeline", "parent")
    assert "The Tribunal made an order" in told
    assert "Bundle" not in told


def test_an_order_taken_back_takes_its_weeks_back(desk: Deciding, database: Database) -> None:
    page = began(desk, "appeal")
    post(desk, page, step="order", order="assess")
    step = desk.page(page).split(f"{page}/steps/")[-1].split('"')[0]
    assert post_reason(desk, f"{page}/steps/{step}").status_code == 303
    assert "What must be done, and by when" not in windows(desk)
    with database.reading() as session:
        kinds = {each.kind.value: each for each in session.exec(select(Proceeding))}
        assert kinds["appeal"].ended_on is None
        assert kinds["order"].ended_on == clock.today()


def test_the_council_has_30_days_to_meet_a_family_that_wants_mediation(desk: Deciding) -> None:
    page = began(desk)
    assert post(desk, page, step="mediation_held").status_code == 422
    post(desk, page, step="mediation_wanted")
    last = clock.today() + timedelta(days=29)
    assert weekday_words(last) in windows(desk)
    assert "What was ordered" not in windows(desk), "nothing was: nobody is sent to the decisions"
    post(desk, page, step="mediation_held")
    assert "done on" in windows(desk)
    assert "from the mediation adviser" in windows(desk), "the certificate is not the council’s"


def awaited(desk: Deciding, database: Database) -> dict[str, date]:
    """What the tray awaits in the case, with its last days."""
    with database.reading() as session:
        rows = session.exec(select(CaseClock).where(CaseClock.case_id == desk.case_id))
        return {each.duty: each.due_on for each in rows}


def test_a_certificate_that_is_owed_stands_in_the_log_the_tray_and_the_familys_dates(
    desk: Deciding, database: Database
) -> None:
    page, today = began(desk), clock.today()
    post(desk, page, step="mediation_not_wanted")
    closed = bank_holidays(desk.cast.app.extensions["profile"], today)
    last = due(CERTIFICATE_UNWANTED, today, bank_holidays=closed).due_on
    assert awaited(desk, database)[CERTIFICATE_UNWANTED] == last
    assert weekday_words(last) in windows(desk)
    assert "Mediation certificate" in desk.page(f"/cases/{desk.case_id}/dates", "parent")
    post(desk, page, step="certificate")
    assert CERTIFICATE_UNWANTED not in awaited(desk, database)


def test_a_recommendation_is_owed_an_answer_even_when_the_order_was_done(
    desk: Deciding, database: Database
) -> None:
    post(desk, began(desk, "appeal"), step="order", order="reconsider")
    with database.reading() as session:
        rows = session.exec(select(Proceeding)).all()
        order = next(each.id for each in rows if each.kind.value == "order")
    page = f"/council/cases/{desk.case_id}/proceedings/{order}"
    assert post(desk, page, step="recommendation").status_code == 303
    assert post(desk, page, step="complied").status_code == 303
    assert awaited(desk, database)[RECOMMENDATION] == clock.today() + timedelta(days=34)
    assert post(desk, page, step="recommendation_answered").status_code == 303
    assert RECOMMENDATION not in awaited(desk, database)


def test_a_council_that_gives_in_owes_what_was_asked_and_writes_to_the_family(
    desk: Deciding, database: Database
) -> None:
    page = began(desk, "appeal")
    assert post(desk, page, step="conceded", order="assess").status_code == 303
    assert awaited(desk, database)[ORDER_ASSESS] == due(ORDER_ASSESS, clock.today()).due_on
    letter = f"/council/cases/{desk.case_id}/letters/new/concession"
    assert letter in desk.page(page)
    assert desk.cast["caseworker"].get(letter).status_code == 200


def test_in_mediation_the_council_agrees_and_only_an_appeal_is_conceded(
    desk: Deciding, database: Database
) -> None:
    page = began(desk)
    assert post(desk, page, step="conceded", order="assess").status_code == 422
    assert 'value="conceded"' not in desk.page(page)
    assert post(desk, page, step="mediation_wanted").status_code == 303
    assert post(desk, page, step="agreement", order="assess").status_code == 303
    assert awaited(desk, database)[ORDER_ASSESS] == due(ORDER_ASSESS, clock.today()).due_on
    assert "agreed in mediation 42" in windows(desk)
    again = began(desk)
    assert post(desk, again, step="agreement").status_code == 303, "they may leave it as it is"


@pytest.fixture
def ending(cast: Cast, database: Database) -> Deciding:
    """A plan whose end was decided ten days ago."""
    made = sit(cast, database)
    with database.unit() as session:
        case = session.get_one(Case, made.case_id)
        factories.decision(session, case, DecisionKind.CEASE, Outcome.CEASE, ago=10)
        factories.plan(session, case, (PlanKind.DRAFT, 60), (PlanKind.FINAL, 40))
    return made


def appealed(desk: Deciding) -> str:
    page = f"/council/cases/{desk.case_id}/proceedings"
    about = desk.page(page).split('<option value="cease:')[1].split('"')[0]
    answer = post(desk, page, kind="appeal", about=f"cease:{about}")
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize("step", [{"step": "dismissed"}, {"step": "order", "order": "may_cease"}])
def test_when_the_tribunal_lets_a_plan_end_it_can_end_at_once(
    ending: Deciding, step: dict[str, str]
) -> None:
    show = f"/council/cases/{ending.case_id}/ending"
    page = appealed(ending)
    assert "An appeal is running" in ending.page(show)
    assert post(ending, page, **step).status_code == 303
    assert "The family can appeal until" not in ending.page(show)
    assert "An appeal is running" not in ending.page(show)


def test_when_the_tribunal_says_that_a_plan_goes_on_its_end_is_decided_no_longer(
    ending: Deciding, database: Database
) -> None:
    post(ending, appealed(ending), step="order", order="continue_plan")
    assert awaited(ending, database)[ORDER_CONTINUE] == clock.today()
    with database.reading() as session:
        facts = case_facts.for_case(session, ending.case_id)
    assert ending_decision(facts) is None
    assert "The family can appeal until" not in ending.page(
        f"/council/cases/{ending.case_id}/ending"
    )


def test_a_step_names_the_paper_about_it(desk: Deciding, database: Database) -> None:
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        paper = factories.published(session, case, "Certificate").document_id
    page = began(desk)
    gone = post(desk, page, step="certificate", paper="gone")
    assert "This document is no longer there" in gone.get_data(as_text=True)
    assert post(desk, page, step="certificate", paper=paper).status_code == 303
    assert f"/documents/{paper}" in desk.page(page)


def test_what_cannot_be_written_down_says_why(desk: Deciding) -> None:
    page = f"/council/cases/{desk.case_id}/proceedings"
    empty = post(desk, page)
    assert empty.status_code == 422
    for sentence in ("Choose what began", "Choose what it is about"):
        assert empty.get_data(as_text=True).count(sentence) >= 2
    late = post(desk, began(desk), **days(clock.today() + timedelta(days=1)), step="certificate")
    assert "The day cannot be in the future" in late.get_data(as_text=True)


def test_of_two_who_write_at_once_the_second_is_told(desk: Deciding) -> None:
    page = began(desk)
    seen = {**dict(HIDDEN.findall(desk.page(page))), **days(clock.today())}
    post(desk, page, step="adviser_called")
    late = desk.cast["caseworker"].post(
        page, {**seen, "step": "mediation_wanted", "note": "By phone", "_idem": ""}
    )
    assert late.status_code == 409
    assert "By phone" in late.get_data(as_text=True)
    post(desk, page, step="certificate")
    ended = desk.cast["caseworker"].post(
        page, {**seen, "step": "mediation_wanted", "note": "Not lost", "_idem": ""}
    )
    assert "Not lost" in ended.get_data(as_text=True)


def test_a_certificate_about_a_plan_moves_its_day_on_the_familys_pages_too(
    cast: Cast, database: Database
) -> None:
    desk = sit(cast, database)
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        factories.plan(session, case, (PlanKind.DRAFT, 60), (PlanKind.FINAL, 55))
    page = f"/council/cases/{desk.case_id}/proceedings"
    about = desk.page(page).split('<option value="plan:')[1].split('"')[0]
    torn = post(desk, page, kind="mediation", about=f"plan:{about}", sections=["C"])
    assert "Choose section B, F or I" in torn.get_data(as_text=True)
    began = post(desk, page, kind="mediation", about=f"plan:{about}", sections=["B", "F"])
    assert post(desk, began.headers["Location"], step="certificate").status_code == 303
    last = weekday_words(appeal_by(factories.days_ago(55), clock.today()).due_on)
    assert last in windows(desk)
    assert last in desk.page(f"/cases/{desk.case_id}/appeal", "parent")
    with database.reading() as session:
        facts = case_facts.for_case(session, desk.case_id)
    assert facts.plans[-1].certificate_on == clock.today()


def test_after_an_order_the_council_says_yes_and_the_order_is_met_on_that_day(
    desk: Deciding,
) -> None:
    post(desk, began(desk, "appeal"), step="order", order="assess")
    assert "Late" not in windows(desk)
    assert desk.write(**A_YES).status_code == 303
    assert desk.send().status_code == 303
    assert "done on" in windows(desk)
    family = desk.page(f"/cases/{desk.case_id}/dates", "parent")
    assert weekday_words(due(ORDER_NO_PLAN, clock.today()).due_on) in family
    assert "Answer if there will be no plan, after the order" in family
