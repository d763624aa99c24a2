"""Files of a form: several at once, each kept or refused with a reason, opened by few."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from ehcportal.db import Database
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import DraftFile
from ehcportal.storage.scan import Infected, Unavailable, Verdict
from tests import paper
from tests.browser import bytes_without_tokens
from tests.cast import Cast
from tests.paper import Sheet, file
from tests.storage import samples
from tests.web.test_form_windows import AJAX


def documents(cast: Cast, who: str = "parent") -> Sheet:
    return paper.page(paper.begin(cast[who]), "documents")


def upload(sheet: Sheet, *files: tuple[bytes, str], **answers: str) -> Sheet:
    """Press Upload as a browser without scripts does: the whole page goes along."""
    data: MultiDict[str, Any] = MultiDict({**sheet.fields, **answers})
    for content, name in files:
        data.add("documents", FileStorage(io.BytesIO(content), filename=name))
    boundary, body = encode_multipart(data)
    answer = sheet.player.client.post(
        f"{sheet.path}/files/documents",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    if answer.status_code == 303:
        return paper.open_sheet(sheet.player, answer.headers["Location"])
    return paper.sheet_of(sheet.player, sheet.path, answer)


def stored(database: Database) -> list[StoredFile]:
    with database.reading() as session:
        found = list(session.exec(select(StoredFile)))
        session.expunge_all()
    return found


def names(sheet: Sheet) -> list[str]:
    return [each.get_text(" ", strip=True) for each in sheet.soup.select(".files .file-name")]


def in_store(app: Flask) -> set[str]:
    return set(app.extensions["storage"].keys())


def opened(sheet: Sheet, database: Database, number: int = 0) -> str:
    with database.reading() as session:
        row = session.exec(select(DraftFile).order_by(DraftFile.added_at)).all()[number]
        return f"/files/{row.file_id}/{row.name}"


def test_several_files_at_once_are_kept_and_listed(cast: Cast, database: Database) -> None:
    sheet = upload(
        documents(cast), (samples.pdf(), "Report.pdf"), (samples.picture(), "Letter.jpeg")
    )
    assert sheet.answer.status_code == 200
    assert [name.split(" ")[0] for name in names(sheet)] == ["Report.pdf", "Letter.jpg"]
    assert {each.state for each in stored(database)} == {FileState.CLEAN}


def test_answers_on_the_page_are_saved_with_the_files(cast: Cast) -> None:
    sheet = upload(documents(cast), (samples.pdf(), "Report.pdf"), safety="a court order")
    assert sheet.fields["safety"] == "a court order"


def test_a_script_sends_one_file_and_changes_no_answer(cast: Cast) -> None:
    sheet = documents(cast)
    sheet.press("save", {"safety": "a court order"})
    sheet = paper.page(sheet, "documents")
    hidden = {name: sheet.fields[name] for name in ("csrf_token", "_base", "_shown", "_window")}
    answer = cast["parent"].client.post(
        f"{sheet.path}/files/documents",
        data={**hidden, "documents": file(samples.pdf(), "Report.pdf")},
        headers=AJAX,
    )
    assert answer.status_code == 200
    assert 'id="documents-files"' in answer.text
    assert "<html" not in answer.text
    assert paper.page(sheet, "documents").fields["safety"] == "a court order"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.pdf", "This file is empty"),
        (b"MZ\x90\x00 not a paper", "invoice.pdf.exe", "We cannot open this kind of file"),
        (samples.pdf(password="secret"), "locked.pdf", "locked with a password"),
        (samples.raw_pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "x.pdf", "a program"),
        (samples.zipped({"a.txt": "x"}), "bundle.zip", "bundle of files"),
    ],
)
def test_a_refused_file_says_why_and_everything_else_stays(
    cast: Cast, content: bytes, name: str, reason: str
) -> None:
    good = (samples.pdf(), "Good.pdf")
    sheet = upload(documents(cast), good, (content, name), safety="a court order")
    assert sheet.answer.status_code == 422
    assert reason in sheet.text
    assert sheet.soup.select_one(".govuk-error-summary a[href='#documents']")
    error = sheet.soup.select_one("#documents-error")
    assert error is not None
    assert reason in error.get_text()
    again = paper.page(sheet, "documents")
    assert [each.split(" ")[0] for each in names(again)] == ["Good.pdf"]
    assert again.fields["safety"] == "a court order"


def test_a_file_that_is_too_large_is_refused(cast: Cast, app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = None
    sheet = upload(documents(cast), (b"%PDF-" + b"0" * (26 * 1024 * 1024), "film.pdf"))
    assert sheet.answer.status_code == 422
    assert "bigger than 25 MB" in sheet.text


def test_a_removed_file_is_gone_from_the_store_too(
    app: Flask, cast: Cast, database: Database
) -> None:
    sheet = upload(documents(cast), (samples.picture(), "Letter.jpg"))
    assert len(in_store(app)) == 2
    button = sheet.soup.select_one("button[data-remove]")
    assert button is not None
    answer = cast["parent"].client.post(str(button["formaction"]), data=sheet.fields)
    assert answer.status_code == 303
    assert names(paper.page(sheet, "documents")) == []
    assert stored(database) == []
    assert in_store(app) == set()


def test_a_cancelled_form_leaves_no_file(app: Flask, cast: Cast, database: Database) -> None:
    sheet = upload(documents(cast), (samples.pdf(), "Report.pdf"))
    cast["parent"].post(f"/forms/draft/{paper.draft_id(sheet)}/cancel")
    assert stored(database) == []
    assert in_store(app) == set()


def test_a_form_takes_as_many_files_as_the_council_allows(
    app: Flask, cast: Cast, database: Database
) -> None:
    profile = app.extensions["profile"]
    limits = profile.limits.model_copy(update={"files_a_form": 2})
    app.extensions["profile"] = profile.model_copy(update={"limits": limits})
    sheet = documents(cast)
    for number in (1, 2):
        sheet = upload(sheet, (samples.pdf(), f"{number}.pdf"))
    third = upload(sheet, (samples.pdf(), "3.pdf"))
    assert third.answer.status_code == 422
    assert "up to 2 files" in third.text
    assert len(stored(database)) == 2
    assert len(in_store(app)) == 2


def test_a_photo_is_shown_without_its_place_and_the_original_is_sealed(
    app: Flask, cast: Cast, database: Database
) -> None:
    photo = samples.picture("JPEG", exif=samples.located())
    sheet = upload(documents(cast), (photo, "Kitchen.jpg"))
    answer = cast["parent"].get(opened(sheet, database), buffered=True)
    assert answer.status_code == 200
    assert b"Exif" not in answer.data
    row = stored(database)[0]
    assert row.sealed_original_key is not None
    with app.extensions["storage"].open(row.sealed_original_key) as sealed:
        content = sealed.read()
    assert content != photo
    assert app.extensions["keyring"].open(content) == photo


def test_a_picture_opens_in_place_and_a_pdf_in_a_tab_of_its_own(
    cast: Cast, database: Database
) -> None:
    sheet = upload(
        documents(cast),
        (samples.picture(), "Letter.jpg"),
        (samples.pdf(), "Report.pdf"),
        (b"plain words", "Notes.txt"),
    )
    picture, report, notes = (
        cast["parent"].get(opened(sheet, database, number), buffered=True) for number in range(3)
    )
    assert picture.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert report.headers["Content-Disposition"].startswith("inline")
    assert report.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" not in report.headers["Content-Security-Policy"]
    assert notes.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in notes.headers["Content-Security-Policy"]
    for answer in (picture, report, notes):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_else_opens_a_file_of_a_draft(app: Flask, cast: Cast, database: Database) -> None:
    sheet = upload(documents(cast), (samples.pdf(), "Report.pdf"))
    path = opened(sheet, database)
    never = re.sub(r"/files/[a-z2-7]{26}", "/files/" + "a" * 26, path)
    for who in ("stranger", "caseworker", "manager", "nobody"):
        answer = cast[who].get(path)
        assert answer.status_code == 404, who
        assert bytes_without_tokens(answer) == bytes_without_tokens(cast[who].get(never))


class Judging:
    """A scanner with one verdict for every file."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def scan(self, file: object) -> Verdict:
        return self.verdict

    def check(self) -> str | None:
        return None


