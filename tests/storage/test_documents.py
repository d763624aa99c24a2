"""Which documents come in, and what families are told about those that do not."""

from io import BytesIO

import pytest
from PIL import Image

from ehcportal.storage.checks import (
    Accepted,
    Door,
    Inspection,
    Limits,
    Reason,
    Refused,
    extensions,
    inspect,
    refused,
)
from tests.storage import samples

ALL_DOORS = list(Door)


def look(content: bytes, name: str = "report", doors: list[Door] = ALL_DOORS) -> Inspection:
    return inspect(BytesIO(content), name, doors=doors, limits=Limits())


def reason(content: bytes, name: str = "report") -> Reason | None:
    found = look(content, name)
    return found.reason if isinstance(found, Refused) else None


HONEST = {
    "pdf": samples.pdf(),
    "docx": samples.office(),
    "xlsx": samples.office(samples.SHEET),
    "odt": samples.odt(),
    "doc": samples.compound("WordDocument", "1Table"),
    "rtf": rb"{\rtf1\ansi We talked about the object of the plan.}",
    "jpg": samples.picture("JPEG"),
    "phone's jpg": samples.picture("MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
    "png": samples.picture("PNG"),
    "heic": samples.picture("HEIF"),
    "webp": samples.picture("WEBP"),
    "gif": samples.picture("GIF"),
    "mp4": b"\0\0\0\x20ftypisom\0\0\0\0isomiso2avc1mp41" + bytes(64),
    "mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(64),
    "m4a": b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom" + bytes(64),
    "webm": b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(64),
    "mp3": b"ID3\x04\0\0\0\0\0\0" + bytes(64),
}


@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_file_comes_in_as_what_it_is_whatever_its_name_says(kind: str) -> None:
    ending = kind.rpartition(" ")[2]
    found = look(HONEST[kind], "my file.docx")
    assert isinstance(found, Accepted), found
    assert (found.kind, found.safe_name) == (ending, f"my file.{ending}")


@pytest.mark.parametrize(
    "content",
    [
        b"Plain words.\r\nA second line.",
        "তানিয়া likes “trains” – really".encode(),
        "£5 “quoted”".encode("cp1252"),
        "Łódź".encode("utf-16"),
        b"BM is how her therapist begins each line.",
    ],
)
def test_plain_text_comes_in_as_text_however_it_was_saved(content: bytes) -> None:
    assert look(content, "notes.txt").kind == "txt"


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "empty.pdf", Reason.EMPTY),
        (b"MZ\x90\0" + bytes(100), "letter.pdf", Reason.WRONG_KIND),
        (b"<html><script>steal()</script></html>", "page.html", Reason.WRONG_KIND),
        (b"<html><script>steal()</script></html>", "page.pdf", Reason.WRONG_KIND),
        (b"text with \0 in it", "notes.txt", Reason.NOT_TEXT),
        (b"MZ\x90\0" + bytes(100), "notes.txt", Reason.NOT_TEXT),
        (b"\x81\x8d", "notes.txt", Reason.NOT_TEXT),
        (samples.zipped({"a.pdf": b"x"}), "all.zip", Reason.BUNDLE),
        (samples.zipped({}), "all.zip", Reason.BUNDLE),
        (b"PK\x03\x04 and then nothing", "letter.docx", Reason.DAMAGED),
        (b"%PDF-1.7\nnothing more", "letter.pdf", Reason.DAMAGED),
        (samples.compound("Workbook"), "sums.xls", Reason.OLD_OFFICE),
        (
            samples.office(f"{samples.OPEN_XML}.presentationml.presentation.main+xml"),
            "talk.pptx",
            Reason.OLD_OFFICE,
        ),
        (samples.compound("EncryptionInfo", "EncryptedPackage"), "locked.docx", Reason.PASSWORD),
    ],
)
def test_what_is_not_one_of_our_kinds_is_refused(content: bytes, name: str, why: Reason) -> None:
    assert reason(content, name) == why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (samples.office("application/vnd.ms-word.document.macroEnabled.main+xml"), Reason.MACROS),
        (samples.office(word__vbaProject_dot_bin=b"code"), Reason.MACROS),
        (samples.office(word__activeX__activeX1_dot_xml="<ax/>"), Reason.MACROS),
        (
            samples.office(word__embeddings__a_dot_bin=b"\xd0\xcf\x11\xe0" + bytes(8)),
            Reason.FILE_INSIDE,
        ),
        (samples.office(word__media__a_dot_png=b"MZ program"), Reason.FILE_INSIDE),
        (
            samples.office(word__embeddings__a_dot_zip=samples.zipped({"x.exe": b"MZ"})),
            Reason.FILE_INSIDE,
        ),
        (
            samples.office(
                word__embeddings__a_dot_docx=samples.office(word__vbaProject_dot_bin=b"c")
            ),
            Reason.MACROS,
        ),
        (samples.compound("WordDocument", "VBA"), Reason.MACROS),
        (samples.compound("WordDocument", "Macros"), Reason.MACROS),
        (samples.compound("WordDocument", "\x01Ole10Native"), Reason.FILE_INSIDE),
        (samples.compound("WordDocument", flags=0x0100), Reason.PASSWORD),
        (rb"{\rtf1{\object\objemb{\*\objdata 0105}}}", Reason.FILE_INSIDE),
        (rb"{\rtf1{\*\template http://harm.example/t.dot}}", Reason.OUTSIDE_PARTS),
        (rb"{\rtf1{\field{\*\fldinst DDEAUTO c:\\cmd.exe }}}", Reason.MACROS),
        (
            rb"{\rtf1{\field{\*\fldinst INCLUDEPICTURE \"http://harm.example/\"}}}".replace(
                b'\\"', b'"'
            ),
            Reason.OUTSIDE_PARTS,
        ),
        (samples.odt(Basic__Standard__Module1="<module/>"), Reason.MACROS),
        (samples.odt('<d xmlns:s="u"><s:event-listener/></d>'), Reason.MACROS),
        (
            samples.odt('<d xmlns:x="u"><image x:href="http://harm.example/"/></d>'),
            Reason.OUTSIDE_PARTS,
        ),
        (samples.odt(manifest="<m><encryption-data/></m>"), Reason.PASSWORD),
        (samples.odt(Object1=b"\xd0\xcf\x11\xe0"), Reason.FILE_INSIDE),
        (samples.odt("<!DOCTYPE d [<!ENTITY a 'aaaa'>]><d>&a;</d>"), Reason.DAMAGED),
    ],
)
def test_a_document_that_does_more_than_hold_text_is_refused(content: bytes, why: Reason) -> None:
    assert reason(content) == why


