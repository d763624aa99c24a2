"""Looking at a file before it is kept: what it is by its content, and whether it may come in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeAlias

from ehcportal.storage.checks import legacy, office
from ehcportal.storage.checks.kinds import KINDS, MEGABYTE, Door, Kind, Limits, extensions
from ehcportal.storage.checks.names import claimed_extension, safe_name
from ehcportal.storage.checks.refusals import MESSAGES, Reason, RefusalError

__all__ = [
    "KINDS",
    "Accepted",
    "Door",
    "Inspection",
    "Kind",
    "Limits",
    "Reason",
    "Refused",
    "extensions",
    "inspect",
    "refused",
    "safe_name",
]

HEAD: Final = 8192
OLE_HEAD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_HEADS: Final = (b"PK\x03\x04", b"PK\x05\x06")
PDF_HEAD: Final = b"%PDF-"
PDF_HEAD_WITHIN: Final = 1024
"""Readers look this far for the mark of a PDF (ISO 32000-1, annex H.3)."""

BY_MIME: Final = {kind.mime: kind.name for kind in KINDS.values()} | {
    "video/x-m4v": "mp4",
    "audio/x-m4a": "m4a",
    "audio/mp3": "mp3",
    "audio/x-wav": "wav",
}

Check: TypeAlias = Callable[[BinaryIO, Limits], None]


def _check_pdf(file: BinaryIO, limits: Limits) -> None:
    """Look into a PDF; the library is taken into memory by the first one that comes."""
    from ehcportal.storage.checks.portable import check_pdf

    check_pdf(file, limits)


def _check_picture(file: BinaryIO, limits: Limits) -> None:
    """Unpack a picture; its libraries, too, are taken into memory by the first one."""
    from ehcportal.storage.checks.images import check_picture

    check_picture(file, limits)


CHECKS: Final[dict[str, Check]] = {
    "pdf": _check_pdf,
    "docx": office.check_open_xml,
    "xlsx": office.check_open_xml,
    "odt": office.check_odt,
    "doc": legacy.check_doc,
    "rtf": legacy.check_rtf,
    "txt": legacy.check_text,
    **dict.fromkeys(("jpg", "png", "heic", "webp", "gif"), _check_picture),
}
"""What is looked at inside each kind. Sound and film are known by their signature only."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The file may be kept. ``safe_name`` is for showing and downloading, never for storing."""

    kind: str
    door: Door
    mime: str
    extension: str
    safe_name: str
    size: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The file may not be kept. ``message`` says why and what to do instead, in plain English."""

    reason: Reason
    message: str


Inspection: TypeAlias = Accepted | Refused


def inspect(
    file: BinaryIO, claimed_name: str, *, doors: Collection[Door], limits: Limits
) -> Inspection:
    """Say what ``file`` (seekable) is and whether it may come in by one of ``doors``.

    The content decides; the claimed name only matters for plain text, which has no mark of its
    own. Never raises for anything that is in the file (ASVS 5.0 V5.2).
    """
    size = file.seek(0, 2)
    try:
        _check_size(size, max(limits.bytes_for(door) for door in doors))
        kind = KINDS[_kind_name(file, claimed_name, limits)]
        if kind.door not in doors:
            raise RefusalError(Reason.WRONG_DOOR)
        _check_size(size, limits.bytes_for(kind.door))
        CHECKS.get(kind.name, _nothing_inside)(file, limits)
    except RefusalError as refusal:
        return refused(refusal.reason, doors, limits, most=refusal.limit)
    return Accepted(
        kind=kind.name,
        door=kind.door,
        mime=kind.mime,
        extension=kind.extension,
        safe_name=safe_name(claimed_name, kind),
        size=size,
    )


def _check_size(size: int, most: int) -> None:
    if size == 0:
        raise RefusalError(Reason.EMPTY)
    if size > most:
        raise RefusalError(Reason.TOO_BIG, limit=most)


def _kind_name(file: BinaryIO, claimed_name: str, limits: Limits) -> str:
    file.seek(0)
    head = file.read(HEAD)
    if PDF_HEAD in head[:PDF_HEAD_WITHIN]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(ZIP_HEADS):
        return office.identify(file, limits)
    if head.startswith(OLE_HEAD):
        return legacy.identify_ole(file)
    return _by_signature(head, claimed_name)


def _by_signature(head: bytes, claimed_name: str) -> str:
    import filetype

    mime = filetype.guess_mime(head)
    if mime in BY_MIME:
        return BY_MIME[mime]
    if claimed_extension(claimed_name) in KINDS["txt"].extensions:
        return "txt"
    raise RefusalError(Reason.WRONG_KIND)


def _nothing_inside(file: BinaryIO, limits: Limits) -> None:
    """Leave the inside of sound and film to the virus scanner."""


def refused(
    reason: Reason, doors: Collection[Door], limits: Limits, *, most: int | None = None
) -> Refused:
    """Return the refusal with its message; ``most`` is the limit in bytes that was passed.

    Also for a size that was noticed while the file was still arriving (``TooLargeError``).
    """
    names = [kind.name for kind in KINDS.values() if kind.door in doors]
    most = most or max(limits.bytes_for(door) for door in doors)
    message = MESSAGES[reason].format(
        kinds=", ".join(names[:-1]) + f" or {names[-1]}",
        megabytes=most // MEGABYTE,
    )
    return Refused(reason, message)
