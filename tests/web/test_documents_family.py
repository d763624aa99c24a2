"""Items to view as a family finds them, and what is left of a paper taken back (row U10)."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.models.case import Case
from ehcportal.models.document import (
    Document,
    DocumentAudience,
    DocumentVersion,
    FileState,
    Publication,
    StoredFile,
)
from ehcportal.models.request import AccessDecision, AccessOutcome
from ehcportal.portal import Portal
from tests import factories
from tests.cast import Cast
from tests.desk import HIDDEN, Desk, pdf, sit
from tests.statements import statements
from tests.storage import samples

SOME, MANY = 60, 300


@pytest.fixture
def desk(cast: Cast, database: Database) -> Desk:
    return sit(cast, database)


def test_no_page_says_any_more_what_a_withdrawn_document_was_about(desk: Desk) -> None:
    paper = desk.file("Kingfisher letter")
    desk.publish(paper)
    desk.send(f"{paper}/replace", file=pdf("Kingfisher.pdf"))
    assert desk.page_of("parent", "/timeline").count("Kingfisher") == 2
    desk.send(f"{paper}/withdraw", reason="It names another child")
    for page in ("", "/account", "/timeline", "/documents", "/details", "/stages", "/seen"):
        assert "Kingfisher" not in desk.page_of("parent", page), page
    told = desk.page_of("parent", "/timeline")
    assert "We sent you a document, which we took back later" in told
    assert "We took a document back" in told
    staff = desk.cast["caseworker"].get(f"/council/cases/{desk.case_id}").get_data(as_text=True)
    assert "Kingfisher" in staff, "staff know what it was"


def test_nothing_of_a_document_stays_with_the_browser_and_no_old_link_opens_it(
    desk: Desk,
) -> None:
    paper = desk.file()
    desk.publish(paper)
    link = desk.link()
    for way in (link, f"{link}?keep=1"):
        answer = desk.cast["parent"].get(way, buffered=True)
        assert answer.data == samples.pdf()
        assert answer.headers["Cache-Control"] == "no-store"
    listed = desk.cast["parent"].get(f"/cases/{desk.case_id}/documents")
    assert listed.headers["Cache-Control"] == "no-store"
    desk.send(f"{paper}/withdraw", reason="Wrong family")
    for way in (link, f"{link}?keep=1"):
        answer = desk.cast["parent"].get(way, headers={"Range": "bytes=0-99"})
        assert answer.status_code == 410
        assert b"%PDF" not in answer.data
        assert f"/cases/{desk.case_id}/documents" in answer.get_data(as_text=True)


def test_a_list_of_three_hundred_asks_as_little_as_a_short_one_and_is_read_page_by_page(
    desk: Desk, database: Database
) -> None:
    with database.unit() as session:
        pile(session, desk.case_id, SOME)
    path = f"/cases/{desk.case_id}/documents"
    for order in ("published", "dated"):
        titles = leaf(desk, f"{path}?order={order}")
        assert sorted(titles) == sorted(f"Letter {number}" for number in range(SOME))
    with statements(database.engine) as few:
        desk.list_of("parent")
    with database.unit() as session:
        pile(session, desk.case_id, MANY - SOME)
    with statements(database.engine) as many:
        desk.list_of("parent")
    assert len(many) == len(few) <= 10


def test_staff_find_what_was_added_last_first_on_each_page(desk: Desk, database: Database) -> None:
    start = clock.now()
    with database.unit() as session:
        pile(session, desk.case_id, SOME)
        for paper in session.exec(select(Document)):
            number = int(paper.title.removeprefix("Letter "))
            paper.created_at = start - timedelta(minutes=number // 2)
    found, path = [], desk.papers
    while path:
        page = desk.cast["caseworker"].get(path).get_data(as_text=True)
        found += [int(each) for each in re.findall(r">Letter (\d+)</a>", page)]
        more = re.search(r'href="([^"]+after=[^"]+)"', page)
        path = more.group(1).replace("&amp;", "&") if more else ""
    assert sorted(found) == list(range(SOME))
    assert [each // 2 for each in found] == [each // 2 for each in range(SOME)]


def leaf(desk: Desk, path: str) -> list[str]:
    """Read a list to its end, page by page; return the titles."""
    titles: list[str] = []
    while path:
        page = desk.cast["parent"].get(path).get_data(as_text=True)
        titles += re.findall(r'rel="noopener">(Letter \d+)<', page)
        more = re.search(r'href="([^"]+)"[^>]*>\s*(?:<[^>]+>\s*)*More items', page)
        path = more.group(1).replace("&amp;", "&") if more else ""
    return titles


def pile(session: Session, case_id: str, count: int) -> None:
    """Publish many documents to a family at once, several on the same day."""
    start = len(session.exec(select(Document.id)).all())
    now = clock.now()
    for number in range(start, start + count):
        paper = Document(
            case_id=case_id, title=f"Letter {number}", kind="letter", document_on=now.date()
        )
        paper.document_on -= timedelta(days=number % 7)
        file = StoredFile(
            storage_key=f"pile-{number}",
            sha256="0" * 64,
            size=9,
            mime="application/pdf",
            kind="pdf",
            state=FileState.CLEAN,
        )
        session.add_all([paper, file])
        session.flush()
        session.add(DocumentVersion(document_id=paper.id, file_id=file.id, name="letter.pdf"))
        shown = now - timedelta(minutes=number // 4)
        session.add(
            Publication(
                case_id=case_id,
                document_id=paper.id,
                audience=DocumentAudience.FAMILY,
                published_at=shown,
            )
        )


def test_an_access_request_that_was_granted_stands_among_the_forms_one_has_sent(
    desk: Desk, database: Database
) -> None:
    with database.unit() as session:
        who = desk.cast.accounts
        given = factories.access_request(session, who["parent"])
        refused = factories.access_request(session, who["parent"], forename="Rowan")
        person_id = session.get_one(Case, desk.case_id).person_id
        for asked, outcome in (
            (given, AccessOutcome.APPROVED),
            (refused, AccessOutcome.TURNED_DOWN),
        ):
            session.add(
                AccessDecision(
                    access_request_id=asked.id,
                    outcome=outcome,
                    reason="",
                    person_id=person_id if outcome is AccessOutcome.APPROVED else None,
                    decided_by_id=who["caseworker"].id,
                )
            )
        mine, other = given.reference, refused.reference
    page = desk.list_of("parent")
    assert mine in page
    assert other not in page
    assert mine not in desk.list_of("second_parent")


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/Advice.pdf",
        "C:\\papers\\Advice.pdf",
        "Advice\u202efdp.exe.pdf",
        "Advice " + "x" * 300 + ".pdf",
    ],
)
def test_a_hostile_file_name_does_no_harm_on_its_way_to_the_family(desk: Desk, name: str) -> None:
    desk.publish(desk.file(file=(io.BytesIO(samples.pdf()), name)))
    answer = desk.cast["parent"].get(f"{desk.link()}?keep=1", buffered=True)
    said = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert said.startswith("attachment; filename")
    for bad in ("/", "\\", "..", "\u202e", "%E2%80%AE", "\r", "\n"):
        assert bad not in said.replace("UTF-8''", ""), said
    assert len(said) < 400


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_breaks_off_leaves_nothing_behind(desk: Desk, app: Flask) -> None:
    page = desk.cast["caseworker"].get(f"{desk.papers}/new").get_data(as_text=True)
    fields = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**dict(HIDDEN.findall(page)), "title": "Advice"}.items()
    )
    head = (
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="Report.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    sent = (fields + head).encode() + samples.pdf()[:200]
    answer = desk.cast["caseworker"].client.post(
        f"{desk.papers}/new",
        input_stream=io.BytesIO(sent),
        content_type="multipart/form-data; boundary=cut",
        content_length=len(sent) + 5_000,
    )
    assert answer.status_code == 400
    assert kept_by(app) == []
    assert "Nothing yet" in desk.cast["caseworker"].get(desk.papers).get_data(as_text=True)


def test_the_same_upload_sent_twice_is_one_document_and_one_file(desk: Desk, app: Flask) -> None:
    page = desk.cast["caseworker"].get(f"{desk.papers}/new").get_data(as_text=True)
    hidden = dict(HIDDEN.findall(page))
    first, second = desk.add(**hidden), desk.add(**hidden)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len(kept_by(app)) == 1
    with desk.database.reading() as session:
        assert len(session.exec(select(Document)).all()) == 1


def kept_by(app: Flask) -> list[Path]:
    """Return every file that lies in the store."""
    files = Portal.of(app.extensions).settings.instance / "files"
    return [each for each in files.rglob("*") if each.is_file()]
