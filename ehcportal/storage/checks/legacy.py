"""The old formats: Word before 2007, rich text format, plain text."""

import re
from typing import BinaryIO, Final

import olefile

from ehcportal.storage.checks.kinds import Limits
from ehcportal.storage.checks.markup import reaches_out
from ehcportal.storage.checks.refusals import Reason, RefusalError

MACRO_FOLDERS: Final = {"macros", "vba", "_vba_project", "_vba_project_cur"}
PACKAGED: Final = "\x01ole10native"
"""The stream in which Windows keeps a file that was dragged into a document."""
FLAGS_AT: Final = 0x0A
ENCRYPTED: Final = 0x0100
"""Bit fEncrypted of the file information block ([MS-DOC] 2.5.2)."""

RTF_OBJECTS: Final = re.compile(rb"\\(objdata|object|objemb|objlink|objocx)", re.IGNORECASE)
RTF_CALLS: Final = re.compile(rb"fldinst[^}]{0,400}?\bdde(auto)?\b", re.IGNORECASE)
"""Fields that start another program."""
RTF_TARGETS: Final = re.compile(
    rb'(?:\\template|fldinst[^}]{0,400}?include(?:picture|text))\s+"?([^"}\s]*)', re.IGNORECASE
)
"""What the document is made of besides itself."""

ALLOWED_CONTROLS: Final = {9, 10, 12, 13}
"""Tab, line feed, form feed, carriage return."""
BYTE_ORDER_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}


def identify_ole(file: BinaryIO) -> str:
    """Return "doc" for old Word. Raises ``RefusalError`` for what else uses that container."""
    streams = _streams(file)
    if "encryptedpackage" in streams:
        raise RefusalError(Reason.PASSWORD)
    if "worddocument" in streams:
        return "doc"
    raise RefusalError(Reason.OLD_OFFICE)


def check_doc(file: BinaryIO, limits: Limits) -> None:
    """Refuse an old Word file with macros, a password or a file inside."""
    streams = _streams(file)
    folders = {part for stream in streams for part in stream.split("/")}
    if folders & MACRO_FOLDERS:
        raise RefusalError(Reason.MACROS)
    if PACKAGED in folders:
        raise RefusalError(Reason.FILE_INSIDE)
    if _is_locked(file):
        raise RefusalError(Reason.PASSWORD)


def check_rtf(file: BinaryIO, limits: Limits) -> None:
    """Refuse rich text with objects inside, or with parts that come from elsewhere."""
    content = _whole(file)
    if RTF_OBJECTS.search(content):
        raise RefusalError(Reason.FILE_INSIDE)
    if RTF_CALLS.search(content):
        raise RefusalError(Reason.MACROS)
    for target in RTF_TARGETS.findall(content):
        if reaches_out(target.decode("latin-1").replace("\\\\", "\\")):
            raise RefusalError(Reason.OUTSIDE_PARTS)


def check_text(file: BinaryIO, limits: Limits) -> None:
    """Refuse what is not text in UTF-8, UTF-16 with its mark, or the usual Windows letters."""
    text = _decoded(_whole(file))
    if any(ord(letter) < 32 and ord(letter) not in ALLOWED_CONTROLS for letter in set(text)):
        raise RefusalError(Reason.NOT_TEXT)


def _streams(file: BinaryIO) -> set[str]:
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as opened:
            return {"/".join(path).lower() for path in opened.listdir(storages=True)}
    except Exception:  # olefile raises many kinds of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None


def _is_locked(file: BinaryIO) -> bool:
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as opened, opened.openstream("WordDocument") as stream:
            head: bytes = stream.read(FLAGS_AT + 2)
    except Exception:  # as above
        raise RefusalError(Reason.DAMAGED) from None
    return bool(int.from_bytes(head[FLAGS_AT : FLAGS_AT + 2], "little") & ENCRYPTED)


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _decoded(content: bytes) -> str:
    marked = [code for mark, code in BYTE_ORDER_MARKS.items() if content.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusalError(Reason.NOT_TEXT)
