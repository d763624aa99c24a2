"""Each family sees its own case, all of it, and nothing of anybody else's (rows U01 to U12)."""

import re
import time
from dataclasses import dataclass

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from ehcportal.db import Database
from ehcportal.domain.facts import DecisionKind
from ehcportal.models.audit import ReadRecord
from ehcportal.models.case import Case
from ehcportal.models.document import DocumentAudience
from ehcportal.models.event import Event, EventAudience
from ehcportal.models.message import MessageReading
from ehcportal.models.person import Relationship, RelationshipKind, View
from tests import factories
from tests.cast import Cast
from tests.statements import statements

PAGES = (
    "", "/account", "/dates", "/request", "/involvements", "/documents", "/to-complete",
    "/messages", "/timeline", "/panels",
)  # fmt: skip


@dataclass
class Family:
    """Two separated parents, an advocate with a limited view, and their child's case."""

    case_id: str
    thread_id: str
    publication_id: str


@pytest.fixture
def family(cast: Cast, database: Database) -> Family:
    who = cast.accounts
    with database.unit() as session:
        child = factories.person(session)
        factories.relationship(session, who["parent"], child)
        factories.relationship(session, who["second_parent"], child)
        factories.relationship(
            session,
            who["advocate"],
            child,
            kind=RelationshipKind.ADVOCATE,
            view=View.LIMITED,
        )
        case = factories.case(session, child, opened=20, coordinator=who["caseworker"])
        sent = factories.submission(session, who["parent"], received=20)
        factories.request(session, who["parent"], received=20, joined_to=case, sent=sent)
        thread = factories.thread(
            session, case, who["caseworker"], who["parent"], subject="Kingfisher visit"
        )
        factories.published(session, case, "Letter for both")
        mine = factories.published(session, case, "Kingfisher report", only_for=who["parent"])
        factories.published(session, case, "Staff note", audience=DocumentAudience.STAFF)
        return Family(case.id, thread.id, mine.id)


def text_of(cast: Cast, who: str, path: str) -> str:
    answer = cast[who].get(path)
    assert answer.status_code == 200, (who, path)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("page", PAGES)
def test_only_those_of_the_family_open_its_pages(cast: Cast, family: Family, page: str) -> None:
    path = f"/cases/{family.case_id}{page}"
    for who, status in {
        "parent": 200,
        "second_parent": 200,
        "stranger": 404,
        "caseworker": 404,
        "administrator": 404,
        "senco": 404,
    }.items():
        assert cast[who].get(path).status_code == status, (who, page)
    assert cast["nobody"].get(path).status_code == 303


def test_a_limited_view_opens_where_the_case_stands_and_no_more(cast: Cast, family: Family) -> None:
    base = f"/cases/{family.case_id}"
    page = text_of(cast, "advocate", base)
    assert "New Messages" not in page
    assert "Documents you have been sent" not in page
    for closed in ("/documents", "/messages", "/request", "/involvements", "/to-complete"):
        assert cast["advocate"].get(base + closed).status_code == 404, closed


