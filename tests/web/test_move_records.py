"""After a move: where the child goes meanwhile (Reg 15(6)), and another NHS body (Reg 16)."""

from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain import endlaw
from ehcportal.domain.clocks import due
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import PlanKind
from ehcportal.models.alert import Alert
from ehcportal.models.desk import CaseClock, Letter, WaitingFor
from ehcportal.models.proceeding import Move, MoveDirection
from ehcportal.queries.counting import bank_holidays
from ehcportal.web.days import filled
from tests import factories
from tests.cast import Cast
from tests.deciding import HIDDEN, Deciding


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    """A child whose plan came from Farshire nine days ago."""
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, opened=9, coordinator=cast.accounts["caseworker"])
        factories.plan(session, case, (PlanKind.DRAFT, 90), (PlanKind.FINAL, 60))
        move = Move(
            case_id=case.id,
            direction=MoveDirection.IN,
            other_council="Farshire",
            known_on=factories.days_ago(12),
            moves_on=factories.days_ago(9),
            transferred_on=factories.days_ago(9),
            plan_made_on=factories.days_ago(60),
        )
        session.add(move)
        return Deciding(cast, database, case.id)


def moves(desk: Deciding) -> str:
    return f"/council/cases/{desk.case_id}/moves"


def post(desk: Deciding, page: str, **typed: Any) -> TestResponse:
    hidden = dict(HIDDEN.findall(desk.page(page)))
    return desk.cast["caseworker"].post(page, {**hidden, **typed})


def link(desk: Deciding, ending: str) -> str:
    """Where the list of moves leads."""
    return next(
        each.split('"')[0]
        for each in desk.page(moves(desk)).split('href="')[1:]
        if ending in each.split('"')[0]
    )


def test_a_family_is_told_where_the_child_goes_while_the_school_named_is_too_far(
    desk: Deciding, database: Database
) -> None:
    page = link(desk, "/meanwhile")
    empty = post(desk, page, **filled("from", factories.days_ago(20)))
    assert empty.status_code == 422
    for sentence in ("Enter where the child goes", "not practical", "The day is too early"):
        assert sentence in empty.get_data(as_text=True)
    given = {"place": "Northbrook", "why": "90 miles away", **filled("from", clock.today())}
    assert post(desk, page, **given).status_code == 303
    assert "Northbrook, since" in desk.page(moves(desk))
    with database.reading() as session:
        told = session.exec(select(Alert.account_id)).all()
        assert told == [desk.cast.accounts["parent"].id]
        letter = session.exec(select(Letter)).one()
        assert letter.template == "moved_meanwhile"
        assert "90 miles away" in str(letter.fields)
    family = desk.page(f"/cases/{desk.case_id}/timeline", "parent")
    assert "We arranged another place meanwhile" in family
    papers = desk.page(f"/cases/{desk.case_id}/documents", "parent")
    assert "goes until the plan is changed" in papers


def awaited(database: Database) -> dict[str, CaseClock]:
    with database.reading() as session:
        rows = session.exec(select(CaseClock)).all()
        session.expunge_all()
        return {each.duty: each for each in rows}


def test_the_old_nhs_body_has_15_working_days_to_tell_the_new_one(
    desk: Deciding, database: Database
) -> None:
    page, known = f"{moves(desk)}/health-body", factories.days_ago(3)
    assert post(desk, page, old="North board").status_code == 422
    noted = post(desk, page, old="North board", new="South board", **filled("known", known))
    assert noted.status_code == 303
    closed = bank_holidays(desk.cast.app.extensions["profile"], clock.today())
    last = due(endlaw.HEALTH_BODY_TOLD, known, bank_holidays=closed).due_on
    running = awaited(database)[endlaw.HEALTH_BODY_TOLD]
    assert (running.due_on, running.waiting_for) == (last, WaitingFor.HEALTH)
    assert weekday_words(last) in desk.page(moves(desk))
    told = link(desk, "/health-body/")
    assert post(desk, told, **filled("told", factories.days_ago(4))).status_code == 422
    assert post(desk, told, **filled("told", clock.today())).status_code == 303
    assert endlaw.HEALTH_BODY_TOLD not in awaited(database)
    late = desk.cast["caseworker"].get(told).get_data(as_text=True)
    assert "Note it" not in late
