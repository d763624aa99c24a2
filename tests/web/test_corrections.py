"""A decision that is put right: one last day to appeal everywhere, and nothing unlawful."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import col, select
from werkzeug.test import TestResponse

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind, ProceedingKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.domain.rights import appeal_by
from ehcportal.models.alert import Alert
from ehcportal.models.assessment import Decision
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.proceeding import Proceeding, ProceedingStep
from ehcportal.queries import case_facts, proceedings
from tests import factories
from tests.cast import Cast
from tests.deciding import A_YES, Deciding, a_no, sit


@pytest.fixture
def desk(cast: Cast, database: Database) -> Deciding:
    return sit(cast, database)


def newest(database: Database) -> Decision:
    with database.reading() as session:
        row = session.exec(select(Decision).order_by(col(Decision.created_at).desc())).first()
        assert row is not None
        session.expunge(row)
        return row


def begin(desk: Deciding, database: Database) -> TestResponse:
    path = f"{desk.decisions}/made/{newest(database).id}/correction"
    return desk.cast["caseworker"].post(path)


def correct(desk: Deciding, database: Database, kind: str = "assess", **typed: str) -> TestResponse:
    """Begin the correction of the newest decision and save it."""
    assert begin(desk, database).status_code == 303
    return desk.write(kind, **{"correction_reason": "The wrong words", **typed})


def as_made(database: Database) -> dict[str, str]:
    """The day of the decision as it was."""
    on = newest(database).decided_on
    return {
        "decided-day": str(on.day),
        "decided-month": str(on.month),
        "decided-year": str(on.year),
    }


def test_a_no_put_right_later_has_one_last_day_to_appeal_on_every_page_and_letter(
    desk: Deciding, database: Database
) -> None:
    desk.write()
    desk.send()
    first = newest(database)
    later = clock.now() + timedelta(days=12)
    desk.cast.players.clear()
    with time_machine.travel(later, tick=True):
        today = clock.today()
        assert correct(desk, database, **as_made(database)).status_code == 303
        assert desk.send().status_code == 303
        row = newest(database)
        assert (row.notified_on, row.letter_on) == (first.notified_on, today)
        last = appeal_by(today).due_on
        with database.reading() as session:
            letter = str(session.get_one(Letter, row.letter_id).fields)
            told = {each.act_by for each in session.exec(select(Alert))}
            facts = case_facts.for_case(session, desk.case_id)
        assert weekday_words(last) in letter
        assert last.isoformat() in told
        pages = {
            "family's dates": desk.page(f"/cases/{desk.case_id}/dates", "parent"),
            "appeal": desk.page(f"/cases/{desk.case_id}/appeal", "parent"),
            "log": desk.page(f"/council/cases/{desk.case_id}/proceedings"),
        }
        for name, shown in pages.items():
            assert weekday_words(last) in shown, name
            assert weekday_words(appeal_by(first.notified_on).due_on) not in shown, name
        assert facts.decisions[0].notified_on == first.notified_on


def test_a_certificate_given_about_a_no_counts_for_the_row_that_puts_it_right(
    desk: Deciding, database: Database
) -> None:
    desk.write()
    desk.send()
    today = clock.today()
    with database.unit() as session:
        held = Proceeding(
            case_id=desk.case_id,
            kind=ProceedingKind.MEDIATION,
            decision_id=newest(database).id,
            started_on=today,
        )
        session.add(held)
        session.flush()
        step = ProceedingStep(proceeding_id=held.id, kind=StepKind.CERTIFICATE, on=today)
        session.add(step)
    for words in ("Once", "Twice"):
        correct(desk, database, reason=words)
        desk.send()
    assert newest(database).reason == "Twice"
    log = desk.page(f"/council/cases/{desk.case_id}/proceedings")
    assert "none yet" not in log
    with database.reading() as session:
        profile = desk.cast.app.extensions["profile"]
        (one,) = proceedings.appealable(session, desk.case_id, profile, today)
        assert one.certificate_on == today
        (fact,) = case_facts.for_case(session, desk.case_id).decisions
        assert fact.certificate_on == today


def said_yes(desk: Deciding, database: Database, kind: DecisionKind = DecisionKind.ASSESS) -> None:
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        factories.decision(session, case, kind, Outcome.YES, ago=6 if kind == "assess" else 2)


NO_AGAIN = {"has_needs": "yes", "needs_plan": "no", "outcome": "no"}


def test_a_yes_that_was_an_error_becomes_a_no_while_nothing_has_followed(
    desk: Deciding, database: Database
) -> None:
    said_yes(desk, database)
    assert correct(desk, database, **NO_AGAIN).status_code == 303
    assert desk.send().status_code == 303
    row = newest(database)
    assert (row.outcome, row.notified_on, row.letter_on) == (Outcome.NO, clock.today(), None)


def test_a_yes_after_which_advice_was_asked_for_cannot_become_a_no(
    desk: Deciding, database: Database
) -> None:
    said_yes(desk, database)
    with database.unit() as session:
        factories.advice(session, session.get_one(Case, desk.case_id))
    answer = correct(desk, database, **NO_AGAIN, reason="Kept words")
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Advice was asked for after this yes" in shown
    assert "Kept words" in shown
    right = desk.write(**A_YES, has_needs="yes", correction_reason="Only the words")
    assert right.status_code == 303
    assert desk.send().status_code == 303
    assert newest(database).outcome is Outcome.YES


def test_a_yes_to_a_plan_cannot_become_a_no_after_the_draft(
    desk: Deciding, database: Database
) -> None:
    said_yes(desk, database)
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        factories.advice(session, case, asked=5, received=3)
    said_yes(desk, database, DecisionKind.ISSUE)
    with database.unit() as session:
        factories.plan(session, session.get_one(Case, desk.case_id), (PlanKind.DRAFT, 1))
    answer = correct(desk, database, "issue", **NO_AGAIN)
    assert answer.status_code == 422
    assert "A draft plan was sent, and with it the yes" in answer.get_data(as_text=True)


def test_what_the_page_let_through_is_judged_again_when_it_is_sent(
    desk: Deciding, database: Database
) -> None:
    """A colleague asks for advice between the looking over and the sending."""
    said_yes(desk, database)
    assert correct(desk, database, **NO_AGAIN).status_code == 303
    seen = desk.hidden(f"{desk.decisions}/assess/letter")
    with database.unit() as session:
        factories.advice(session, session.get_one(Case, desk.case_id))
    late = desk.send(seen=seen)
    assert late.status_code == 409
    assert newest(database).outcome is Outcome.YES


def test_an_answer_that_another_one_followed_keeps_its_outcome(
    desk: Deciding, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        old = factories.decision(session, case, DecisionKind.ASSESS, Outcome.NO, ago=8).id
        factories.decision(session, case, DecisionKind.ASSESS, Outcome.YES, ago=2)
    begun = desk.cast["caseworker"].post(f"{desk.decisions}/made/{old}/correction")
    assert begun.status_code == 303
    answer = desk.write(**A_YES, correction_reason="It was a yes")
    assert answer.status_code == 422
    assert "Another answer has followed this one" in answer.get_data(as_text=True)


def test_nothing_is_put_right_in_a_case_that_has_ended(desk: Deciding, database: Database) -> None:
    desk.write()
    desk.send()
    with database.unit() as session:
        case = session.get_one(Case, desk.case_id)
        case.ended_on = clock.today()
        session.add(case)
    assert not re.search("Correct this", desk.page(desk.decisions))
    assert begin(desk, database).status_code == 404


def test_the_form_begins_with_what_was_decided(desk: Deciding, database: Database) -> None:
    desk.write(reason=a_no()["reason"])
    desk.send()
    begin(desk, database)
    assert "School can give this help." in desk.page(f"{desk.decisions}/assess")
