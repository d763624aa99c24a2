"""Synthetic cases are lawful, the same for a seed, and never put beside what is real."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, col, func, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo.populate.histories import History, history
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind
from ehcportal.domain.journey import journey
from ehcportal.domain.stages import Stage
from ehcportal.domain.steps import may
from ehcportal.models.account import Account
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, CaseStanding
from ehcportal.models.event import Event
from ehcportal.models.plan import PlanLine, PlanVersion
from ehcportal.models.request import Request
from ehcportal.models.time_exception import TimeException
from tests.commands.test_commands import Shell

TODAY = date(2026, 11, 23)


@pytest.fixture
def shell(tmp_path: Path, database_url: str) -> Shell:
    return Shell(tmp_path, database_url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.engine.dispose()


def told(seed: int) -> History:
    return history(random.Random(seed), TODAY)


def count(database: Database, table: type[SQLModel]) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_synthetic_history_takes_only_lawful_steps() -> None:
    for seed in range(150):
        for before, step, day in told(seed).steps:
            assert may(before, step, day), (seed, step, may(before, step, day).why_not)


def test_synthetic_histories_fill_every_stage() -> None:
    stages = {journey(told(seed).facts, TODAY).current for seed in range(300)}

    assert stages == set(Stage)


def test_a_seed_gives_the_same_cases_and_goes_on_where_it_stopped(
    shell: Shell, database: Database
) -> None:
    assert "12 cases" in shell.run("populate", "--cases", "12", "--seed", "7").output
    first = references(database)
    assert "there before" in shell.run("populate", "--cases", "12", "--seed", "7").output
    assert "8 cases" in shell.run("populate", "--cases", "20", "--seed", "7").output
    assert count(database, Case) == 20
    assert first <= references(database)
    assert "5 cases" in shell.run("populate", "--cases", "5", "--seed", "8").output
    assert count(database, Case) == 25


def references(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        return set(session.exec(select(Case.id, Case.reference)).all())


def test_synthetic_cases_keep_every_invariant_beside_the_demo(shell: Shell) -> None:
    shell.run("demo")
    done = shell.run("populate", "--cases", "60", "--seed", "1")
    assert done.exit_code == 0, done.output
    done = shell.run("verify")
    assert done.exit_code == 0, done.output


def test_nothing_is_put_beside_people_who_are_real(shell: Shell, database: Database) -> None:
    with database.unit() as session:
        session.add(
            Account(email="a@b.example", email_folded="a@b.example", forename="A", surname="B")
        )
    done = shell.run("populate", "--cases", "5")
    assert done.exit_code == 1
    assert "other data" in done.output
    assert count(database, Case) == 0


def spoilt_clock(session: Session) -> None:
    row = session.exec(select(CaseClock)).first()
    assert row
    row.due_on += timedelta(days=1)


def spoilt_stage(session: Session) -> None:
    row = session.exec(select(CaseStanding).where(CaseStanding.stage == Stage.FINAL_PLAN)).first()
    assert row
    row.stage = Stage.REQUEST


def early_decision(session: Session) -> None:
    decided = select(Decision, Request).join(Request, col(Request.id) == Decision.request_id)
    row, request = session.exec(decided).first() or (None, None)
    assert row
    assert request
    row.decided_on = request.received_on - timedelta(days=1)


def short_window(session: Session) -> None:
    row = session.exec(select(PlanVersion).where(PlanVersion.kind == PlanKind.DRAFT)).first()
    assert row
    assert row.served_on
    row.comments_until = row.served_on + timedelta(days=13)


def later_words(session: Session) -> None:
    row = session.exec(select(PlanLine)).first()
    assert row
    row.text, row.changed_at = "Something else", clock.now() + timedelta(days=1)


def hidden_decision(session: Session) -> None:
    row = session.exec(select(Case.id).join(Decision, col(Decision.case_id) == Case.id)).first()
    session.add(
        Decision(
            case_id=row,
            kind=DecisionKind.ASSESS,
            outcome=Outcome.YES,
            decided_on=clock.today(),
            notified_on=clock.today(),
        )
    )


def lost_line(session: Session) -> None:
    row = session.exec(select(Event).where(col(Event.kind).like("plan.%"))).first()
    session.delete(row)


def invented_exception(session: Session) -> None:
    case_id = session.exec(select(Case.id)).first()
    session.add(
        TimeException(
            case_id=case_id, duty="final_plan", ground="missed_appointment", from_on=clock.today()
        )
    )


FAULTS = (
    (spoilt_clock, "its clocks are not what its rows give"),
    (spoilt_stage, "its clocks are not what its rows give"),
    (early_decision, "it was made before its request came"),
    (short_window, "fewer days to comment than by law"),
    (later_words, "it was changed after it was served"),
    (hidden_decision, "a decision is missing on its timeline"),
    (lost_line, "a version of its plan is missing on its timeline"),
    (invented_exception, "the law knows no such exception"),
)


def test_verify_names_each_thing_that_is_wrong_with_a_case(
    shell: Shell, database: Database
) -> None:
    shell.run("populate", "--cases", "40", "--seed", "2")
    assert shell.run("verify").exit_code == 0
    with database.unit() as session:
        for spoil, _ in FAULTS:
            spoil(session)
    done = shell.run("verify")
    assert done.exit_code == 1
    for _, words in FAULTS:
        assert words in done.output, words
