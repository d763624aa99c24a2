"""The rights pass at the end of compulsory school age, and a parent sees what is decided then.

The last Friday in June of the school year in which the young person turns 16: not the birthday,
and another year for whoever is born on the first of September (``statute.md`` 8).
"""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlmodel import select

from ehcportal.db import Database
from ehcportal.models.access import RightsRecord
from ehcportal.models.event import Event
from ehcportal.models.person import Person, Relationship, RelationshipKind
from ehcportal.services import clockwork
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, help_from, text_of, version
from tests.letterbox import Letterbox

LAST_OF_AUGUST, FIRST_OF_SEPTEMBER = date(2010, 8, 31), date(2010, 9, 1)
THE_DAY, THE_DAY_AFTER = "2026-06-26T12:00:00Z", "2026-06-27T12:00:00Z"
A_YEAR_ON, A_YEAR_ON_AFTER = "2027-06-25T12:00:00Z", "2027-06-26T12:00:00Z"
NOW = "2026-11-22T10:00:00Z"

Gathered = Callable[[date], Circle]


@pytest.fixture
def grown(cast: Cast, database: Database) -> Gathered:
    """A family whose child is born on a day, with an account of their own."""

    def make(birth_date: date) -> Circle:
        with database.unit() as session:
            found = gather(session, cast, birth_date=birth_date)
            young = session.get_one(Person, found.person)
            kind = RelationshipKind.YOUNG_PERSON
            tie = factories.relationship(session, cast.accounts["young_person"], young, kind=kind)
            found.ties["young_person"] = tie.id
            clockwork.work_out(session, cast.app.extensions["profile"], [found.case])
            return found

    return make


def decides(cast: Cast, circle: Circle, hers: str, his: str = "none") -> int:
    fields = {f"sees_{circle.ties['parent']}": hers, f"sees_{circle.ties['second_parent']}": his}
    return cast["young_person"].post(circle.at("/rights"), fields).status_code


def records(cast: Cast, database: Database, circle: Circle, kind: str, **fields: str) -> int:
    wanted = {
        "kind": kind, "how": "Met at college", "on-day": "1", "on-month": "3", "on-year": "2026",
        "_version": version(database, Person, circle.person), **fields,
    }  # fmt: skip
    return cast["caseworker"].post(circle.staff("/rights"), wanted).status_code


@pytest.mark.parametrize(
    ("born", "last_day", "day_after"),
    [
        (LAST_OF_AUGUST, THE_DAY, THE_DAY_AFTER),
        (FIRST_OF_SEPTEMBER, A_YEAR_ON, A_YEAR_ON_AFTER),
    ],
)
def test_a_parent_sees_less_from_the_day_after_the_last_friday_in_june(
    cast: Cast, grown: Gathered, born: date, last_day: str, day_after: str
) -> None:
    with time_machine.travel(last_day, tick=True):
        circle = grown(born)
        text_of(cast, "parent", circle.at("/documents"))
    cast.players.clear()
    with time_machine.travel(day_after, tick=True):
        page = text_of(cast, "parent", circle.at())
        assert "The rights in this case are Maya’s own now" in page
        assert "call us on" in page
        assert cast["parent"].get(circle.at("/documents")).status_code == 404
        text_of(cast, "young_person", circle.at("/documents"))


@time_machine.travel(NOW, tick=True)
def test_what_the_young_person_decides_counts_at_the_very_next_request(
    cast: Cast, grown: Gathered, app: Flask
) -> None:
    circle = grown(LAST_OF_AUGUST)
    assert cast["parent"].get(circle.at("/documents")).status_code == 404
    assert decides(cast, circle, "full") == 303
    text_of(cast, "parent", circle.at("/documents"))
    assert cast["second_parent"].get(circle.at()).status_code == 404
    home = text_of(cast, "second_parent", "/home")
    assert "they decide who sees their case" in home
    assert "Maya" not in home.replace("Maya Okafor", ""), "but for what he sent himself"
    assert decides(cast, circle, "limited", "limited") == 303
    assert cast["parent"].get(circle.at("/documents")).status_code == 404
    text_of(cast, "second_parent", circle.at("/dates"))
    letters = Letterbox(app).templates(cast.accounts["parent"].email)
    assert letters == ["view_changed", "view_changed"]


@time_machine.travel(NOW, tick=True)
def test_whom_a_parent_asked_in_sees_no_more_than_the_parent(
    cast: Cast, grown: Gathered, database: Database
) -> None:
    circle = grown(LAST_OF_AUGUST)
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="parent")
    text_of(cast, "advocate", circle.at("/dates"))
    assert cast["advocate"].get(circle.at("/documents")).status_code == 404
    decides(cast, circle, "none")
    assert cast["advocate"].get(circle.at()).status_code == 404
    decides(cast, circle, "full")
    text_of(cast, "advocate", circle.at("/documents"))


