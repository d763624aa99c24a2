"""A plan ends in two letters, a case with its reason, by withdrawal or gently; and begins anew.

Sections 45 and 46 of the Act, Regulations 29 to 31; guide row C11.
"""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import Closure, DecisionKind, Ending, PlanKind, ProceedingKind
from ehcportal.models.alert import Alert, AlertKind
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.ending import CaseEnding, PlanEnding
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Person
from ehcportal.models.proceeding import Proceeding
from ehcportal.models.request import Request, RequestClosure
from ehcportal.services import alerts
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, text_of
from tests.ended import addressed

WHY = "Maya reached all she wanted, and her school helps her without a plan"


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


@pytest.fixture
def planned(circle: Circle, database: Database) -> Circle:
    with database.unit() as session:
        found = session.get_one(Case, circle.case)
        for asked in session.exec(select(Request).where(Request.case_id == found.id)):
            asked.received_on = factories.days_ago(170)
        factories.plan(session, found, (PlanKind.DRAFT, 60), (PlanKind.FINAL, 30))
    return circle


def path(circle: Circle, page: str = "") -> str:
    return f"/council/cases/{circle.case}/ending{page}"


def version(database: Database, circle: Circle) -> str:
    with database.reading() as session:
        return str(session.get_one(Case, circle.case).version)


def row(database: Database) -> PlanEnding:
    with database.reading() as session:
        found = session.exec(select(PlanEnding)).one()
        session.expunge(found)
        return found


def boxes(name: str, ago: int) -> dict[str, str]:
    on = factories.days_ago(ago)
    return {
        f"{name}-day": str(on.day),
        f"{name}-month": str(on.month),
        f"{name}-year": str(on.year),
    }


def asks(cast: Cast, database: Database, circle: Circle, **fields: str) -> int:
    wanted = {
        "ground": "not_necessary", "why": WHY, "_version": version(database, circle),
        **boxes("until", -14), **addressed(database, circle.case), **fields,
    }  # fmt: skip
    return cast["caseworker"].post(path(circle, "/ask"), wanted).status_code


def decides(cast: Cast, database: Database, circle: Circle, **fields: str) -> int:
    sent = {
        "reasons": WHY,
        "_version": version(database, circle),
        "_row": str(row(database).version),
        "health_to": "Brookshire Health Board",
        "setting_to": "The head of the school",
        **addressed(database, circle.case),
        **fields,
    }
    return cast["caseworker"].post(path(circle, "/decision"), sent).status_code


def test_the_first_letter_asks_and_decides_nothing(
    cast: Cast, database: Database, planned: Circle
) -> None:
    assert asks(cast, database, planned) == 303

    with database.reading() as session:
        letter = session.exec(select(Letter)).one()
        assert letter.template == "ceasing_asked"
        assert not session.exec(select(Decision)).all()
        told = session.exec(select(Alert).where(Alert.kind == AlertKind.STAGE)).all()
        assert {each.account_id for each in told} == {
            cast.accounts["parent"].id,
            cast.accounts["second_parent"].id,
        }
    assert "We asked what you think about ending the plan" in text_of(
        cast, "parent", planned.at("/timeline")
    )
    page = text_of(cast, "caseworker", path(planned))
    assert "They can still answer" in page or "They were asked today" in page


def test_no_plan_is_ended_before_everybody_had_their_time(
    cast: Cast, database: Database, planned: Circle
) -> None:
    asks(cast, database, planned)
    assert decides(cast, database, planned) == 422
    with database.reading() as session:
        assert not session.exec(select(Decision)).all()


