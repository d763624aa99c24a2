"""The kinds of file the portal takes, the doors they come in by, and how large they may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MEGABYTE: Final = 1024 * 1024
MOST_PIXELS: Final = 60_000_000
"""A picture of this size takes 240 MB while it is unpacked; telephones make 12 to 50 million."""


class Door(StrEnum):
    """A way in for files; a question of a form opens one or more of them."""

    DOCUMENTS = "documents"
    PICTURES = "pictures"
    RECORDINGS = "recordings"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its first extension is the one we give it."""

    name: str
    door: Door
    mime: str
    extensions: tuple[str, ...]

    @property
    def extension(self) -> str:
        """The extension with its dot."""
        return f".{self.extensions[0]}"


OPEN_XML: Final = "application/vnd.openxmlformats-officedocument"

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("pdf", Door.DOCUMENTS, "application/pdf", ("pdf",)),
        Kind("docx", Door.DOCUMENTS, f"{OPEN_XML}.wordprocessingml.document", ("docx",)),
        Kind("doc", Door.DOCUMENTS, "application/msword", ("doc",)),
        Kind("odt", Door.DOCUMENTS, "application/vnd.oasis.opendocument.text", ("odt",)),
        Kind("rtf", Door.DOCUMENTS, "application/rtf", ("rtf",)),
        Kind("txt", Door.DOCUMENTS, "text/plain", ("txt", "text")),
        Kind("xlsx", Door.DOCUMENTS, f"{OPEN_XML}.spreadsheetml.sheet", ("xlsx",)),
        Kind("jpg", Door.PICTURES, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
        Kind("png", Door.PICTURES, "image/png", ("png",)),
        Kind("heic", Door.PICTURES, "image/heic", ("heic", "heif")),
        Kind("webp", Door.PICTURES, "image/webp", ("webp",)),
        Kind("gif", Door.PICTURES, "image/gif", ("gif",)),
        Kind("mp4", Door.RECORDINGS, "video/mp4", ("mp4", "m4v")),
        Kind("mov", Door.RECORDINGS, "video/quicktime", ("mov", "qt")),
        Kind("webm", Door.RECORDINGS, "video/webm", ("webm",)),
        Kind("m4a", Door.RECORDINGS, "audio/mp4", ("m4a",)),
        Kind("mp3", Door.RECORDINGS, "audio/mpeg", ("mp3",)),
        Kind("wav", Door.RECORDINGS, "audio/wav", ("wav",)),
        Kind("ogg", Door.RECORDINGS, "audio/ogg", ("ogg", "oga", "opus")),
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is too much; the council's profile sets the sizes in bytes."""

    document_bytes: int = 25 * MEGABYTE
    picture_bytes: int = 25 * MEGABYTE
    recording_bytes: int = 100 * MEGABYTE
    pixels: int = MOST_PIXELS
    pdf_objects: int = 200_000
    pdf_seconds: float = 15.0
    parts: int = 5_000
    unpacked_bytes: int = 400 * MEGABYTE
    unpacked_ratio: int = 150

    def bytes_for(self, door: Door) -> int:
        """The largest file, in bytes, that may come in by ``door``."""
        return {
            Door.DOCUMENTS: self.document_bytes,
            Door.PICTURES: self.picture_bytes,
            Door.RECORDINGS: self.recording_bytes,
        }[door]


def extensions(doors: Iterable[Door]) -> list[str]:
    """Return the extensions, with dots, of all kinds that ``doors`` take: for ``accept``."""
    wanted = set(doors)
    return [
        f".{name}" for kind in KINDS.values() if kind.door in wanted for name in kind.extensions
    ]
