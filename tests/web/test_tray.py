"""The work tray: what is due in whose cases, found along an index however many there are."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain import law
from ehcportal.domain.stages import Stage
from ehcportal.models.assessment import AdviserWish
from ehcportal.models.base import new_id
from ehcportal.models.case import Case
from ehcportal.models.desk import CaseStanding, WaitingFor
from ehcportal.models.person import Person, PersonName
from ehcportal.queries import tray_beside, tray_counts, tray_lines
from ehcportal.queries.tray import Asked, Order, When, Whose
from ehcportal.security.audit import SYSTEM
from ehcportal.services import clockwork, teams
from tests import desk_rows, factories, posts
from tests.cast import Cast
from tests.statements import statements

NEAR = 36
"""Days since a request whose six weeks end in five days."""


def a_case(session: Session, surname: str, *, received: int, mine: Cast | None = None) -> Case:
    who = mine.accounts["caseworker"] if mine else None
    case = factories.case(session, factories.person(session, "Ash", surname), coordinator=who)
    factories.request(session, received=received, joined_to=case)
    clockwork.note(session, case.id)
    return case


@pytest.fixture
def cases(cast: Cast, database: Database) -> dict[str, str]:
    with database.unit() as session:
        made = {
            "late": a_case(session, "Wilson", received=50, mine=cast),
            "near": a_case(session, "Okafor", received=NEAR, mine=cast),
            "today": a_case(session, "Begum", received=41, mine=cast),
            "far": a_case(session, "Adeyemi", received=1, mine=cast),
            "nobody's": a_case(session, "Marsh", received=45),
        }
        return {name: case.id for name, case in made.items()}


def seen(cast: Cast, query: str = "", who: str = "caseworker") -> str:
    answer = cast[who].get(f"/council/tray{query}")
    assert answer.status_code == 200, query
    return answer.get_data(as_text=True)


def order_of(page: str, *names: str) -> list[str]:
    return sorted(
        (name for name in names if f">{name}," in page), key=lambda name: page.index(f">{name},")
    )


def test_my_cases_stand_by_what_is_due_first(cast: Cast, cases: dict[str, str]) -> None:
    page = seen(cast)
    names = ("Adeyemi", "Begum", "Marsh", "Okafor", "Wilson")
    assert order_of(page, *names) == ["Wilson", "Begum", "Okafor", "Adeyemi"]
    for words in ("Overdue", "Today", "In the next 7 days", "Later", "9 days late", "in 5 days"):
        assert words in page, words


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?show=all", ["Wilson", "Marsh", "Begum", "Okafor", "Adeyemi"]),
        ("?when=overdue", ["Wilson"]),
        ("?when=today", ["Begum"]),
        ("?when=week", ["Okafor"]),
        ("?show=all&coordinator=none", ["Marsh"]),
        ("?order=name", ["Adeyemi", "Begum", "Okafor", "Wilson"]),
        ("?order=who", ["Wilson", "Begum", "Okafor", "Adeyemi"]),
        ("?show=all&order=clock", ["Wilson", "Marsh", "Begum", "Okafor", "Adeyemi"]),
        ("?duty=decision_to_assess", ["Wilson", "Begum", "Okafor", "Adeyemi"]),
        ("?duty=advice", []),
        ("?stage=review", []),
        ("?waiting_for=others", []),
        ("?waiting_for=council&stage=decision_to_assess&when=overdue", ["Wilson"]),
        ("?show=all&words=ökaf", ["Okafor"]),
        ("?show=all&words=marsh+ash", ["Marsh"]),
        ("?show=all&words=Ash+Marsh", ["Marsh"]),
        ("?show=all&words=ash", ["Wilson", "Marsh", "Begum", "Okafor", "Adeyemi"]),
        ("?show=all&words=Ash+Mar", ["Marsh"]),
        ("?show=nonsense&when=never&stage=x&duty=y&order=z", ["Wilson", "Begum"]),
    ],
)
def test_the_tray_shows_what_was_asked_for(
    cast: Cast, cases: dict[str, str], query: str, names: list[str]
) -> None:
    everybody = ("Adeyemi", "Begum", "Marsh", "Okafor", "Wilson")
    assert order_of(seen(cast, query), *everybody)[: len(names) or None] == names


def test_a_case_is_found_by_its_reference(
    cast: Cast, cases: dict[str, str], database: Database
) -> None:
    with database.reading() as session:
        reference = session.get_one(Case, cases["nobody's"]).reference
    for typed in (reference.lower(), reference.partition("-")[2]):
        page = seen(cast, f"?show=all&words={typed}")
        assert order_of(page, "Marsh", "Okafor") == ["Marsh"]


def test_the_cases_of_a_team_are_those_given_to_it(
    cast: Cast, cases: dict[str, str], database: Database
) -> None:
    with database.unit() as session:
        team = teams.make(session, SYSTEM, "North")
        teams.put_in(session, SYSTEM, team.id, cast.accounts["other_caseworker"].id)
        teams.give_case(session, SYSTEM, cases["far"], team.id, version=1)
    page = seen(cast, "?show=team", "other_caseworker")
    assert order_of(page, "Adeyemi", "Wilson") == ["Adeyemi"]
    assert "Team’s cases" in page


def test_who_stands_in_finds_the_case_among_their_own(
    cast: Cast, cases: dict[str, str], database: Database
) -> None:
    assert "Wilson" not in seen(cast, who="other_caseworker")
    with database.unit() as session:
        desk_rows.cover(session, cases["late"], cast.accounts["other_caseworker"])
    assert "Wilson" in seen(cast, who="other_caseworker")


def test_what_waits_beside_the_dates_stands_above_the_cases(
    cast: Cast, cases: dict[str, str], database: Database
) -> None:
    assert "Requests that wait" not in seen(cast)
    with database.unit() as session:
        factories.request(session, cast.accounts["parent"])
        child = factories.person(session, "Ash", "Reed")
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        posts.leave(session, case.id, cast.accounts["parent"].id)
        wish = AdviserWish(case_id=case.id, role="Art therapist", asked_on=clock.today())
        factories.thread(session, case, cast.accounts["parent"])
        session.add(wish)
    page = seen(cast)
    for words in ("E-mails that did not arrive", "Requests that wait", "Wishes of families"):
        assert words in page, words
    assert "Waits for the post" in page
    assert "Art therapist" in cast["caseworker"].get("/council/wishes").get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "status"),
    [("support", 200), ("manager", 200), ("administrator", 404), ("parent", 404), ("senco", 404)],
)
def test_nobody_but_case_staff_opens_the_tray(cast: Cast, who: str, status: int) -> None:
    assert cast[who].get("/council/tray").status_code == status


def test_an_ended_case_stands_only_where_it_is_asked_for(
    cast: Cast, cases: dict[str, str], database: Database
) -> None:
    with database.unit() as session:
        child = factories.person(session, "Ash", "Quill")
        clockwork.note(session, factories.case(session, child, ended=3).id)
    assert "Quill" not in seen(cast, "?show=all")
    assert "Quill" in seen(cast, "?show=all&stage=ended")


def filled(session: Session, number: int) -> None:
    """Add cases as plain rows, each with its place in the tray."""
    people, names, cases, places = [], [], [], []
    for each in range(number):
        person, case = new_id(), new_id()
        name = f"child {each:06}"
        people.append({"id": person, "version": 1, "birth_date_estimated": False})
        names.append(
            {"person_id": person, "forename": "C", "surname": name, "folded": name, "turned": name}
        )
        cases.append({"id": case, "reference": f"ZZ-{each}-{case[:6]}", "person_id": person})
        places.append(_place(case, name, clock.today() + timedelta(days=each % 200 - 20)))
    tables = [(Person, people), (PersonName, names), (Case, cases), (CaseStanding, places)]
    for table, rows in tables:
        session.connection().execute(sa.insert(table), [_whole(table, row) for row in rows])


def _place(case_id: str, name: str, due_on: date) -> dict[str, object]:
    return {
        "case_id": case_id,
        "stage": Stage.ASSESSMENT,
        "next_duty": law.ADVICE,
        "next_due_on": due_on,
        "ranks_on": due_on,
        "waiting_for": WaitingFor.ADVISER,
        "folded": name,
        "by_who": "adviser",
        "by_clock": f"02{law.ADVICE}",
    }


def _whole(table: type, row: dict[str, object]) -> dict[str, object]:
    """Give a plain row what its model would have given it."""
    extra = {"opened_on": clock.today()} if table is Case else {}
    made = table(**row, **extra)
    return {column.key: getattr(made, column.key) for column in sa.inspect(table).column_attrs}


LOOKS = (
    Asked("nobody", date(2026, 11, 22), Whose.ALL),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, when=When.WEEK),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, order=Order.NAME),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, order=Order.WHO),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, order=Order.CLOCK),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, stage="assessment"),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, waiting_for="adviser"),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, coordinator="somebody"),
    Asked("nobody", date(2026, 11, 22), Whose.TEAM, "a team"),
    Asked("nobody", date(2026, 11, 22), Whose.ALL, duty="advice"),
    Asked("nobody", date(2026, 11, 22)),
)


def test_with_many_cases_the_tray_works_no_harder(database: Database) -> None:
    if not database.url.startswith("sqlite"):
        return
    worked: list[list[int]] = []
    for more in (1500, 6000):
        with database.unit() as session:
            filled(session, more)
            session.connection().exec_driver_sql("ANALYZE")
        worked.append([steps(database, asked) for asked in LOOKS])
    for asked, few, many in zip(LOOKS, *worked, strict=True):
        assert many <= few * 1.5 + 20, (asked, few, many)


def steps(database: Database, asked: Asked) -> int:
    """Return how many thousand steps of the database's machine a page of the tray takes."""
    taken = [0]

    def one_more() -> int:
        taken[0] += 1
        return 0

    with database.reading() as session:
        raw = session.connection().connection.dbapi_connection
        assert raw
        raw.set_progress_handler(one_more, 100)
        tray_lines.listed(session, asked, None)
        tray_counts.counts(session, asked)
        tray_beside.beside(session, asked.account_id)
        raw.set_progress_handler(None, 0)
    return taken[0]


