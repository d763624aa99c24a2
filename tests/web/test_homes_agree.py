"""Whatever a council calls its home: the same case stands there with the same facts (row U01)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from ehcportal import clock
from ehcportal import profile as profiles
from ehcportal.db import Database
from ehcportal.domain.examples import example, is_ever_late
from ehcportal.domain.situations import Situation
from ehcportal.filters import weekday_date
from ehcportal.queries.counting import case_journey
from tests import factories
from tests.cast import Cast
from tests.stored_facts import store

PRESETS = ("standard", "portal", "messaging", "hub")
CARDS = ("standard", "portal", "hub")
"""The presets whose families see a card of each child before a dashboard."""

CHILDREN = (
    Situation.REQUEST_RECEIVED,
    Situation.EXCEPTION_CLAIMED,
    Situation.REFUSED_TO_ASSESS,
    Situation.PLAN_RUNNING,
    Situation.REQUEST_WITHDRAWN,
)


@dataclass(frozen=True)
class Facts:
    """What must stand on every home of a case, said in no council's words."""

    hero: str
    late: bool
    next_date: date | None
    coordinator: str


@pytest.fixture
def family(app: Flask, cast: Cast, database: Database) -> dict[str, Facts]:
    """A parent with a child in each situation, every second one without a coordinator."""
    who, found = cast.accounts, {}
    with database.unit() as session:
        for number, situation in enumerate(CHILDREN):
            late = is_ever_late(situation)
            child = factories.person(session, f"Child{number}", "Okafor")
            factories.relationship(session, who["parent"], child)
            staff = who["caseworker"] if number % 2 else None
            case = factories.case(session, child, coordinator=staff)
            facts = example(situation, clock.today(), late=late)
            store(session, case, facts, by=who["parent"])
            shown = case_journey(facts, profiles.load("standard"), clock.today())
            due = shown.next_key_date
            name = staff.name if staff else "Nobody has taken this on yet. Until then, call us."
            found[case.id] = Facts("", shown.late is not None, due.due_on if due else None, name)
    return found


def page(app: Flask, cast: Cast, preset: str, path: str) -> BeautifulSoup:
    app.extensions["profile"] = profiles.load(preset)
    answer = cast["parent"].get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.data, "html.parser")


def words(part: BeautifulSoup) -> str:
    return " ".join(part.get_text(" ").split())


def cards_of(overview: BeautifulSoup) -> Iterator[tuple[str, BeautifulSoup]]:
    for card in overview.select(".case"):
        link = card.select_one(".buttons a[href^='/cases/']")
        assert link is not None
        yield str(link["href"]).rsplit("/", 1)[1], card


def test_tracker_dates_statement_and_coordinator_are_the_same_on_every_home(
    app: Flask, cast: Cast, family: dict[str, Facts]
) -> None:
    statements: dict[str, set[str]] = {case_id: set() for case_id in family}
    trackers: dict[str, set[str]] = {case_id: set() for case_id in family}
    for preset in PRESETS:
        for case_id, facts in family.items():
            shown = page(app, cast, preset, f"/cases/{case_id}")
            where = (preset, facts)
            hero = shown.select_one(".hero-words")
            assert hero is not None, where
            statements[case_id].add(words(hero))
            trackers[case_id].add(" | ".join(words(each) for each in shown.select(".tracker li")))
            day = shown.select_one(".key-date-day time")
            named = day["datetime"] if day else None
            assert named == (facts.next_date.isoformat() if facts.next_date else None), where
            assert ("This is late." in words(shown)) is facts.late, where
            assert facts.coordinator in words(shown), where
    for case_id in family:
        assert len(statements[case_id]) == 1, statements[case_id]
        assert len(trackers[case_id]) == 1, trackers[case_id]
        assert trackers[case_id].pop().count("|") == 6, "seven stages"
    for preset in CARDS:
        overview = dict(cards_of(page(app, cast, preset, "/cases")))
        assert set(overview) == set(family)
        for case_id, card in overview.items():
            facts, text = family[case_id], words(card)
            assert next(iter(statements[case_id])) in text, (preset, text)
            assert ("Late" in text) is facts.late, (preset, text)
            if preset != "hub" and facts.next_date:
                assert weekday_date(facts.next_date) in text, (preset, text)


@pytest.mark.parametrize("preset", ["messaging", "hub"])
def test_who_is_asked_for_a_talk_is_the_same_on_my_cases_and_in_the_case(
    app: Flask, cast: Cast, database: Database, preset: str
) -> None:
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        case = factories.case(session, child, coordinator=who["caseworker"])
        refused = example(Situation.REFUSED_TO_ASSESS, clock.today())
        store(session, case, refused, by=who["parent"])
        asked = f"Ask to talk to {who['caseworker'].name}."
    assert asked in words(page(app, cast, preset, f"/cases/{case.id}"))
    if preset == "hub":
        assert asked in words(page(app, cast, preset, "/cases"))
        assert asked in words(
            page(app, cast, preset, f"/cases/{case.id}/stages/decision_to_assess")
        )


@pytest.mark.parametrize(("who", "may"), [("parent", True), ("advocate", False)])
def test_what_is_late_leads_whoever_may_to_a_complaint_about_this_case(
    app: Flask, cast: Cast, database: Database, who: str, may: bool
) -> None:
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, cast.accounts["parent"], child)
        helper = {"kind": factories.RelationshipKind.ADVOCATE}
        factories.relationship(session, cast.accounts["advocate"], child, **helper)
        case = factories.case(session, child)
        late = example(Situation.REQUEST_RECEIVED, clock.today(), late=True)
        store(session, case, late, by=cast.accounts["parent"])
    app.extensions["profile"] = profiles.load("hub")
    for path in (f"/cases/{case.id}", "/cases"):
        leads = BeautifulSoup(cast[who].get(path).data, "html.parser").select("main a[href]")
        found = f"/forms/complaint?case={case.id}" in {str(each["href"]) for each in leads}
        assert found is may, path