@time_machine.travel(THE_DAY, tick=True)
def test_before_that_day_a_decision_is_kept_and_changes_nothing_yet(
    cast: Cast, grown: Gathered, app: Flask
) -> None:
    circle = grown(LAST_OF_AUGUST)
    assert decides(cast, circle, "none") == 303
    text_of(cast, "parent", circle.at("/documents"))
    assert "decided" not in text_of(cast, "parent", circle.at("/timeline"))
    assert Letterbox(app).templates(cast.accounts["parent"].email) == []
    assert "You decided what a parent may see" in text_of(
        cast, "young_person", circle.at("/timeline")
    )


@time_machine.travel("2025-12-24T12:00:00Z", tick=True)
def test_half_a_year_before_it_is_too_early_to_decide_anything(
    cast: Cast, grown: Gathered, database: Database
) -> None:
    circle = grown(LAST_OF_AUGUST)
    assert "Friday 26 June 2026" in text_of(cast, "young_person", circle.at("/rights"))
    assert decides(cast, circle, "none") == 404
    assert records(cast, database, circle, "lacks_capacity", **{"on-year": "2025"}) == 404
    assert "Your rights" not in text_of(cast, "young_person", circle.at())


@time_machine.travel("2026-01-10T12:00:00Z", tick=True)
def test_from_six_months_before_the_case_says_so_to_each_in_their_own_words(
    cast: Cast, grown: Gathered
) -> None:
    circle = grown(LAST_OF_AUGUST)
    shown = text_of(cast, "parent", circle.at())
    assert "After Friday 26 June 2026 the rights are Maya&#39;s own" in shown
    assert "until Maya lets you see more" in shown
    young = text_of(cast, "young_person", circle.at())
    assert "After Friday 26 June 2026 the rights are yours" in young
    assert circle.at("/rights") in young
    council = text_of(cast, "caseworker", f"/council/cases/{circle.case}")
    assert "After Friday 26 June 2026 the rights pass to Maya" in council
    assert "Okafor, Maya" in text_of(cast, "caseworker", "/council/rights")


@time_machine.travel(NOW, tick=True)
def test_staff_record_what_they_heard_or_how_capacity_was_assessed(
    cast: Cast, grown: Gathered, database: Database
) -> None:
    circle = grown(LAST_OF_AUGUST)
    parent = {"parent": circle.ties["parent"], "view": "full"}
    assert records(cast, database, circle, "parent_sees", **parent) == 303
    text_of(cast, "parent", circle.at("/documents"))
    assert "Okafor, Maya" not in text_of(cast, "caseworker", "/council/rights")
    assert cast["second_parent"].get(circle.at("/documents")).status_code == 404
    assert records(cast, database, circle, "lacks_capacity") == 303
    text_of(cast, "second_parent", circle.at("/documents"))
    assert decides(cast, circle, "none") == 404, "somebody else decides this now"
    assert "somebody else decides this" in text_of(cast, "young_person", circle.at("/rights"))
    assert records(cast, database, circle, "has_capacity") == 303
    assert cast["second_parent"].get(circle.at("/documents")).status_code == 404
    with database.reading() as session:
        kinds = [each.kind.value for each in session.exec(select(RightsRecord))]
        lines = {each.kind for each in session.exec(select(Event))}
    assert kinds == ["parent_sees", "lacks_capacity", "has_capacity"]
    assert {f"rights.{kind}" for kind in kinds} <= lines


@time_machine.travel(NOW, tick=True)
def test_a_record_with_faults_or_overtaken_is_asked_again_and_changes_nothing(
    cast: Cast, grown: Gathered, database: Database
) -> None:
    circle = grown(LAST_OF_AUGUST)
    whose = {"parent": circle.ties["parent"], "view": "full"}
    for wrong in (
        {"kind": ""}, {"parent": ""}, {"view": ""}, {"how": ""}, {"on-day": "40"},
        {"on-year": "2027"},
    ):  # fmt: skip
        fields = {"kind": "parent_sees", **whose, **wrong}
        assert records(cast, database, circle, fields.pop("kind"), **fields) == 422, wrong
    assert records(cast, database, circle, "lacks_capacity", _version="99") == 409
    stranger = {**whose, "parent": circle.ties["young_person"]}
    assert records(cast, database, circle, "parent_sees", **stranger) == 404
    with database.reading() as session:
        assert not session.exec(select(RightsRecord)).all()


@time_machine.travel(NOW, tick=True)
def test_only_the_young_person_decides_and_a_protected_parent_is_not_named_to_them(
    cast: Cast, grown: Gathered, database: Database
) -> None:
    circle = grown(LAST_OF_AUGUST)
    for who in ("parent", "second_parent", "stranger", "caseworker"):
        assert cast[who].get(circle.at("/rights")).status_code == 404
    with database.unit() as session:
        session.get_one(Relationship, circle.ties["parent"]).protected = True
    assert "Grace" not in text_of(cast, "young_person", circle.at("/rights"))
    assert decides(cast, circle, "full") == 400, "there is no such question"
