"""What is stored of a case leads to the situation in which the family is."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from ehcportal import clock
from ehcportal import profile as profiles
from ehcportal.domain.examples import example, is_ever_late
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.rights import school_year
from ehcportal.domain.situations import Situation
from ehcportal.models.case import Case
from ehcportal.models.person import RelationshipKind, View
from ehcportal.queries import case_facts
from ehcportal.queries.counting import case_journey
from tests import factories
from tests.cast import Cast
from tests.stored_facts import store

WAITING = {
    Situation.REQUEST_NOT_SENT: "a form in the making belongs to no case",
    Situation.GATHERING_INFORMATION: "that more was asked for",
}
"""What no table holds yet. Their texts are held against example facts in tests/content."""


def born(situation: Situation) -> date:
    """A day of birth that brings a situation about, or changes nothing."""
    years = {Situation.YEAR_NINE: 14, Situation.RIGHTS_BECOME_YOURS: 16}.get(situation)
    return date(clock.today().year - years, 3, 1) if years else factories.BIRTH


def read_on(facts: CaseFacts, situation: Situation) -> date:
    """Today; or the day on which a family is told that the rights pass soon."""
    passing = facts.rights_pass_on if situation is Situation.RIGHTS_BECOME_YOURS else None
    return passing - timedelta(days=60) if passing else clock.today()


@pytest.mark.parametrize("late", [False, True])
def test_rows_reach_every_situation_that_is_not_waiting_for_a_table(
    cast: Cast, session: Session, late: bool
) -> None:
    today, wrong = clock.today(), []
    cases: dict[Situation, Case] = {}
    for situation in Situation:
        if late and not is_ever_late(situation):
            continue
        child = factories.person(session, birth_date=born(situation))
        cases[situation] = factories.case(session, child)
        facts = example(situation, today, late=late)
        store(session, cases[situation], facts, by=cast.accounts["parent"])
    found = case_facts.for_cases(session, [each.id for each in cases.values()])
    for situation, case in cases.items():
        facts = found[case.id]
        shown = case_journey(facts, profiles.load("standard"), read_on(facts, situation))
        is_there = situation in {shown.situation, *shown.besides}
        if is_there is (situation in WAITING) or (late and shown.late is None):
            wrong.append((situation.value, shown.situation.value))
    assert not wrong


@pytest.mark.parametrize(
    ("born_on", "today", "year"),
    [
        (date(2012, 9, 1), date(2026, 8, 31), 8),
        (date(2012, 9, 1), date(2026, 9, 1), 9),
        (date(2013, 8, 31), date(2026, 9, 1), 9),
        (date(2016, 3, 27), date(2026, 11, 22), 6),
    ],
)
def test_the_school_year_turns_in_september(born_on: date, today: date, year: int) -> None:
    assert school_year(born_on, today) == year


def test_the_days_to_comment_are_each_parents_and_then_the_young_persons_alone(
    cast: Cast, session: Session
) -> None:
    who = cast.accounts
    grown, kinds = factories.days_ago(18 * 366), RelationshipKind
    told = {}
    for key, born_on in (("child", factories.BIRTH), ("grown", grown), ("cannot", grown)):
        person = factories.person(session, birth_date=born_on)
        person.lacks_capacity = key == "cannot"
        factories.relationship(session, who["parent"], person).once_grown = View.FULL
        factories.relationship(session, who["second_parent"], person, kind=kinds.CARER)
        factories.relationship(session, who["former_advocate"], person, kind=kinds.ADVOCATE)
        yesterday = factories.days_ago(1)
        factories.relationship(session, who["foster_carer"], person, ended_on=yesterday)
        factories.relationship(session, who["young_person"], person, kind=kinds.YOUNG_PERSON)
        told[key] = factories.case(session, person).id
    found = case_facts.for_cases(session, list(told.values()))
    parents = {who["parent"].id, who["second_parent"].id}
    assert found[told["child"]].speakers == parents
    assert found[told["grown"]].speakers == {who["young_person"].id}
    assert found[told["cannot"]].speakers == parents
