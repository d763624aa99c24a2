"""PDF: every object is looked at for things that act by themselves."""

from collections.abc import Iterator
from time import monotonic
from typing import Any, BinaryIO, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from ehcportal.storage.checks.kinds import Limits
from ehcportal.storage.checks.refusals import Reason, RefusalError

PROGRAM_KEYS: Final = {"/JS", "/JavaScript"}
PROGRAM_ACTIONS: Final = {"/JavaScript", "/Launch"}
HARMLESS_HEADS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"<?xml", b"\xef\xbb\xbf<?xml")
"""Pictures, and the data sheet that some programs put into a PDF."""


def check_pdf(file: BinaryIO, limits: Limits) -> None:
    """Refuse a PDF that needs a password, runs programs, or carries files of other kinds.

    Ordinary forms, links, bookmarks and PDFs that only forbid printing are all right. Raises
    ``RefusalError``; also when there are too many objects, or they take too long.
    """
    file.seek(0)
    try:
        reader = PdfReader(file)
        _unlock(reader)
        if not len(reader.pages):
            raise RefusalError(Reason.DAMAGED)
        _check_objects(reader, limits)
    except RefusalError:
        raise
    except Exception:  # pypdf raises many kinds of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None


def _unlock(reader: PdfReader) -> None:
    """Open what opens without a password: many reports only forbid copying."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusalError(Reason.PASSWORD)


def _check_objects(reader: PdfReader, limits: Limits) -> None:
    places = [(number, given) for given, table in reader.xref.items() for number in table]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > limits.pdf_objects:
        raise RefusalError(Reason.TOO_COMPLEX)
    until = monotonic() + limits.pdf_seconds
    _check_object(reader.trailer)
    for number, generation in places:
        if monotonic() > until:
            raise RefusalError(Reason.TOO_COMPLEX)
        _check_object(reader.get_object(IndirectObject(number, generation, reader)))


def _check_object(found: Any) -> None:
    for dictionary in _dictionaries(found):
        if PROGRAM_KEYS & dictionary.keys() or _does(dictionary, PROGRAM_ACTIONS):
            raise RefusalError(Reason.PDF_PROGRAM)
        if "/XFA" in dictionary:
            raise RefusalError(Reason.PDF_OLD_FORM)
        if "/EF" in dictionary:
            _check_attachment(dictionary["/EF"])


def _does(dictionary: DictionaryObject, actions: set[str]) -> bool:
    return "/S" in dictionary and str(dictionary["/S"]) in actions


def _dictionaries(found: Any) -> Iterator[DictionaryObject]:
    """Yield the dictionaries that ``found`` is made of; what it only points to has its own turn."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, DictionaryObject):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, ArrayObject):
            waiting.extend(value)


def _check_attachment(files: Any) -> None:
    for name in files if isinstance(files, DictionaryObject) else ():
        stream = files[name]
        content = stream.get_data() if isinstance(stream, StreamObject) else b""
        if not content.startswith(HARMLESS_HEADS):
            raise RefusalError(Reason.FILE_INSIDE)
