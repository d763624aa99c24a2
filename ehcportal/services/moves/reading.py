"""Reading a plan pack that somebody sent: looked at from all sides before a byte of it is kept."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

from pydantic import ValidationError

from ehcportal.domain.letters import composed
from ehcportal.services import uploads
from ehcportal.services.moves.pack import MOST_PAPERS, MOST_SHEET, SHEET, Pack, PackPaper
from ehcportal.services.uploads import Gate, Kept, Unwanted
from ehcportal.storage import TooLargeError
from ehcportal.storage.checks.archives import Archive, open_archive
from ehcportal.storage.checks.kinds import MEGABYTE
from ehcportal.storage.checks.refusals import RefusalError

MOST_BYTES = 300 * MEGABYTE


class BadPackError(Exception):
    """The pack is not taken; the message says why, and nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Read:
    """A pack that is sound: its sheet, and its papers in the store, which no row names yet."""

    pack: Pack
    papers: tuple[tuple[PackPaper, Kept], ...]


def read(gate: Gate, stream: BinaryIO) -> Read:
    """Check everything, then store the papers. Raises ``BadPackError``; call it in no transaction.

    Papers meet what every upload meets: they are looked at, and scanned for viruses.
    """
    limits = replace(gate.limits, parts=MOST_PAPERS + 1, unpacked_bytes=2 * MOST_BYTES)
    try:
        with gate.storage.receive(stream, limit=MOST_BYTES) as received, received.open() as file:
            archive = open_archive(file, limits)
            pack = _sheet(archive)
            _check_files(archive, pack, limits.recording_bytes)
            return Read(pack, tuple(_stored(gate, archive, pack)))
    except TooLargeError:
        raise BadPackError("The pack is too large.") from None
    except RefusalError:
        raise BadPackError("This is no plan pack, or it is damaged or locked.") from None


def _sheet(archive: Archive) -> Pack:
    if SHEET not in archive.heads or archive.zip.getinfo(SHEET).file_size > MOST_SHEET:
        raise BadPackError("This is no plan pack: it has no sheet pack.json.")
    try:
        told = json.loads(archive.read(SHEET).decode("utf-8"), object_pairs_hook=_once)
        _check_version(told)
        return Pack.model_validate(_cleaned(told))
    except ValidationError as faults:
        first = faults.errors()[0]
        where = ".".join(str(part) for part in first["loc"][:4])
        raise BadPackError(f"The sheet of the pack is wrong at {where or 'its whole'}.") from None
    except (ValueError, RecursionError):
        raise BadPackError("The sheet of the pack cannot be read.") from None


def _check_version(told: Any) -> None:
    if not isinstance(told, dict) or told.get("format") != "ehc-plan-pack":
        raise BadPackError("This is no plan pack.")
    if told.get("version") != 1:
        raise BadPackError(
            "The pack was made by another version of the program. Ask the other council for one "
            "of version 1."
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object in which a key stands twice: two readers could see different plans."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _cleaned(told: Any) -> Any:
    """Return the sheet with every text in one form, without signs that nobody types."""
    if isinstance(told, str):
        return "".join(each for each in composed(told) if each in "\n\t" or each.isprintable())
    if isinstance(told, list):
        return [_cleaned(each) for each in told]
    if isinstance(told, dict):
        return {name: _cleaned(value) for name, value in told.items()}
    return told


def _check_files(archive: Archive, pack: Pack, most: int) -> None:
    """Hold what is in the zip against the sheet: no more, no less, and each as it was."""
    if set(archive.heads) != {SHEET, *(paper.file for paper in pack.papers)}:
        raise BadPackError("The files in the pack are not those that its sheet names.")
    for paper in pack.papers:
        if archive.zip.getinfo(paper.file).file_size > most:
            raise BadPackError(f"The paper “{paper.title}” is too large.")
        content = archive.read(paper.file)
        if len(content) != paper.size or hashlib.sha256(content).hexdigest() != paper.sha256:
            raise BadPackError(f"The paper “{paper.title}” was changed after the pack was made.")


def _stored(gate: Gate, archive: Archive, pack: Pack) -> Iterable[tuple[PackPaper, Kept]]:
    found: list[tuple[PackPaper, Kept]] = []
    try:
        for paper in pack.papers:
            ending = paper.file.rpartition(".")[2]
            content = BytesIO(archive.read(paper.file))
            found.append((paper, uploads.receive(gate, content, f"{paper.title}.{ending}")))
    except Unwanted as unwanted:
        drop(gate, found)
        raise BadPackError(f"The paper “{paper.title}”: {unwanted}") from None
    return found


def drop(gate: Gate, papers: Iterable[tuple[PackPaper, Kept]]) -> None:
    """Take papers out of the store again that no row will name."""
    for _paper, kept in papers:
        for key in (kept.key, kept.sealed_key):
            if key:
                gate.storage.delete(key)
