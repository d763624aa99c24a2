"""What came on paper: scans, the letter that it has come, and a form written down (row C09)."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.filters import weekday_date
from ehcportal.models.case import Case
from ehcportal.models.desk import Letter
from ehcportal.models.document import Document
from ehcportal.models.form import Draft, Submission
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Person
from ehcportal.models.posting import PostItem, PostReason
from ehcportal.models.request import CameBy, Request
from tests import factories
from tests.cast import Cast
from tests.places import ANSWERS
from tests.storage import samples

HIDDEN = re.compile(r'name="(_\w+)" value="([^"]*)"')


@pytest.fixture
def asked(cast: Cast, database: Database) -> str:
    """A request that came by telephone five days ago, and waits."""
    with database.unit() as session:
        made = factories.request(session, received=5)
        made.came_by = CameBy.PHONE
        session.add(made)
        return made.id


def row(database: Database, table: Any) -> Any:
    with database.reading() as session:
        found = session.exec(select(table)).one()
        session.expunge(found)
        return found


def join(cast: Cast, request_id: str) -> str:
    """Join it to a new child; return the case."""
    shown = cast["caseworker"].get(f"/council/requests/{request_id}").get_data(as_text=True)
    seen = dict(HIDDEN.findall(shown))["_version"]
    fields = {"child": "new", "coordinator": cast.accounts["caseworker"].id, "_version": seen}
    answer = cast["caseworker"].post(f"/council/requests/{request_id}/join", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rpartition("/")[2]


def press(cast: Cast, request_id: str, what: str, **fields: str) -> int:
    path = f"/council/requests/{request_id}/papers"
    shown = cast["caseworker"].get(path).get_data(as_text=True)
    hidden = dict(HIDDEN.findall(shown))
    hidden.pop("_idem", None)
    if what == "owner":
        hidden.pop("_readers", None)
    return int(cast["caseworker"].post(f"{path}/{what}", {**hidden, **fields}).status_code)


def test_scans_come_along_and_stand_among_the_documents_of_the_case(
    cast: Cast, database: Database
) -> None:
    today = clock.today()
    answer = cast["caseworker"].post(
        "/council/requests/paper",
        {
            "came_by": "post", "source": "parent", "sender": "Ivy Marsh", "forename": "Poppy",
            "surname": "Marsh", "on-day": today.day, "on-month": today.month,
            "on-year": today.year, "files": (io.BytesIO(samples.pdf()), "Letter.pdf"),
        },
    )  # fmt: skip
    assert answer.status_code == 303
    made = row(database, Request)
    page = cast["caseworker"].get(f"/council/requests/{made.id}/papers").get_data(as_text=True)
    path = re.search(r'href="([^"]*/papers/scans/[^"]*)"', page)
    assert path is not None
    with cast["caseworker"].get(path[1]) as scan:
        assert scan.data == samples.pdf()
    assert cast["parent"].get(path[1]).status_code == 404
    join(cast, made.id)
    paper = row(database, Document)
    assert (paper.title, paper.document_on) == ("Letter.pdf", today)

    mended = cast["caseworker"].post(
        f"/council/requests/{made.id}/correction/case",
        {"reason": "Another Poppy", "_version": str(row(database, Request).version)},
    )
    assert mended.status_code == 303
    assert row(database, Document).withdrawn_at is not None


def test_a_family_on_paper_gets_a_letter_that_says_by_when_it_is_answered(
    cast: Cast, database: Database, asked: str
) -> None:
    assert press(cast, asked, "acknowledgement", _version="1") == 409, "nobody is known yet"
    join(cast, asked)
    assert press(cast, asked, "acknowledgement") == 422, "it goes by post, and staff say so"
    assert press(cast, asked, "acknowledgement", post="yes") == 303
    letter, item = row(database, Letter), row(database, PostItem)
    due = weekday_date(factories.days_ago(5) + timedelta(days=41))
    assert due in str(letter.fields)
    assert (item.letter_id, item.reason) == (letter.id, PostReason.ON_PAPER)
    assert press(cast, asked, "acknowledgement", _version="9") == 409, "once is enough"


def write_down(cast: Cast, database: Database, request_id: str) -> Any:
    start = f"/forms/assessment-request?written_for={request_id}"
    assert cast["caseworker"].get(start).status_code == 200
    begun = cast["caseworker"].post(start, {"then": "next"})
    assert begun.status_code == 303, begun.get_data(as_text=True)
    with database.unit() as session:
        draft = session.exec(select(Draft)).one()
        assert draft.answers["child_name"] == {"first": "Maya", "last": "Okafor"}
        draft.answers = {**ANSWERS, **draft.answers}
        session.add(draft)
    return cast["caseworker"].post(f"/forms/draft/{draft.id}/confirm")


def test_staff_write_the_form_down_and_the_family_has_it_as_its_own(
    cast: Cast, database: Database, asked: str
) -> None:
    sent = write_down(cast, database, asked)
    assert sent.headers["Location"] == f"/council/requests/{asked}"
    request, form = row(database, Request), row(database, Submission)
    assert request.submission_id == form.id
    assert (request.received_on, form.received_on) == (factories.days_ago(5),) * 2
    assert form.entered_by_id == cast.accounts["caseworker"].id
    with database.reading() as session:
        assert session.exec(select(OutboxMessage)).all() == [], "nobody is thanked for another"

    case_id = join(cast, asked)
    with database.unit() as session:
        child = session.get_one(Person, session.get_one(Case, case_id).person_id)
        factories.relationship(session, cast.accounts["parent"], child)
    assert press(cast, asked, "owner", owner=cast.accounts["stranger"].id) == 422
    assert press(cast, asked, "owner", owner=cast.accounts["parent"].id) == 303
    own = cast["parent"].get("/forms/sent").get_data(as_text=True)
    assert "Request an EHC needs assessment" in own
    assert cast["parent"].get(f"/forms/sent/{form.id}").status_code == 200
    assert cast["caseworker"].get(f"/forms/sent/{form.id}").status_code == 404


def test_only_staff_write_down_and_only_what_came_on_paper_once(
    cast: Cast, database: Database, asked: str
) -> None:
    start = f"/forms/assessment-request?written_for={asked}"
    assert cast["parent"].get(start).status_code == 404
    write_down(cast, database, asked)
    assert cast["caseworker"].get(start).status_code == 404
    with database.unit() as session:
        online = factories.request(session, cast.accounts["parent"])
    papers = f"/council/requests/{online.id}/papers"
    shown = cast["caseworker"].get(papers).get_data(as_text=True)
    assert "Scans" in shown
    assert "Write the form down" not in shown