def test_the_second_letter_has_the_right_of_appeal_and_the_plan_is_kept_until_then(
    cast: Cast, database: Database, planned: Circle
) -> None:
    asks(cast, database, planned)
    today = clock.today()
    cast.players.clear()
    with time_machine.travel(clock.now() + timedelta(days=16), tick=True):
        assert decides(cast, database, planned, health_to="") == 422
        assert decides(cast, database, planned) == 303
        with database.reading() as session:
            told = session.exec(select(Letter).where(Letter.template == "plan_ended_notice")).all()
            said = str([each.fields for each in told])
            assert "Brookshire Health Board" in said, "Regulation 31"
            made = session.exec(select(Decision)).one()
            letter = session.get_one(Letter, made.letter_id)
            assert (made.kind, letter.template) == (DecisionKind.CEASE, "ceasing")
            assert made.decided_on == today + timedelta(days=16)
        assert "The plan stays in force for now" in text_of(cast, "caseworker", path(planned))
        assert closes(cast, database, planned) == 409
    cast.players.clear()
    with time_machine.travel(clock.now() + timedelta(days=120), tick=True):
        assert closes(cast, database, planned) == 303
        with database.reading() as session:
            case = session.get_one(Case, planned.case)
            assert case.ended_as is Ending.CEASED
            assert session.exec(select(CaseEnding.reason)).one() == WHY


def closes(cast: Cast, database: Database, circle: Circle) -> int:
    sent = {"_version": version(database, circle)}
    return cast["caseworker"].post(path(circle, "/close"), sent).status_code


def test_a_plan_is_kept_while_an_appeal_runs(
    cast: Cast, database: Database, planned: Circle
) -> None:
    asks(cast, database, planned)
    cast.players.clear()
    with time_machine.travel(clock.now() + timedelta(days=16), tick=True):
        decides(cast, database, planned)
        with database.unit() as session:
            session.add(
                Proceeding(
                    case_id=planned.case, kind=ProceedingKind.APPEAL, started_on=clock.today()
                )
            )
    cast.players.clear()
    with time_machine.travel(clock.now() + timedelta(days=200), tick=True):
        assert closes(cast, database, planned) == 409
        assert "An appeal is running" in text_of(cast, "caseworker", path(planned))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ground": ""}, "Choose why the plan may end"),
        ({"why": ""}, "Write why, as the family will read it"),
        ({"until-day": "41"}, "Enter a real date"),
    ],
)
def test_nothing_typed_is_lost_when_something_is_missing(
    cast: Cast, database: Database, planned: Circle, wrong: dict[str, str], says: str
) -> None:
    sent = {
        "ground": "not_necessary", "why": WHY, "_version": version(database, planned),
        **boxes("until", -14), **addressed(database, planned.case), **wrong,
    }  # fmt: skip
    answer = cast["caseworker"].post(path(planned, "/ask"), sent)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert says in page
    assert WHY in page or "why" in wrong


def test_two_who_ask_at_once_send_one_letter(
    cast: Cast, database: Database, planned: Circle
) -> None:
    assert asks(cast, database, planned) == 303
    assert asks(cast, database, planned) == 409
    with database.reading() as session:
        assert len(session.exec(select(Letter)).all()) == 1


def test_a_plan_that_goes_on_is_told_in_a_letter(
    cast: Cast, database: Database, planned: Circle
) -> None:
    asks(cast, database, planned)
    sent = {
        "reasons": "You told us how much the plan helps",
        "_version": version(database, planned),
        "_row": str(row(database).version),
        **addressed(database, planned.case),
    }
    assert cast["caseworker"].post(path(planned, "/drop"), sent).status_code == 303
    assert "The plan went on" in text_of(cast, "caseworker", path(planned))
    assert "We do not end the plan. It goes on" in text_of(cast, "parent", planned.at("/timeline"))


def test_what_was_said_is_kept_with_its_day(
    cast: Cast, database: Database, planned: Circle
) -> None:
    asks(cast, database, planned)
    sent = {
        "family_view": "We want to keep it", "_version": version(database, planned),
        "_row": str(row(database).version),
    }  # fmt: skip
    answer = cast["caseworker"].post(path(planned, "/heard"), sent)
    assert answer.status_code == 422
    assert "Enter the day on which they said it" in answer.get_data(as_text=True)
    assert (
        cast["caseworker"].post(path(planned, "/heard"), {**sent, **boxes("family", 0)}).status_code
        == 303
    )
    assert row(database).family_view_on == clock.today()


def test_a_family_withdraws_and_its_request_goes_with_the_case(
    cast: Cast, database: Database, circle: Circle
) -> None:
    sent = {"reason": "Grace called on Monday", "_version": version(database, circle)}
    assert cast["caseworker"].post(path(circle, "/withdrawal"), sent).status_code == 303
    with database.reading() as session:
        assert session.get_one(Case, circle.case).ended_as is Ending.WITHDRAWN
        requests = session.exec(select(Request).where(Request.case_id == circle.case)).all()
        assert all(each.closed_at for each in requests)
        kinds = session.exec(select(RequestClosure.kind)).all()
        assert set(kinds) == {Closure.WITHDRAWN}