def test_a_case_of_others_and_no_case_at_all_answer_with_the_same_bytes(
    cast: Cast, family: Family
) -> None:
    known = cast["stranger"].get(f"/cases/{family.case_id}")
    unknown = cast["stranger"].get("/cases/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert without_token(known) == without_token(unknown)


def without_token(answer: TestResponse) -> bytes:
    """Leave out the token of the logout button: it changes with each second."""
    return re.sub(rb'name="csrf_token" value="[^"]+"', b"", answer.data)


def test_access_ends_with_the_very_next_request(
    cast: Cast, family: Family, database: Database
) -> None:
    path = f"/cases/{family.case_id}"
    assert cast["second_parent"].get(path).status_code == 200
    with database.unit() as session:
        tie = session.exec(
            select(Relationship).where(Relationship.account_id == cast.accounts["second_parent"].id)
        ).one()
        tie.to_on = factories.days_ago(1)
    assert cast["second_parent"].get(path).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_what_one_parent_got_or_did_is_not_on_the_pages_of_the_other(
    cast: Cast, family: Family, page: str
) -> None:
    shown = text_of(cast, "second_parent", f"/cases/{family.case_id}{page}")
    for secret in ("Kingfisher", "Grace", "grace.okafor", "Staff note"):
        assert secret not in shown, (page, secret)


def test_a_document_for_one_parent_is_not_there_for_the_other(cast: Cast, family: Family) -> None:
    path = f"/cases/{family.case_id}/documents/{family.publication_id}"
    assert cast["second_parent"].get(path).status_code == 404
    assert cast["stranger"].get(path).status_code == 404


def test_a_thread_is_read_by_its_members_only_and_then_counts_as_read(
    cast: Cast, family: Family, database: Database
) -> None:
    path = f"/cases/{family.case_id}/messages/{family.thread_id}"
    assert cast["second_parent"].get(path).status_code == 404
    assert "count-new" in text_of(cast, "parent", f"/cases/{family.case_id}/messages")
    assert "About Kingfisher visit." in text_of(cast, "parent", path)
    text_of(cast, "parent", path)
    with database.reading() as session:
        readers = [each.account_id for each in session.exec(select(MessageReading))]
    assert readers == [cast.accounts["parent"].id]
    panels = text_of(cast, "parent", f"/cases/{family.case_id}/panels")
    assert re.search(r"New Messages</a> <span class=\"count\">0<", panels)


def test_the_request_names_the_reader_or_a_role_and_nobody_else(cast: Cast, family: Family) -> None:
    path = f"/cases/{family.case_id}/request"
    assert "<dd>You</dd>" in text_of(cast, "parent", path)
    assert "A parent or carer" in text_of(cast, "second_parent", path)


def test_the_timeline_keeps_lines_for_one_person_to_that_person(
    cast: Cast, family: Family, database: Database
) -> None:
    with database.unit() as session:
        for audience, only in (
            (EventAudience.FAMILY, cast.accounts["parent"].id),
            (EventAudience.STAFF, None),
        ):
            session.add(
                Event(
                    case_id=family.case_id,
                    kind="document.published",
                    facts={"title": "Kingfisher"},
                    audience=audience,
                    only_account_id=only,
                    on=factories.days_ago(0),
                )
            )
    path = f"/cases/{family.case_id}/timeline"
    assert text_of(cast, "parent", path).count("Kingfisher") == 1
    assert "Kingfisher" not in text_of(cast, "second_parent", path)


def test_the_panels_refresh_as_the_very_part_that_stands_on_the_page(
    cast: Cast, family: Family
) -> None:
    part = cast["parent"].partial(f"/cases/{family.case_id}/panels", "panels")
    shown = part.get_data(as_text=True).strip()
    assert shown.startswith('<div class="panels" id="panels"')
    assert "<html" not in shown
    assert shown in text_of(cast, "parent", f"/cases/{family.case_id}")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_database_little_and_never_more_with_more_rows(
    cast: Cast, family: Family, database: Database, page: str
) -> None:
    path = f"/cases/{family.case_id}{page}"
    cast["parent"].get(path)
    with statements(database.engine) as few:
        cast["parent"].get(path)
    grow(cast, family, database)
    with statements(database.engine) as many:
        cast["parent"].get(path)
    assert len(few) <= 11, few
    assert len(many) == len(few)


def grow(cast: Cast, family: Family, database: Database) -> None:
    with database.unit() as session:
        case = session.get_one(Case, family.case_id)
        for number in range(12):
            factories.decision(session, case, ago=3)
            factories.advice(session, case, f"Adviser {number}")
            factories.published(session, case, f"Letter {number}")
            factories.thread(session, case, cast.accounts["caseworker"], cast.accounts["parent"])
            factories.assignment(session, case, cast.accounts["parent"])


def test_a_dashboard_with_much_behind_it_opens_as_an_empty_one_does(
    cast: Cast, family: Family, database: Database
) -> None:
    path = f"/cases/{family.case_id}"
    cast["parent"].get(path)
    before, quick = work_of(cast, path, database)
    with database.unit() as session:
        case = session.get_one(Case, family.case_id)
        factories.much(session, case, cast.accounts["caseworker"], cast.accounts["parent"])
    after, slow = work_of(cast, path, database)
    shown = text_of(cast, "parent", path)
    assert ">201</span>" in shown, "200 new messages and the one that was there"
    assert ">302</span>" in shown, "300 new documents and the two that were there"
    assert after == before
    assert slow < 2 * quick + 0.02, "seconds of the processor"


def work_of(cast: Cast, path: str, database: Database) -> tuple[int, float]:
    """Open a page some times; return its statements and the least time it took the processor."""
    taken = []
    for _ in range(4):
        began = time.process_time()
        with statements(database.engine) as seen:
            cast["parent"].get(path)
        taken.append(time.process_time() - began)
    return len(seen), min(taken)


def test_every_date_explains_itself(cast: Cast, family: Family) -> None:
    page = text_of(cast, "parent", f"/cases/{family.case_id}/dates")
    assert "Regulation 5(1), SEND Regulations 2014" in page
    assert "6 weeks end on" in page


def test_what_was_done_after_its_day_says_so_wherever_the_dates_stand(
    cast: Cast, family: Family, database: Database
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, family.case_id)
        factories.request(session, received=60, joined_to=case)
        factories.decision(session, case, DecisionKind.ASSESS, ago=11)
    for who, path in (
        ("parent", f"/cases/{family.case_id}/dates"),
        ("caseworker", f"/council/cases/{family.case_id}"),
    ):
        assert "Done, 8 days late" in text_of(cast, who, path)


def test_opening_a_case_is_recorded(cast: Cast, family: Family, database: Database) -> None:
    cast["parent"].get(f"/cases/{family.case_id}")
    with database.reading() as session:
        seen = session.exec(select(ReadRecord.account_id, ReadRecord.case_id)).one()
    assert seen == (cast.accounts["parent"].id, family.case_id)
