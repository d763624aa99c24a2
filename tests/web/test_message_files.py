"""Files of a message: nobody chooses one twice, nobody gets another's, and none stays for good."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select

from ehcportal import clock
from ehcportal.jobs import chores
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.message import Message, MessageFile, PendingFile, Thread
from ehcportal.portal import Portal
from ehcportal.services import message_files
from tests import factories
from tests.cast import Cast

NOTE = b"A note in plain words.\n"
WANTED = {"kind": "General", "subject": "The note", "body": "Here it is."}


@pytest.fixture
def at(app: Flask, cast: Cast) -> str:
    """Where a parent writes: a case with a thread of hers."""
    with app.extensions["database"].unit() as session:
        child = factories.person(session)
        for key in ("parent", "second_parent"):
            factories.relationship(session, cast.accounts[key], child)
        case = factories.case(session, child, coordinator=cast.accounts["caseworker"])
        factories.thread(session, case, cast.accounts["parent"])
        return f"/cases/{case.id}/messages"


def rows(app: Flask, table: Any) -> list[Any]:
    with app.extensions["database"].reading() as session:
        found = list(session.exec(select(table)).all())
        session.expunge_all()
        return found


def note(name: str = "note.txt", content: bytes = NOTE) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def send(who: Any, path: str, *files: tuple[io.BytesIO, str], **more: Any) -> Any:
    sent = {**WANTED, "files": list(files), **more}
    return who.post(path, sent, content_type="multipart/form-data")


def kept(page: str) -> list[str]:
    return re.findall(r'name="kept" type="checkbox" value="(\w+)" checked', page)


def test_a_file_need_not_be_chosen_again_when_something_is_missing(
    app: Flask, cast: Cast, at: str
) -> None:
    answer = send(cast["parent"], f"{at}/new", note(), note("run.exe", b"MZ\x90"), body=" ")
    assert answer.status_code == 422
    assert "run.exe: " in answer.text
    assert "note.txt" in answer.text
    (waiting,) = kept(answer.text)
    again = send(cast["parent"], f"{at}/new", note("more.txt"), kept=waiting)
    assert again.status_code == 303, again.text
    assert sorted(each.name for each in rows(app, MessageFile)) == ["more.txt", "note.txt"]
    assert rows(app, PendingFile) == []


def test_a_file_whose_tick_was_taken_away_is_not_sent(app: Flask, cast: Cast, at: str) -> None:
    send(cast["parent"], f"{at}/new", note(), kind="")
    assert send(cast["parent"], f"{at}/new").status_code == 303
    assert rows(app, MessageFile) == []


def test_nobody_can_send_the_file_of_another_or_one_file_twice(
    app: Flask, cast: Cast, at: str
) -> None:
    (waiting,) = kept(send(cast["parent"], f"{at}/new", note(), kind="").text)
    stolen = send(cast["second_parent"], f"{at}/new", kept=waiting)
    assert stolen.status_code == 422
    assert "Choose it again" in stolen.text
    assert "note.txt" not in stolen.text
    assert send(cast["parent"], f"{at}/new", kept=waiting).status_code == 303
    assert send(cast["parent"], f"{at}/new", kept=waiting).status_code == 422
    assert len(rows(app, MessageFile)) == 1


def test_staff_who_come_second_keep_words_and_file(app: Flask, cast: Cast, at: str) -> None:
    (talk,) = rows(app, Thread)
    path, first = f"/council{at}/{talk.id}", {"body": "Yes.", "_version": str(talk.version)}
    assert cast["manager"].post(path, first).status_code == 303
    late = {"body": "No.", "_version": str(talk.version), "files": [note()]}
    answer = cast["caseworker"].post(path, late, content_type="multipart/form-data")
    assert answer.status_code == 409
    assert "Yes." in answer.text
    assert "No.</textarea>" in answer.text
    (waiting,) = kept(answer.text)
    newest = re.search(r'name="_version" value="(\d+)"', answer.text)
    assert newest
    sent = {"body": "No.", "_version": newest.group(1), "kept": waiting}
    assert cast["caseworker"].post(path, sent).status_code == 303
    assert [each.name for each in rows(app, MessageFile)] == ["note.txt"]


def test_a_file_that_was_blocked_meanwhile_is_named_and_not_sent(
    app: Flask, cast: Cast, at: str
) -> None:
    (waiting,) = kept(send(cast["parent"], f"{at}/new", note(), kind="").text)
    with app.extensions["database"].unit() as session:
        session.exec(select(StoredFile)).one().state = FileState.BLOCKED
    answer = send(cast["parent"], f"{at}/new", kept=waiting)
    assert answer.status_code == 422
    assert "note.txt did not pass our virus check" in answer.text
    assert kept(answer.text) == []


def test_what_was_never_sent_is_gone_after_a_day_and_room_is_made(
    app: Flask, cast: Cast, at: str
) -> None:
    ten = [note(f"{number}.txt") for number in range(10)]
    for _ in range(4):
        for file, _name in ten:
            file.seek(0)
        send(cast["parent"], f"{at}/new", *[note(name) for _file, name in ten], kind="")
    assert len(rows(app, PendingFile)) == message_files.MOST_WAITING
    with app.extensions["database"].unit() as session:
        for row in session.exec(select(PendingFile)).all():
            row.added_at = clock.now() - timedelta(days=1)
    chores.forget_unsent_files(Portal.of(app.extensions))
    assert rows(app, PendingFile) == rows(app, StoredFile) == []


def raw(who: Any, path: str, last: bytes, *, lost: int = 0) -> Any:
    """Post words and then the bytes of a file; of the whole body the end can be lost."""
    fields = {**WANTED, "csrf_token": who.csrf()}
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"--x\r\n{head.format(name)}\r\n\r\n{each}\r\n" for name, each in fields.items()]
    file = f'--x\r\n{head.format("files")}; filename="huge.txt"\r\n\r\n'
    body = "".join([*parts, file]).encode() + last
    body = body[: len(body) - lost]
    return who.client.post(path, data=body, content_type="multipart/form-data; boundary=x")


def test_too_many_files_send_nothing_and_leave_the_words(app: Flask, cast: Cast, at: str) -> None:
    many = send(cast["parent"], f"{at}/new", *[note() for _ in range(11)])
    assert "You can add up to 10 files" in many.text
    assert "Here it is." in many.text
    assert len(rows(app, Message)) == 1


def test_a_cut_off_upload_sends_nothing(app: Flask, cast: Cast, at: str) -> None:
    assert raw(cast["parent"], f"{at}/new", b"", lost=20).status_code >= 400
    assert len(rows(app, Message)) == 1
    assert rows(app, StoredFile) == []


def test_files_far_too_large_leave_the_words(app: Flask, cast: Cast, at: str) -> None:
    profile = app.extensions["profile"]
    small = profile.limits.model_copy(update={"video_mb": 1, "document_mb": 1})
    app.extensions["profile"] = profile.model_copy(update={"limits": small})
    answer = raw(cast["parent"], f"{at}/new", b"a" * 7 * 1024 * 1024 + b"\r\n--x--\r\n")
    assert "Your files are too large together" in answer.text
    assert "Here it is." in answer.text
    assert len(rows(app, Message)) == 1
