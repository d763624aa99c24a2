"""Exceptions to time limits: records that the family sees beside a date that never moves."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.filters import date_words, weekday_date
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.time_exception import TimeException
from tests import factories
from tests.cast import Cast

RECEIVED = 30
DUE = timedelta(days=6 * 7 - 1)


@pytest.fixture
def case_id(cast: Cast, database: Database) -> str:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        case = factories.case(session, child, opened=40, coordinator=cast.accounts["caseworker"])
        factories.request(session, received=RECEIVED, joined_to=case)
        return case.id


def due_on() -> date:
    return factories.days_ago(RECEIVED) + DUE


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def asked(cast: Cast, **changed: Any) -> dict[str, str]:
    fields = {
        "duty": "decision_to_assess",
        "ground": "personal_circumstances",
        **day("from", factories.days_ago(5)),
        "evidence": "The mother rang: a death in the family",
        "approved_by": cast.accounts["manager"].id,
    }
    return {**fields, **changed}


def record(cast: Cast, case_id: str, **changed: Any) -> Any:
    return cast["caseworker"].post(
        f"/council/cases/{case_id}/exceptions/new", asked(cast, **changed)
    )


def page(cast: Cast, who: str, path: str) -> str:
    answer = cast[who].get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def rows(database: Database) -> list[TimeException]:
    with database.reading() as session:
        wanted = select(TimeException).order_by(TimeException.created_at)  # type: ignore[arg-type]
        found = list(session.exec(wanted))
        session.expunge_all()
        return found


def test_the_family_sees_the_ground_beside_the_date_which_stays(
    cast: Cast, case_id: str, database: Database
) -> None:
    assert record(cast, case_id).status_code == 303
    shown = page(cast, "parent", f"/cases/{case_id}/dates")
    assert weekday_date(due_on()) in shown
    assert "something exceptional happened in the family" in shown
    assert "The date set by law stays the same" in shown
    assert "The mother rang" not in shown
    with database.reading() as session:
        clocks = session.exec(select(CaseClock).where(CaseClock.duty == "decision_to_assess")).all()
        assert [(each.due_on, each.excused) for each in clocks] == [(due_on(), True)]
        told = session.exec(select(OutboxMessage).where(OutboxMessage.case_id == case_id)).all()
        assert len(told) == 1
    assert rows(database)[0].family_told_on == clock.today()
    staff = page(cast, "caseworker", f"/council/cases/{case_id}")
    assert date_words(due_on()) in staff
    assert "The date set by law stays the same" in staff


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"duty": ""}, "Choose what is late"),
        ({"ground": "staff_shortage"}, "Choose the ground"),
        ({"ground": "missed_appointment"}, "Regulation 5(4)"),
        ({"evidence": ""}, "Say how you know"),
        ({"approved_by": "nobody"}, "Choose who approved it"),
        ({"from-day": "31", "from-month": "2"}, "Enter a real date"),
        ({"from-day": "", "from-month": "", "from-year": ""}, "Enter the first day"),
        ({"from-year": "2035"}, "The day is too late"),
        (day("from", factories.days_ago(-99)), "It must fall in the time"),
        (day("told", date(2035, 1, 1)), "The day cannot be to come"),
        (day("to", date(2020, 1, 1)), "The last day cannot be before the first"),
    ],
)
def test_what_the_law_does_not_know_is_refused_and_nothing_typed_is_lost(
    cast: Cast, case_id: str, database: Database, changed: dict[str, str], wrong: str
) -> None:
    answer = record(cast, case_id, **changed)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert wrong in shown
    if "evidence" not in changed:
        assert "The mother rang" in shown
    assert rows(database) == []


def test_being_away_counts_only_from_four_weeks(cast: Cast, case_id: str) -> None:
    short = {"ground": "absent_from_area", **day("to", clock.today())}
    answer = record(cast, case_id, **short)
    assert answer.status_code == 422
    assert "4 weeks or more" in answer.get_data(as_text=True)
    long = {**short, **day("from", factories.days_ago(27))}
    assert record(cast, case_id, **long).status_code == 303


def test_one_missed_appointment_is_of_one_adviser_on_the_desk_and_for_the_family(
    cast: Cast, case_id: str, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, case_id)
        factories.decision(session, case, DecisionKind.ASSESS, Outcome.YES, ago=20)
        health = factories.advice(session, case, "Sleep clinic", asked=20).id
        factories.advice(session, case, "Speech therapist", asked=20)
    missed = {"ground": "missed_appointment", **day("to", factories.days_ago(5))}
    everyone = record(cast, case_id, **missed, duty="advice")
    assert everyone.status_code == 422
    assert "Choose the one adviser" in everyone.get_data(as_text=True)
    assert record(cast, case_id, **missed, duty=f"advice:{health}").status_code == 303
    shown = page(cast, "caseworker", f"/council/cases/{case_id}/exceptions")
    assert "Sleep clinic" in shown
    assert "Speech therapist" not in shown
    with database.reading() as session:
        clocks = session.exec(select(CaseClock).where(CaseClock.duty == "advice")).all()
        assert {each.about for each in clocks if each.excused} == {health}
    family = page(cast, "parent", f"/cases/{case_id}/dates")
    assert family.count("an appointment for a test was missed") == 1


def test_a_closed_school_excuses_only_with_the_day_it_was_asked(
    cast: Cast, case_id: str, database: Database
) -> None:
    closure = {
        "ground": "school_closed",
        **day("from", factories.days_ago(20)),
        **day("to", factories.days_ago(-15)),
    }
    without = record(cast, case_id, **closure)
    assert without.status_code == 422
    assert "Enter the day on which the council asked" in without.get_data(as_text=True)
    early = record(cast, case_id, **closure, **day("asked", factories.days_ago(28)))
    assert "only if the ask fell in these days" in early.get_data(as_text=True)
    assert (
        record(cast, case_id, **closure, **day("asked", factories.days_ago(27))).status_code == 303
    )
    assert rows(database)[0].asked_on == factories.days_ago(27)
    assert "Asked for advice on" in page(cast, "caseworker", f"/council/cases/{case_id}/exceptions")


def test_an_error_is_put_right_by_a_further_row_that_counts_alone(
    cast: Cast, case_id: str, database: Database
) -> None:
    record(cast, case_id)
    first = rows(database)[0]
    path = f"/council/cases/{case_id}/exceptions/{first.id}/correction"
    assert "The mother rang" in page(cast, "caseworker", path)
    changed = asked(cast, **day("to", factories.days_ago(1)))
    assert cast["caseworker"].post(path, changed).status_code == 303
    late = cast["manager"].post(path, changed)
    assert late.status_code == 409
    found = rows(database)
    assert [(each.to_on, each.corrects_id) for each in found] == [
        (None, None),
        (factories.days_ago(1), first.id),
    ]
    shown = page(cast, "parent", f"/cases/{case_id}/dates")
    assert shown.count("This may come later than its date") == 1
    assert f"to {date_words(factories.days_ago(1))}" in shown


def test_what_was_no_exception_is_taken_back_with_a_reason(
    cast: Cast, case_id: str, database: Database
) -> None:
    record(cast, case_id)
    path = f"/council/cases/{case_id}/exceptions/{rows(database)[0].id}/end"
    assert cast["caseworker"].post(path, {"reason": " "}).status_code == 422
    assert cast["caseworker"].post(path, {"reason": "It was another child"}).status_code == 303
    assert cast["caseworker"].post(path, {"reason": "Again"}).status_code == 409
    assert "This may come later" not in page(cast, "parent", f"/cases/{case_id}/dates")
    timeline = page(cast, "parent", f"/cases/{case_id}/timeline")
    assert "We took back what we had recorded" in timeline
    assert "another child" not in timeline
    assert "It was another child" in page(
        cast, "caseworker", f"/council/cases/{case_id}/exceptions"
    )


def test_a_case_of_another_team_is_looked_at_and_not_changed(
    cast: Cast, case_id: str, database: Database
) -> None:
    path = f"/council/cases/{case_id}/exceptions"
    assert cast["parent"].get(path).status_code == 404
    assert cast["administrator"].get(path).status_code == 404
    assert cast["support"].get(path).status_code == 200