def test_a_family_that_withdraws_does_not_end_a_plan(
    cast: Cast, database: Database, planned: Circle
) -> None:
    sent = {"reason": "Grace called on Monday", "_version": version(database, planned)}
    answer = cast["caseworker"].post(path(planned, "/withdrawal"), sent)
    assert answer.status_code == 422
    assert "it ends only by a decision" in answer.get_data(as_text=True)
    with database.reading() as session:
        found = session.exec(select(Request).where(Request.case_id == planned.case)).all()
        assert not any(each.closed_at for each in found)


def test_a_new_case_of_the_child_begins_and_the_old_one_stays(
    cast: Cast, database: Database, circle: Circle
) -> None:
    cast["caseworker"].post(
        path(circle, "/withdrawal"),
        {"reason": "Grace called", "_version": version(database, circle)},
    )
    sent = {"reason": "She asked again by telephone", "_version": version(database, circle)}
    answer = cast["caseworker"].post(path(circle, "/again"), sent)
    assert answer.status_code == 303
    with database.reading() as session:
        cases = session.exec(select(Case).order_by(col(Case.created_at))).all()
        assert [each.ended_on is None for each in cases] == [False, True]
        assert cases[0].person_id == cases[1].person_id
    assert cast["caseworker"].post(path(circle, "/again"), sent).status_code == 422


def dies(cast: Cast, database: Database, circle: Circle) -> int:
    sent = {
        "reason": "The hospital called", "_version": version(database, circle), **boxes("on", 2)
    }  # fmt: skip
    return cast["caseworker"].post(path(circle, "/death"), sent).status_code


def waiting(session: Session, case_id: str) -> int:
    mail = select(OutboxMessage).where(
        OutboxMessage.case_id == case_id, col(OutboxMessage.done_at).is_(None)
    )
    told = select(Alert).where(Alert.case_id == case_id, col(Alert.sent_at).is_(None))
    return len(session.exec(mail).all()) + len(session.exec(told).all())


def test_when_a_child_has_died_nothing_leaves_any_more(
    cast: Cast, database: Database, circle: Circle
) -> None:
    ring, parent = cast.app.extensions["keyring"], cast.accounts["parent"]
    with database.unit() as session:
        alerts.tell(session, ring, parent.id, AlertKind.STAGE, circle.at(), case_id=circle.case)
        alerts.tell(session, ring, parent.id, AlertKind.DOCUMENT, circle.at(), case_id=circle.case)
    with database.reading() as session:
        assert waiting(session, circle.case) == 2

    assert dies(cast, database, circle) == 303

    with database.unit() as session:
        assert waiting(session, circle.case) == 0
        assert not alerts.tell(
            session, ring, parent.id, AlertKind.STAGE, circle.at(), case_id=circle.case
        )
        assert session.get_one(Person, circle.person).died_on == factories.days_ago(2)
        assert session.get_one(Case, circle.case).ended_as is Ending.DIED
    page = text_of(cast, "parent", circle.at())
    assert "We will not send any more messages about it" in page
    assert "Nothing is sent about them" in text_of(
        cast, "caseworker", f"/council/cases/{circle.case}"
    )
    assert "hospital" not in page + text_of(cast, "parent", circle.at("/timeline"))


def test_a_death_is_noted_in_a_case_that_had_ended_and_it_stays_as_it_ended(
    cast: Cast, database: Database, circle: Circle
) -> None:
    cast["caseworker"].post(
        path(circle, "/withdrawal"),
        {"reason": "Grace called", "_version": version(database, circle)},
    )
    assert dies(cast, database, circle) == 303
    with database.reading() as session:
        assert session.get_one(Case, circle.case).ended_as is Ending.WITHDRAWN
        assert session.get_one(Person, circle.person).died_on is not None
    sent = {"reason": "Again", "_version": version(database, circle)}
    assert cast["caseworker"].post(path(circle, "/again"), sent).status_code == 422
