"""Sound and film: written anew without place, time and maker of the phone, not encoded again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

import av
from av.container import Flags, InputContainer, OutputContainer
from av.stream import Disposition
from PIL import Image

from ehcportal.storage.checks.kinds import MOST_PIXELS
from ehcportal.storage.checks.refusals import Reason, RefusalError

READ_AS: Final = {
    "mp4": "mov",
    "mov": "mov",
    "m4a": "mov",
    "webm": "matroska",
    "mp3": "mp3",
    "wav": "wav",
    "ogg": "ogg",
}
"""How the library reads a kind. It never guesses: a playlist would make it open other files."""

WRITTEN_AS: Final = {
    "mp4": "mp4",
    "mov": "mov",
    "m4a": "ipod",
    "webm": "webm",
    "mp3": "mp3",
    "wav": "wav",
    "ogg": "ogg",
}
FASTSTART: Final = {"mp4", "mov", "m4a"}
"""What is needed to begin playing stands at the end of these unless it is moved."""

SOUNDS: Final = {
    "mp4": "audio/mp4",
    "mov": "audio/mp4",
    "m4a": "audio/mp4",
    "webm": "audio/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
}
FILMS: Final = SOUNDS | {
    "mp4": "video/mp4",
    "mov": "video/mp4",
    "m4a": "video/mp4",
    "webm": "video/webm",
    "ogg": "video/ogg",
}

CARRIED: Final = ("video", "audio")
BITEXACT: Final[int] = Flags.bitexact.value  # type: ignore[assignment]
"""The library then leaves its own name out."""

STILL_EDGE: Final = 960
LONGEST: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Media:
    """A recording as it is kept: a file that lives as long as the ``with``, seconds, a still."""

    path: Path
    mime: str
    seconds: int
    is_film: bool
    still: bytes | None


@contextmanager
def prepared(file: BinaryIO, kind: str, *, pixels: int = MOST_PIXELS) -> Iterator[Media]:
    """Look into an accepted recording and write it anew. ``kind`` is a key of ``KINDS``.

    Only sound and picture are carried over, as they are: no place, no names, no tracks of other
    data (phones write where a film was made). Raises ``RefusalError`` for what cannot be played.
    """
    with TemporaryDirectory(prefix="recording") as folder:
        path = Path(folder) / "recording"
        try:
            written = _written(file, kind, path, pixels)
        except (av.FFmpegError, ValueError, EOFError, MemoryError):
            raise RefusalError(Reason.DAMAGED) from None
        yield written


def _written(file: BinaryIO, kind: str, path: Path, pixels: int) -> Media:
    with _opened(file, kind) as source:
        streams = _streams(source)
        is_film = any(each.type == "video" for each in streams)
        _check_size(streams, pixels)
        seconds = _carry_over(source, streams, kind, path)
    still = _still(path, kind) if is_film else None
    return Media(path, _mime(kind, is_film=is_film), seconds, is_film, still)


def _opened(file: BinaryIO | str, kind: str) -> InputContainer:
    if not isinstance(file, str):
        file.seek(0)
    return av.open(
        file, "r", format=READ_AS[kind], metadata_errors="replace",
        options={"enable_drefs": "0", "use_absolute_path": "0"},
    )  # fmt: skip


def _streams(source: InputContainer) -> list[Any]:
    """Return the film's one picture and its one sound; a cover drawn on music is no film."""
    found = []
    for kind in CARRIED:
        fitting = [each for each in source.streams if each.type == kind and not _is_cover(each)]
        found += fitting[:1]
    if not found:
        raise RefusalError(Reason.DAMAGED)
    return found


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _check_size(streams: list[Any], pixels: int) -> None:
    """Refuse a picture that takes too much to unpack."""
    for each in streams:
        if each.type == "video" and not 0 < each.width * each.height <= pixels:
            raise RefusalError(Reason.DAMAGED)


def _carry_over(source: InputContainer, streams: list[Any], kind: str, path: Path) -> int:
    """Copy every packet; return how many seconds they play."""
    options = {"movflags": "+faststart"} if kind in FASTSTART else {}
    ends = 0.0
    with _new(path, kind, options) as written:
        places = {each.index: written.add_stream_from_template(each) for each in streams}
        for packet in source.demux(streams):
            if packet.dts is None:
                continue
            start = packet.pts if packet.pts is not None else packet.dts
            base = float(packet.time_base or 0)
            ends = max(ends, (start + (packet.duration or 0)) * base)
            packet.stream = places[packet.stream.index]
            written.mux(packet)
    if not 0 < ends < LONGEST:
        raise RefusalError(Reason.DAMAGED)
    return max(1, round(ends))


def _new(path: Path, kind: str, options: dict[str, str]) -> OutputContainer:
    written = av.open(str(path), "w", format=WRITTEN_AS[kind], options=options)
    written.flags |= BITEXACT
    return written


def _still(path: Path, kind: str) -> bytes | None:
    """Draw the first picture of a film, upright and small; none where it cannot be drawn."""
    try:
        with _opened(str(path), kind) as source:
            stream = source.streams.video[0]
            stream.thread_count = 1
            for frame in source.decode(stream):
                return _drawn(frame)
    except (av.FFmpegError, ValueError, EOFError):
        return None
    return None


def _drawn(frame: Any) -> bytes:
    picture: Image.Image = frame.to_image()
    upright = picture.rotate(frame.rotation, expand=True) if frame.rotation else picture
    upright.thumbnail((STILL_EDGE, STILL_EDGE))
    written = BytesIO()
    upright.convert("RGB").save(written, "JPEG", quality=80)
    return written.getvalue()


def _mime(kind: str, *, is_film: bool) -> str:
    """Return the type a browser plays: containers are the same for sound and film."""
    return (FILMS if is_film else SOUNDS)[kind]
