"""A case that ended by mistake goes on with its clocks, and mail flows again (guide row C11)."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.ending import CaseEnding, CaseReopening
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Person
from ehcportal.models.request import Request
from ehcportal.services import alerts
from tests import factories, posts
from tests.cast import Cast
from tests.circle import Circle, gather, text_of

WHY = "It was another child of the same name"


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        found = gather(session, cast)
        factories.request(session, received=5, joined_to=session.get_one(Case, found.case))
        return found


def press(cast: Cast, database: Database, circle: Circle, what: str, **fields: str) -> int:
    with database.reading() as session:
        version = str(session.get_one(Case, circle.case).version)
    sent = {"reason": WHY, "_version": version, **fields}
    answer = cast["caseworker"].post(f"/council/cases/{circle.case}/ending/{what}", sent)
    return int(answer.status_code)


def day(ago: int) -> dict[str, str]:
    on = factories.days_ago(ago)
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}


def clocks(session: Session) -> list[object]:
    return sorted(str(each.due_on) for each in session.exec(select(CaseClock)))


def test_a_withdrawal_that_was_none_leaves_the_case_its_request_and_its_dates(
    cast: Cast, database: Database, circle: Circle
) -> None:
    assert press(cast, database, circle, "withdrawal") == 303
    with database.reading() as session:
        assert clocks(session) == []
    assert press(cast, database, circle, "mistake") == 303

    with database.reading() as session:
        case = session.get_one(Case, circle.case)
        assert (case.ended_on, case.ended_as) == (None, None)
        assert all(each.closed_at is None for each in session.exec(select(Request)))
        assert str(factories.days_ago(5) + timedelta(days=41)) in clocks(session)
        assert (
            session.exec(select(CaseReopening.case_ending_id)).one()
            == session.exec(select(CaseEnding.id)).one()
        )
    assert "The end of the case was a mistake" in text_of(cast, "parent", circle.at("/timeline"))
    assert press(cast, database, circle, "mistake") == 409


def test_a_death_noted_by_mistake_is_taken_back_and_stopped_mail_leaves(
    cast: Cast, database: Database, circle: Circle
) -> None:
    parent = cast.accounts["parent"].id
    ring = cast.app.extensions["keyring"]
    with database.unit() as session:
        alerts.tell(session, ring, parent, AlertKind.STAGE, "/home", case_id=circle.case)
        posts.leave(session, circle.case, parent)
    assert press(cast, database, circle, "death", **day(1)) == 303
    with database.reading() as session:
        assert session.exec(select(OutboxMessage.outcome)).one() == "expired"
    assert "A letter" not in text_of(cast, "caseworker", "/council/post")

    assert press(cast, database, circle, "mistake") == 303
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        assert session.get_one(Person, case.person_id).died_on is None
        assert case.ended_on is None
        assert session.exec(select(OutboxMessage.done_at)).one() is None
        assert alerts.tell(session, ring, parent, AlertKind.STAGE, "/home", case_id=circle.case)
    assert "A letter" in text_of(cast, "caseworker", "/council/post")
    shown = text_of(cast, "parent", circle.at("/timeline"))
    assert "mistake" not in shown
    assert WHY in text_of(cast, "caseworker", f"/council/cases/{circle.case}/timeline")


def test_once_a_new_case_has_begun_the_old_one_stays_ended(
    cast: Cast, database: Database, circle: Circle
) -> None:
    press(cast, database, circle, "withdrawal")
    assert press(cast, database, circle, "again") == 303
    assert press(cast, database, circle, "mistake") == 422
    with database.reading() as session:
        assert session.get_one(Case, circle.case).ended_on == clock.today()
