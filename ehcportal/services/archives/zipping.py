"""A zip that is read while it is being written: no more of it is in memory than a piece.

What was compressed before (PDF, pictures, sound, film) is stored as it is. Files above 4 GB and
archives above it are written as ZIP64 (APPNOTE.TXT 4.3.9, 4.3.14).
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase
from typing import Any, BinaryIO, Final

from ehcportal import clock

PIECE: Final = 1024 * 1024
PRIVATE: Final = 0o600 << 16
"""The rights of a file that is taken out on Unix."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive. ``open`` is called when its turn comes."""

    name: str
    at: datetime
    size: int
    mime: str
    open: Callable[[], BinaryIO]


class ZipStream(RawIOBase):
    """The bytes of an archive, made as they are asked for."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._pieces = _pieces(entries)
        self._left = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, room: Any) -> int:
        """Fill as much of ``room`` as one piece holds; 0 at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        view = memoryview(room).cast("B")
        part = self._left[: len(view)]
        view[: len(part)] = part
        self._left = self._left[len(part) :]
        return len(part)


class _Sink(RawIOBase):
    """Holds what zipfile has written until it is fetched."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Zipfile writes to it."""
        return True

    def write(self, given: Any) -> int:
        """Take a piece in."""
        piece = bytes(given)
        self._written += piece
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for entry in entries:
            with entry.open() as file, archive.open(_head(entry), "w") as place:
                while piece := file.read(PIECE):
                    place.write(piece)
                    yield sink.take()
    yield sink.take()


def _head(entry: Entry) -> zipfile.ZipInfo:
    moment = clock.london(entry.at)
    head = zipfile.ZipInfo(entry.name, moment.timetuple()[:6])
    is_text = entry.mime.startswith("text/")
    head.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
    head.external_attr = PRIVATE
    head.file_size = entry.size
    return head