def test_pages_follow_each_other_and_take_no_more_statements(
    cast: Cast, database: Database
) -> None:
    seen(cast, "?show=all")
    with statements(database.engine) as few:
        seen(cast, "?show=all")
    with database.unit() as session:
        filled(session, 60)
    found: list[str] = []
    query = "?show=all"
    for _ in range(3):
        with statements(database.engine) as many:
            page = seen(cast, query)
        found += [part.split("<")[0] for part in page.split('class="child" href="')[1:]]
        query = "?" + page.split("/council/tray?")[-1].split('"')[0].replace("&amp;", "&")
    assert len(set(found)) == len(found) == 60
    assert len(many) <= len(few) + 1 <= 12


def test_a_case_that_nobody_has_stands_on_top_and_the_first_who_presses_has_it(
    cast: Cast, database: Database, cases: dict[str, str]
) -> None:
    page, nobodys = seen(cast), cases["nobody's"]
    assert "Nobody has these cases" in page
    assert page.index("Ash Marsh") < page.index(">Wilson,")
    take = f"/council/cases/{nobodys}/coordinator/take"
    assert take in page
    assert cast["caseworker"].post(take, {}).status_code == 303
    assert "You coordinate this case now" in seen(cast)
    assert "Nobody has these cases" not in seen(cast)
    assert cast["manager"].post(take, {}).status_code == 303
    assert "Somebody else has this case now" in seen(cast, who="manager")
    with database.reading() as session:
        row = session.get_one(CaseStanding, nobodys)
        assert row.coordinator_id == cast.accounts["caseworker"].id


def test_a_case_of_another_team_that_nobody_has_is_not_ours_to_take(
    cast: Cast, database: Database, cases: dict[str, str]
) -> None:
    with database.unit() as session:
        team = teams.make(session, SYSTEM, "Northbrook team")
        session.get_one(Case, cases["nobody's"]).team_id = team.id
        clockwork.note(session, cases["nobody's"])
    assert "Nobody has these cases" not in seen(cast)
