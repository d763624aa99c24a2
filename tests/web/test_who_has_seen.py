"""Who has seen my child's record: each reading at work is shown, and nobody can take it away."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from ehcportal import clock
from ehcportal.content.labels import own_labels
from ehcportal.db import Database
from ehcportal.models.access import CaseOpening
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case, CaseContributor
from ehcportal.models.person import Relationship
from ehcportal.policy import Action
from ehcportal.policy.actions import Scope
from ehcportal.queries.seen import seen
from ehcportal.web.people import QUIET
from tests import factories
from tests.cast import Cast
from tests.circle import Circle, gather, help_from, text_of
from tests.statements import statements

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


def page(cast: Cast, circle: Circle, who: str = "parent", more: str = "") -> str:
    shown = text_of(cast, who, circle.at("/seen") + more)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.split("<main")[1].split("</main")[0]))


def test_staff_and_professionals_are_shown_with_name_role_and_what_they_opened(
    cast: Cast, circle: Circle, database: Database
) -> None:
    _opens(database, cast, circle)
    for who, path in {
        "caseworker": f"/council/cases/{circle.case}",
        "manager": circle.staff("/circle"),
        "senco": f"/settings/pupils/{circle.case}",
        "administrator": f"/council/cases/{circle.case}",
    }.items():
        text_of(cast, who, path)
    told = page(cast, circle)
    for line in (
        "Mark Reyes EHCP Coordinator The whole case",
        "Ruth Adeyemi SEND Team Manager The whole case",
        "Helen Boyd SENCo, Millbrook Primary School Where the case stands",
        "A system administrator, for a reason that was recorded The whole case",
    ):
        assert line in told, line
    assert "Lee Shah" not in told


def _opens(database: Database, cast: Cast, circle: Circle) -> None:
    with database.unit() as session:
        session.add(
            CaseOpening(
                case_id=circle.case,
                account_id=cast.accounts["administrator"].id,
                reason="Fault report",
                until=clock.now() + timedelta(hours=1),
            )
        )


def test_each_parent_reads_you_of_themselves_and_nothing_of_the_other_or_an_advocate(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        help_from(session, cast, circle, "advocate", of="second_parent")
    for who in ("second_parent", "advocate", "parent"):
        text_of(cast, who, circle.at("/documents"))
    mine, his = page(cast, circle), page(cast, circle, "second_parent")
    for told, other in ((mine, ("Daniel", "Joan")), (his, ("Grace", "Joan"))):
        assert told.count("You The list of documents") == 1
        assert not [name for name in other if name in told]
    assert cast["advocate"].get(circle.at("/seen")).status_code == 404


def test_somebody_protected_is_not_on_the_list_whatever_they_work_as(
    cast: Cast, circle: Circle, database: Database
) -> None:
    text_of(cast, "senco", f"/settings/pupils/{circle.case}")
    assert "Helen Boyd" in page(cast, circle)
    with database.unit() as session:
        tie = Relationship(
            account_id=cast.accounts["senco"].id, person_id=circle.person,
            kind="parent", protected=True, from_on=factories.days_ago(3),
        )  # fmt: skip
        session.add(tie)
    assert "Helen Boyd" not in page(cast, circle)


def test_staff_who_open_the_request_or_its_file_are_on_the_list(
    cast: Cast, circle: Circle, database: Database
) -> None:
    with database.unit() as session:
        _reads(session, circle, cast.accounts["support"].id, "read_file", "stored_file")
        _reads(session, circle, cast.accounts["support"].id, "see_request", "request")
        _reads(session, circle, cast.accounts["second_parent"].id, "read_file", "stored_file")
    told = page(cast, circle)
    assert "Omar Finch" in told
    assert "A file" in told
    assert "The request" in told
    assert "Daniel" not in told
    assert "Somebody" not in told


def _reads(
    session: Session, circle: Circle, who: str, action: str, what: str, at: datetime | None = None
) -> None:
    session.add(
        ReadRecord(
            account_id=who, action=action, object_type=what, object_id="x",
            case_id=circle.case, at=at or clock.now(),
        )
    )  # fmt: skip


def test_a_page_that_refreshes_by_itself_is_no_reading_but_staff_cannot_hide_behind_that(
    cast: Cast, circle: Circle, database: Database
) -> None:
    quiet = {QUIET: "1"}
    cast["parent"].partial(circle.at("/panels"), "panels", headers=quiet)
    cast["caseworker"].get(f"/council/cases/{circle.case}", headers=quiet)
    with database.reading() as session:
        readers = [each.account_id for each in session.exec(select(ReadRecord))]
    assert readers == [cast.accounts["caseworker"].id]
    cast["parent"].partial(circle.at("/panels"), "panels")
    with database.reading() as session:
        assert len(session.exec(select(ReadRecord)).all()) == 2, "a part that was asked for is one"


def test_nobody_can_alter_or_remove_a_reading(
    cast: Cast, circle: Circle, database: Database
) -> None:
    text_of(cast, "caseworker", f"/council/cases/{circle.case}")
    for change in (
        sa.update(ReadRecord).values(account_id=None),
        sa.delete(ReadRecord).where(col(ReadRecord.case_id) == circle.case),
    ):
        with pytest.raises(DatabaseError, match="append-only"), database.unit() as session:
            session.connection().execute(change)
    assert "Mark Reyes" in page(cast, circle)


@time_machine.travel("2026-11-22T10:00:00Z", tick=True)
def test_many_readings_are_told_by_day_and_go_on_on_the_next_page(
    cast: Cast, circle: Circle, database: Database
) -> None:
    staff = cast.accounts["caseworker"].id
    with database.unit() as session:
        for day in range(8):
            for minute in range(90):
                at = NOON - timedelta(days=7 - day) + timedelta(minutes=minute)
                _reads(session, circle, staff, "work_case", "case", at)
    first = page(cast, circle)
    assert "Friday 20 November 2026" in first
    assert "90 times, 12:00 to 13:29" in first
    assert "Friday 13 November 2026" not in first
    link = re.search(r"\?before=\d+", text_of(cast, "parent", circle.at("/seen")))
    assert link
    second = page(cast, circle, more=link.group())
    assert "Friday 13 November 2026" in second
    assert "Friday 20 November 2026" not in second
    days = re.findall(r"\w+day \d+ November 2026", first + second)
    assert len(days) == len(set(days)), "no day is cut in two"


def test_fifty_thousand_readings_take_three_statements_and_no_second(
    cast: Cast, circle: Circle, database: Database
) -> None:
    staff, mother = cast.accounts["caseworker"].id, cast.accounts["second_parent"].id
    rows = [
        {
            "at": NOON + timedelta(seconds=number), "action": "work_case" if number % 100 == 0
            else "see_case", "account_id": staff if number % 100 == 0 else mother,
            "object_type": "case", "object_id": circle.case, "case_id": circle.case,
            "network": "", "request_id": "",
        }
        for number in range(50_000)
    ]  # fmt: skip
    with database.unit() as session:
        session.connection().execute(sa.insert(ReadRecord), rows)
    parent = cast.accounts["parent"].id
    with database.reading() as session, statements(database.engine) as asked:
        began = time.perf_counter()
        found = seen(session, circle.case, circle.person, parent, before=None)
        took = time.perf_counter() - began
    assert found.days
    assert len(asked) == 3
    assert took < 1


def test_every_reading_of_a_case_has_words(database: Database) -> None:
    words = own_labels().groups["reading"]
    assert {each.value for each in Action if each.scope is Scope.CASE} <= set(words)


def test_a_contributor_is_shown_with_what_they_were_asked_for(
    cast: Cast, circle: Circle, database: Database
) -> None:
    who = cast.accounts["contributor"].id
    with database.unit() as session:
        asked = factories.advice(
            session, session.get_one(Case, circle.case), "Educational psychologist"
        )
        session.add(
            CaseContributor(case_id=circle.case, account_id=who, advice_request_id=asked.id)
        )
        _reads(session, circle, who, "see_own_advice", "case")
    told = page(cast, circle)
    assert "Anil Nair Educational psychologist" in told
    assert "Their own piece of advice" in told
    assert "Anil Nair" in text_of(cast, "parent", circle.at("/access"))