def test_an_infected_file_is_not_kept(app: Flask, cast: Cast, database: Database) -> None:
    app.extensions["scanner"] = Judging(Infected("Eicar-Test-Signature"))
    sheet = upload(documents(cast), (samples.pdf(), "Report.pdf"))
    assert sheet.answer.status_code == 422
    assert "virus check" in sheet.text
    assert "Eicar" not in sheet.text
    assert stored(database) == []
    assert in_store(app) == set()


def test_a_file_that_waits_for_the_scanner_cannot_be_opened_but_sent(
    app: Flask, cast: Cast, database: Database
) -> None:
    app.extensions["scanner"] = Judging(Unavailable("down"))
    sheet = upload(documents(cast), (samples.pdf(), "Report.pdf"))
    assert sheet.answer.status_code == 200
    assert stored(database)[0].state is FileState.SCANNING
    assert cast["parent"].get(opened(sheet, database), buffered=True).status_code == 404


def test_files_wait_for_the_login_as_their_page_does(
    app: Flask, cast: Cast, database: Database
) -> None:
    sheet = paper.begin(cast["nobody"])
    sheet.path = paper.path(sheet, "documents")
    answer = upload(sheet, (samples.pdf(), "Report.pdf"))
    assert answer.heading == "Your Details"
    assert stored(database) == []
    assert in_store(app) == set()


def test_the_shown_picture_is_a_picture(cast: Cast, database: Database) -> None:
    sheet = upload(documents(cast), (samples.picture("PNG"), "Drawing.png"))
    answer = cast["parent"].get(opened(sheet, database), buffered=True)
    assert answer.mimetype == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size == (60, 40)