@pytest.mark.parametrize(
    ("kind", "target", "is_taken"),
    [
        ("hyperlink", "https://brookshire.example/", True),
        ("attachedTemplate", "file:///C:\\Templates\\Report.dotm", True),
        ("attachedTemplate", "C:/Templates/Report.dotm", True),
        ("externalLinkPath", "Other%20book.xlsx", True),
        ("attachedTemplate", "https://harm.example/t.dotm", False),
        ("attachedTemplate", "file://server/t.dotm", False),
        ("attachedTemplate", "file:///\\\\server\\t.dotm", False),
        ("image", "\\\\server\\picture.png", False),
        ("image", "//server/picture.png", False),
        ("oleObject", "mhtml:https://harm.example/x!y", False),
    ],
)
def test_links_may_lead_outside_but_parts_may_not_come_from_there(
    kind: str, target: str, is_taken: bool
) -> None:
    parts = {"word___rels__document_dot_xml_dot_rels": samples.relationship(kind, target)}
    found = reason(samples.office(**parts))
    assert found is (None if is_taken else Reason.OUTSIDE_PARTS)


def test_a_chart_with_its_own_small_workbook_is_an_ordinary_document() -> None:
    chart = {"word__embeddings__chart_dot_xlsx": samples.office(samples.SHEET)}
    assert reason(samples.office(**chart)) is None


