"""Random lawful histories as rows: what is read of them is what happened, and all is well."""

import random
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlmodel import Session

from ehcportal import clock
from ehcportal.demo.populate import cases, council
from ehcportal.demo.populate.histories import History as Synthetic
from ehcportal.demo.populate.rows import Rows
from ehcportal.domain.journey import Journey
from ehcportal.domain.steps import Step, may
from ehcportal.queries import case_facts, case_invariants
from ehcportal.queries.counting import case_journey
from ehcportal.services import clockwork
from tests.domain.history import History
from tests.domain.test_histories import drive

HISTORIES = 60
GAPS = (0, 0, 1, 2, 7, 14, 15, 16, 28, 41, 60, 100)
BORN = timedelta(days=6 * 365)


def a_history(dice: random.Random, today: date) -> History:
    """Drive a case by lawful steps, at most until today."""
    began_on = today - timedelta(days=dice.randint(0, 1500))
    turns = [(dice.randrange(10_000), dice.choice(GAPS)) for _ in range(40)]
    last = History(began_on)  # a family of two parents on every other day
    for told, _, _ in drive(began_on, turns, until=today):
        last = told
    return last


def seen(told: Journey) -> dict[str, Any]:
    """What a family is shown of a case."""
    return {
        "stage": told.current,
        "situation": told.situation,
        "besides": told.besides,
        "tracker": told.tracker,
        "dates": sorted(told.key_dates, key=lambda each: (each.on, each.key, str(each))),
        "next": told.next_key_date,
        "late": told.late,
    }


def test_what_is_read_of_a_case_is_what_happened_and_every_invariant_holds(
    app: Flask, session: Session
) -> None:
    today, profile = clock.today(), app.extensions["profile"]
    shared, rows = council.found(session), Rows(random.Random(1))
    told: dict[str, History] = {}
    for number in range(HISTORIES):
        driven = a_history(random.Random(number), today)
        synthetic = Synthetic(today - BORN, driven.facts, ())
        told[cases.tell(rows, shared, synthetic, f"BR-{number}", str(number))] = driven
    rows.write(session)
    clockwork.work_out(session, profile, list(told))
    read = case_facts.for_cases(session, list(told))
    for case_id, driven in told.items():
        was = seen(case_journey(driven.facts, profile, driven.today))
        assert seen(case_journey(read[case_id], profile, driven.today)) == was, driven.steps
        for step in (Step.ISSUE_FINAL, Step.ISSUE_AMENDED):
            known, kept = (may(each, step, driven.today) for each in (driven.facts, read[case_id]))
            assert bool(kept) == bool(known), (step, driven.steps)
    assert list(case_invariants.faults(session, profile)) == []
