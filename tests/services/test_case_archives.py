"""An archive holds all that one person may see and nothing else, is made once, and goes away."""

import subprocess
import sys
import tracemalloc
import zipfile
from datetime import timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO
from typing import cast as read_as

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.db import Database
from ehcportal.domain.facts import PlanKind
from ehcportal.jobs import archiving
from ehcportal.models.access import SharingRule
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.document import Document, FileState, Publication, StoredFile
from ehcportal.models.form import Submission, SubmissionFile
from ehcportal.models.message import Message, MessageFile, ThreadMember
from ehcportal.models.outbox import OutboxMessage
from ehcportal.models.person import Relationship
from ehcportal.models.plan import (
    Plan,
    PlanComment,
    PlanCommentFile,
    PlanVersion,
    Representation,
    Section,
    Verdict,
)
from ehcportal.models.voice import CaseArchive
from ehcportal.portal import Portal
from ehcportal.security.audit import Trace
from ehcportal.services.archives import asking, names
from ehcportal.services.archives.zipping import Entry, ZipStream
from tests import factories
from tests.cast import Cast
from tests.circle import HERS, HIS, KEPT_BACK, Circle, gather
from tests.services.large_archive import Zeros

CHECKOUT = Path(__file__).parents[2]
LARGE = 40 * 1024 * 1024
"""Bytes: far more than may be in memory at once."""
OTHERS = "obsidian"
"""The word of another family."""


@pytest.fixture
def circle(cast: Cast, database: Database) -> Circle:
    with database.unit() as session:
        return gather(session, cast)


@pytest.fixture
def portal(app: Flask) -> Portal:
    return Portal.of(app.extensions)


def put(
    session: Session,
    portal: Portal,
    about: Case,
    title: str,
    said: str,
    only: Account | None = None,
) -> StoredFile:
    """Publish a text with real bytes."""
    kept = archiving.storage.from_url(portal.settings.storage_url, portal.settings.instance).put(
        BytesIO(said.encode())
    )
    shown = factories.published(session, about, title, only_for=only)
    session.flush()
    file = session.exec(
        select(StoredFile).where(StoredFile.storage_key.like(f"key-{title}%"))  # type: ignore[attr-defined]
    ).all()[-1]
    file.storage_key, file.size, file.mime = kept.key, kept.size, "text/plain"
    assert shown.id
    return file


def tell(session: Session, portal: Portal, cast: Cast, circle: Circle) -> None:
    """Let both parents be written to, alone and together, and another family too."""
    who, case = cast.accounts, session.get_one(Case, circle.case)
    put(session, portal, case, "Advice/../of: the \u202etherapist", "For both of you")
    put(session, portal, case, "Her letter", f"Only for you {HERS}", who["parent"])
    put(session, portal, case, "His letter", f"Only for you {HIS}", who["second_parent"])
    factories.thread(session, case, who["caseworker"], who["parent"], subject=f"About {HERS}")
    factories.thread(session, case, who["caseworker"], who["second_parent"], subject=HIS)
    both = factories.thread(
        session, case, who["caseworker"], who["parent"], who["second_parent"], subject="Meeting"
    )
    session.add(Message(thread_id=both.id, author_id=who["second_parent"].id, body=f"I say {HIS}"))
    other = factories.case(session, factories.person(session, "Rhys", OTHERS), opened=10)
    put(session, portal, other, OTHERS, OTHERS)
    factories.thread(session, other, who["caseworker"], who["parent_of_two"], subject=OTHERS)


def ask(database: Database, cast: Cast, circle: Circle, who: str = "parent") -> str:
    with database.unit() as session:
        account_id = cast.accounts[who].id
        return asking.ask(session, Trace(account_id), circle.case, account_id)


def row(database: Database, archive_id: str) -> CaseArchive:
    with database.session() as session:
        return session.get_one(CaseArchive, archive_id)


def opened(portal: Portal, archive_id: str) -> zipfile.ZipFile:
    kept = archiving.storage.from_url(portal.settings.storage_url, portal.settings.instance)
    key = row(portal.database, archive_id).storage_key
    assert key is not None
    with kept.open(key) as file:
        return zipfile.ZipFile(BytesIO(file.read()))