@pytest.mark.parametrize("encoding", ["bogus", "utf-7", "idna", "utf-16"])
def test_parts_in_a_way_of_writing_that_nobody_knows_are_refused(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><Relationships/>'
    assert reason(samples.office(word___rels__a_dot_rels=part)) == Reason.DAMAGED


def test_a_small_file_that_unpacks_to_a_mountain_is_refused() -> None:
    bomb = samples.office(word__media__a_dot_xml=bytes(60 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert reason(bomb) == Reason.TOO_COMPLEX


def test_a_container_with_thousands_of_parts_or_doubled_or_climbing_names_is_refused() -> None:
    many = samples.zipped({f"{number}": b"" for number in range(5_001)})
    doubled = samples.zipped({"word/a.xml": b"1", "WORD/A.xml": b"2"})
    climbing = samples.zipped({"../../etc/passwd": b"1"})
    assert reason(many) == Reason.TOO_COMPLEX
    assert reason(doubled) == Reason.DAMAGED
    assert reason(climbing) == Reason.DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        samples.pdf(password=""),
        samples.packed_pdf("<< /S /GoTo >>"),
        samples.pdf(attached=samples.picture("PNG")),
        samples.raw_pdf("/OpenAction [3 0 R /Fit]"),
        samples.raw_pdf("/AA << /O << /S /URI /URI (https://brookshire.example/) >> >>"),
        samples.raw_pdf("/AcroForm << /Fields [] >>"),
    ],
)
def test_ordinary_school_pdfs_come_in(content: bytes) -> None:
    assert reason(content) is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (samples.pdf(password="secret"), Reason.PASSWORD),
        (samples.packed_pdf("<< /S /JavaScript /JS (x) >>"), Reason.PDF_PROGRAM),
        (samples.pdf(attached=b"MZ program"), Reason.FILE_INSIDE),
        (samples.raw_pdf("/OpenAction << /S /JavaScript /JS (x) >>"), Reason.PDF_PROGRAM),
        (samples.raw_pdf("/OpenAction << /S /J#61vaScript /J#53 (x) >>"), Reason.PDF_PROGRAM),
        (samples.raw_pdf("/OpenAction << /S /Launch /F (cmd.exe) >>"), Reason.PDF_PROGRAM),
        (samples.raw_pdf("/Names << /JavaScript << /Names [] >> >>"), Reason.PDF_PROGRAM),
        (samples.raw_pdf("/AcroForm << /XFA [] >>"), Reason.PDF_OLD_FORM),
        (samples.raw_pdf("/X " + "[" * 5000 + "]" * 5000), Reason.DAMAGED),
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(content: bytes, why: Reason) -> None:
    assert reason(content) == why


def test_a_pdf_with_too_many_objects_or_no_time_left_is_refused() -> None:
    for limits in (Limits(pdf_objects=2), Limits(pdf_seconds=-1)):
        found = inspect(BytesIO(samples.pdf()), "a.pdf", doors=ALL_DOORS, limits=limits)
        assert found.reason == Reason.TOO_COMPLEX


def test_a_kind_that_this_question_does_not_take_is_refused_with_what_it_does_take() -> None:
    found = look(HONEST["mp4"], "film.mp4", [Door.PICTURES])
    assert found == Refused(
        Reason.WRONG_DOOR,
        "You cannot add this kind of file here. Here you can add jpg, png, heic, webp or gif.",
    )


def test_a_file_over_its_own_limit_is_told_that_limit() -> None:
    limits = Limits(document_bytes=1024 * 1024)
    large = HONEST["rtf"] + bytes(1024 * 1024)
    found = inspect(BytesIO(large), "a.rtf", doors=ALL_DOORS, limits=limits)
    assert "bigger than 1 MB" in found.message
    assert "bigger than 100 MB" in refused(Reason.TOO_BIG, ALL_DOORS, limits).message


def test_every_reason_has_words_that_say_what_to_do() -> None:
    for why in Reason:
        message = refused(why, ALL_DOORS, Limits()).message
        assert any(hint in message for hint in ("end ", "Choose", "choose", "can add")), message


def test_the_file_chooser_is_told_every_extension() -> None:
    assert {".pdf", ".txt", ".jpeg", ".heic"} <= set(extensions([Door.DOCUMENTS, Door.PICTURES]))
    assert ".mp4" not in extensions([Door.PICTURES])
