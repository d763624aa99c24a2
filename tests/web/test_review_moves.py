"""Who moves on to the next school or college, and the day by which the plan is changed (Reg 18)."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from ehcportal import clock
from ehcportal.domain.dates import date_words
from ehcportal.domain.phases import year_begins
from ehcportal.models.person import Person
from ehcportal.models.review import Review
from ehcportal.models.setting import Setting
from ehcportal.queries.paging import Cursor
from ehcportal.queries.reviews import movers
from tests import schools
from tests.reviewing import Reviewing
from tests.schools import School

school = schools.school


def test_a_move_between_colleges_gives_a_day_five_months_ahead(school: School) -> None:
    """The law's day is counted from the move that the caseworker typed."""
    year = clock.today().year + 1
    Reviewing(school).begin(
        **{"kind": "phase_transfer", "moves-day": "1", "moves-month": "9", "moves-year": str(year)}
    )

    with school.unit() as session:
        before = session.exec(select(Review.due_on)).one()
    assert before == date(year, 4, 2), "the first of April is the last day"


@pytest.mark.parametrize(
    ("kind", "age", "heading"),
    [
        ("Infant school", 6, "From infant to junior school"),
        ("Academy", 10, "From primary to secondary school"),
        ("Middle school", 10, None),
    ],
)
def test_who_moves_on_is_listed_by_age_and_kind_of_school(
    school: School, kind: str, age: int, heading: str | None
) -> None:
    """A child at an infant school moves at seven, and nobody has to type a day for it."""
    reviewing = Reviewing(school)
    first = year_begins(clock.today())
    with school.unit() as session:
        session.get_one(Setting, school.millbrook).kind = kind
        child = session.get_one(Person, reviewing.case(session).person_id)
        child.birth_date = date(first.year - age, 3, 1)
    reviewing.begin()

    page = BeautifulSoup(reviewing.read("caseworker", "/council/reviews/transfers"), "lxml")
    found = [each.h2 for each in page.select("section") if each.select_one("a.child")]
    assert [each.get_text() for each in found if each] == [heading] * bool(heading)
    by = date_words(date(first.year + 1, 2, 15))
    assert (by in reviewing.read("caseworker", reviewing.all)) is bool(heading)


def test_the_next_page_of_those_who_move_goes_on_where_the_last_one_ended(school: School) -> None:
    reviewing = Reviewing(school)
    today = clock.today()
    with school.unit() as session:
        child = session.get_one(Person, reviewing.case(session).person_id)
        child.birth_date = date(year_begins(today).year - 10, 3, 1)
    reviewing.begin()
    with school.unit() as session:
        (mover,) = movers.movers(session, today, 6)[0].found.rows
        key = movers.WAITING + mover.folded
        before, here = Cursor(key, ""), Cursor(key, mover.case_id)
        after = [movers.movers(session, today, 6, place)[0].found.rows for place in (before, here)]

    assert after == [[mover], []]
    page = reviewing.read("caseworker", f"/council/reviews/transfers?year=6&after={here}")
    assert "No child with a plan" in page
    assert "Back to the start" in page
