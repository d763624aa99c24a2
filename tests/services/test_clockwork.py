"""The clocks of the work tray are those of the pages, after every change and every night."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import time_machine
from flask import Flask
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.demo import load
from ehcportal.domain import law
from ehcportal.domain.openclocks import open_clocks
from ehcportal.domain.standing import standing
from ehcportal.models.assessment import AdviceRequest
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseClock, CaseStanding, WaitingFor
from ehcportal.portal import Portal
from ehcportal.queries import case_facts
from ehcportal.queries.case_clocks import all_lines
from ehcportal.queries.counting import case_journey
from ehcportal.security.audit import SYSTEM
from ehcportal.services import clockwork, timeline
from tests import factories
from tests.cast import Cast


def portal(app: Flask) -> Portal:
    found = Portal.of(app.extensions)
    load.load(found)
    return found


def test_every_case_of_the_council_has_the_clocks_its_pages_show(app: Flask) -> None:
    found = portal(app)
    with found.database.reading() as session:
        for case in session.exec(select(Case)):
            facts = case_facts.for_case(session, case.id)
            told = case_journey(facts, found.profile, clock.today())
            shown = {
                (each.due.key, each.about, each.due_on)
                for each in open_clocks(told.dates, standing(told.dates))
            }
            kept = session.exec(select(CaseClock).where(CaseClock.case_id == case.id))
            assert {(each.duty, each.about, each.due_on) for each in kept} == shown
            row = session.get(CaseStanding, case.id)
            assert row
            assert (row.stage, row.situation) == (told.current.value, told.situation.value)


def test_advice_that_comes_in_is_awaited_no_longer_in_the_same_breath(app: Flask) -> None:
    found = portal(app)
    with found.database.unit() as session:
        row = _awaited(session)
        advice = session.get(AdviceRequest, row.about)
        assert advice
        case_id = advice.case_id
        advice.received_on = clock.today()
        session.add(advice)
        of = ("advice_request", advice.id)
        timeline.record(session, SYSTEM, "advice.received", of=of, case_id=case_id)
    with found.database.reading() as session:
        left = session.exec(select(CaseClock.about).where(CaseClock.case_id == case_id)).all()
    assert row.about not in left


def test_a_night_changes_what_a_day_passed_changes(app: Flask) -> None:
    found = portal(app)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        first = clockwork.work_out_the_day(found.database, found.profile)
        again = clockwork.work_out_the_day(found.database, found.profile)
        with found.database.reading() as session:
            open_cases = session.exec(select(Case.id).where(col(Case.ended_on).is_(None))).all()
            rows = session.exec(select(CaseStanding)).all()
            days = {each.case_id: clock.london_day(each.worked_out_at) for each in rows}
        assert {days[each] for each in open_cases} == {clock.today()}
    assert first == len(open_cases)
    assert again == 0


def _awaited(session: Session) -> CaseClock:
    wanted = select(CaseClock).where(
        CaseClock.duty == law.ADVICE, CaseClock.waiting_for == WaitingFor.ADVISER
    )
    found = session.exec(wanted).first()
    assert found
    assert found.due_on > date(2020, 1, 1)
    return found


def test_two_changes_of_one_case_at_once_are_both_in_its_clocks(
    database: Database, cast: Cast
) -> None:
    """The second waits for the first, and neither fails on the other's rows."""
    with database.unit() as session:
        case = factories.case(session, factories.person(session), opened=20)
        case_id = case.id
        factories.request(session, received=20, joined_to=case)
        factories.decision(session, case, ago=10)
        asked = [factories.advice(session, case, role).id for role in ("Doctor", "Therapist")]
        clockwork.note(session, case_id)
    both = Barrier(2 if database.url.startswith("postgres") else 1)

    def receive(advice_id: str) -> None:
        with database.unit() as session:
            session.get_one(AdviceRequest, advice_id).received_on = clock.today()
            session.flush()
            of = ("advice_request", advice_id)
            timeline.record(session, SYSTEM, "advice.received", of=of, case_id=case_id)
            session.flush()
            both.wait(timeout=20)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(receive, asked))
    with database.reading() as session:
        kept = session.exec(select(CaseClock.duty).where(CaseClock.case_id == case_id))
        assert law.ADVICE not in set(kept)


def test_no_clock_of_the_tray_is_missing_on_the_page_of_its_case(app: Flask) -> None:
    found = portal(app)
    with found.database.reading() as session:
        for row in session.exec(select(CaseClock)).all():
            told = case_journey(
                case_facts.for_case(session, row.case_id), found.profile, clock.today()
            )
            shown = {(each.due.key, each.due.due_on) for each in all_lines(told) if each.due}
            assert (row.duty, row.due_on) in shown