def words(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the words of each file of an archive, by its name."""
    assert archive.testzip() is None
    return {name: text_of(name, archive.read(name)) for name in archive.namelist()}


def text_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf") and content.startswith(b"%PDF"):
        pages = PdfReader(BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    return content.decode("utf-8", "replace")


def test_each_parent_takes_away_what_is_theirs_and_nothing_of_anybody_else(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    with database.unit() as session:
        tell(session, portal, cast, circle)
    hers, his = ask(database, cast, circle), ask(database, cast, circle, "second_parent")
    archiving.make_archives(portal)
    for archive_id, own, others in ((hers, HERS, HIS), (his, HIS, HERS)):
        found = words(opened(portal, archive_id))
        everything = " ".join([*found, *found.values()])
        assert everything.count(own) >= 3
        assert others not in everything
        assert OTHERS not in everything
        assert "For both of you" in everything
        assert "About Meeting." in everything


def test_a_form_that_is_shared_comes_without_its_sender(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    who = cast.accounts
    with database.unit() as session:
        session.add(
            SharingRule(
                person_id=circle.person,
                from_account_id=who["parent"].id,
                to_account_id=who["second_parent"].id,
                reason="Both asked for it",
                made_by_id=who["caseworker"].id,
            )
        )
    asked = ask(database, cast, circle, "second_parent")
    archiving.make_archives(portal)
    found = words(opened(portal, asked))
    shared = next(said for name, said in found.items() if "Sent by another person" in name)
    assert f"Drawing the {HERS}" in shared
    for secret in (*KEPT_BACK, "Grace", "Okafor, Grace", "grace.okafor"):
        assert secret not in shared, secret


def test_names_are_safe_numbered_and_by_date_and_the_index_lists_them(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    with database.unit() as session:
        tell(session, portal, cast, circle)
    asked = ask(database, cast, circle)
    archiving.make_archives(portal)
    found = words(opened(portal, asked))
    day = clock.today().isoformat()
    names = list(found)
    assert f"1 Documents/001 {day} Advice .. of the therapist.pdf" in names
    assert "4 Case Timeline.pdf" in names
    assert names[-2:] == ["0 Read me first.pdf", "0 Read me first.txt"]
    for name in names[:-2]:
        assert name in found["0 Read me first.txt"]
        assert ".." not in name.split("/")
        assert "\\" not in name
    assert "Nothing was left out" in found["0 Read me first.pdf"]


def test_what_is_left_out_is_named_with_the_reason(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        put(session, portal, case, "New advice", "x").state = FileState.SCANNING
        put(session, portal, case, "Bad advice", "x").state = FileState.BLOCKED
        factories.published(session, case, "Lost advice")
        gone = factories.published(session, case, "Names a sibling")
        session.get_one(Document, gone.document_id).withdrawn_at = clock.now()
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        asked = ask(database, cast, circle)
        archiving.make_archives(portal)
    index = words(opened(portal, asked))["0 Read me first.txt"]
    assert "New advice: We are still checking" in index
    assert "Bad advice: This file did not pass" in index
    assert "Lost advice: This could not be read" in index
    assert "We took this document back" in index
    assert "sibling" not in index


def test_files_of_forms_and_messages_go_along(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    with database.unit() as session:
        who, case = cast.accounts, session.get_one(Case, circle.case)
        sent = put(session, portal, case, "a", "My drawing", who["second_parent"])
        session.add(
            SubmissionFile(
                submission_id=circle.hers, file_id=sent.id, question_id="files", name="cat.TXT"
            )
        )
        thread = factories.thread(session, case, who["caseworker"], who["parent"])
        member = select(ThreadMember).where(ThreadMember.thread_id == thread.id)
        assert len(session.exec(member).all()) == 2
        message = session.exec(select(Message).where(Message.thread_id == thread.id)).one()
        session.add(MessageFile(message_id=message.id, file_id=sent.id, name="map.txt"))
        assert session.get_one(Submission, circle.hers).account_id == who["parent"].id
    asked = ask(database, cast, circle)
    archiving.make_archives(portal)
    found = words(opened(portal, asked))
    kept = [name for name, said in found.items() if said == "My drawing"]
    assert [name.rpartition(" ")[2] for name in kept] == ["cat.txt", "map.txt"]


def test_what_a_parent_said_of_the_plan_goes_along_with_its_files(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    who = cast.accounts
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        factories.plan(session, case, (PlanKind.DRAFT, 5))
        version = session.exec(select(PlanVersion).join(Plan).where(Plan.case_id == case.id)).one()
        for key, told in (("parent", HERS), ("second_parent", HIS), ("parent", "Half a thought")):
            said = Representation(plan_version_id=version.id, account_id=who[key].id)
            said.sent_at = None if " " in told else clock.now()
            session.add(said)
            session.flush()
            about = PlanComment(
                representation_id=said.id, section=Section.F, verdict=Verdict.WRONG, text=told
            )
            session.add(about)
            session.flush()
            file = put(session, portal, case, f"f{said.id}", f"file {told}", who["stranger"])
            session.add(PlanCommentFile(comment_id=about.id, file_id=file.id, name="note.txt"))
    asked = ask(database, cast, circle)
    archiving.make_archives(portal)
    found = words(opened(portal, asked))
    paper = next(said for name, said in found.items() if "What you said of the plan" in name)
    assert f"F: It is wrong {HERS}" in paper
    assert [said for name, said in found.items() if name.endswith("note.txt")] == [f"file {HERS}"]
    assert "Half a thought" not in " ".join(found.values())


def test_two_asks_are_one_archive_and_the_person_is_told_once_when_it_is_ready(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    asked = ask(database, cast, circle)
    assert ask(database, cast, circle) == asked
    for _ in range(2):
        archiving.make_archives(portal)
    made = row(database, asked)
    assert made.ready_at is not None
    assert made.done == made.total > 0
    with database.reading() as session:
        mail = session.exec(
            select(OutboxMessage).where(OutboxMessage.template == "archive_ready")
        ).one()
        assert mail.recipient == cast.accounts["parent"].email
        assert set(mail.facts) == {"path", "kept_until"}


def test_a_worker_that_was_killed_leaves_an_archive_that_another_makes(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    asked = ask(database, cast, circle)
    with database.unit() as session:
        dead = asking.claim(session, clock.now())
    assert dead is not None
    archiving.make_archives(portal)
    assert row(database, asked).ready_at is None, "it may be alive still"
    with time_machine.travel(clock.now() + asking.LEASE, tick=False):
        archiving.make_archives(portal)
        assert row(database, asked).ready_at is not None
        with database.unit() as session:
            assert asking.go_on(session, dead, 1, 2) is None, "it comes back from the dead"
    assert "4 Case Timeline.pdf" in opened(portal, asked).namelist()


def test_after_a_day_it_is_gone(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    asked = ask(database, cast, circle)
    archiving.make_archives(portal)
    key = row(database, asked).storage_key
    kept = archiving.storage.from_url(portal.settings.storage_url, portal.settings.instance)
    archiving.remove_archives(portal)
    assert key is not None
    assert kept.exists(key)
    with time_machine.travel(clock.now() + asking.KEPT, tick=False):
        archiving.remove_archives(portal)
    assert not kept.exists(key)
    assert row(database, asked).removed_at is not None


@pytest.mark.parametrize("change", ["access ended", "document withdrawn"])
def test_what_may_no_longer_be_had_is_removed_at_once_and_not_made_to_the_end(
    cast: Cast, circle: Circle, database: Database, portal: Portal, change: str
) -> None:
    with database.unit() as session:
        tell(session, portal, cast, circle)
    ready = ask(database, cast, circle)
    archiving.make_archives(portal)
    waiting = ask(database, cast, circle, "second_parent")
    with database.unit() as session:
        if change == "access ended":
            for key in ("parent", "second_parent"):
                tie = session.get_one(Relationship, circle.ties[key])
                tie.to_on = factories.days_ago(1)
        else:
            shown = session.exec(
                select(Publication).where(Publication.case_id == circle.case)
            ).first()
            assert shown is not None
            shown.withdrawn_at = clock.now()
    archiving.make_archives(portal)
    archiving.remove_archives(portal)
    kept = archiving.storage.from_url(portal.settings.storage_url, portal.settings.instance)
    for each in (ready, waiting):
        assert row(database, each).removed_at is not None
    assert row(database, waiting).storage_key is None
    with database.reading() as session:
        files = set(session.exec(select(StoredFile.storage_key)))
    assert set(kept.keys()) <= files


@pytest.mark.parametrize("title", ["\u202efdp.exe", "x" * 300, "\U0001f4a1" * 300, "CON", "a/../b"])
def test_no_title_makes_a_name_that_a_file_system_refuses(title: str) -> None:
    name = names.numbered("1 Documents", 7, clock.now(), title, ".pdf")
    last = name.removeprefix("1 Documents/")
    assert len(last.encode()) <= 255
    assert last.startswith("007 ")
    assert not set(last) & set('/\\<>:"|?*\u202e')


def test_two_titles_that_are_alike_but_for_their_capitals_are_two_files(
    cast: Cast, circle: Circle, database: Database, portal: Portal
) -> None:
    with database.unit() as session:
        case = session.get_one(Case, circle.case)
        for title in ("Advice", "ADVICE", "advice"):
            put(session, portal, case, title, title)
    asked = ask(database, cast, circle)
    archiving.make_archives(portal)
    found = [name.casefold() for name in opened(portal, asked).namelist()]
    assert len(found) == len(set(found))
    assert sum("advice" in name for name in found) == 3


def test_memory_stays_small_while_a_large_file_is_packed(tmp_path: Path) -> None:
    film = Entry("film.mp4", clock.now(), LARGE, "video/mp4", lambda: BufferedReader(Zeros(LARGE)))
    kept = archiving.storage.from_url("file:files", tmp_path)
    tracemalloc.start()
    try:
        made = kept.put(read_as(BinaryIO, ZipStream([film])))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made.size > LARGE
    assert peak < LARGE // 4


@pytest.mark.full
def test_memory_stays_small_in_an_archive_of_more_than_two_gigabytes(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.services.large_archive", str(tmp_path), "2100"]
    done = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    size, risen = map(int, done.stdout.split())
    assert size > 2100
    assert risen < 120
