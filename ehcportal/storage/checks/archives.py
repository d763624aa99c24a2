"""Zip containers, opened with care: every part is unpacked once and counted."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO, Final

from ehcportal.storage.checks.kinds import MEGABYTE, Limits
from ehcportal.storage.checks.refusals import Reason, RefusalError

ENCRYPTED: Final = 0x1
PIECE: Final = 256 * 1024
HEAD: Final = 16
FAIR_SIZE: Final = 20 * MEGABYTE
"""Below this many unpacked bytes nobody asks how well they were packed."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened container whose parts are known to unpack to a bearable size."""

    zip: zipfile.ZipFile
    heads: dict[str, bytes]
    """The first bytes of each part, by its name."""

    def read(self, name: str) -> bytes:
        """Return a whole part. Raises ``RefusalError`` when it is not there."""
        if name not in self.heads:
            raise RefusalError(Reason.DAMAGED)
        return self.zip.read(name)


def open_archive(file: BinaryIO, limits: Limits) -> Archive:
    """Open a zip and unpack each part once to measure it; what a part claims is not believed.

    Raises ``RefusalError`` for bombs, passwords, doubled or climbing names and broken sums.
    """
    try:
        opened = zipfile.ZipFile(file)
        infos = opened.infolist()
        _check_names(infos, limits)
        return Archive(opened, _measured(opened, infos, limits))
    except RefusalError:
        raise
    except Exception:  # zipfile raises a wide choice of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None


def _check_names(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.parts:
        raise RefusalError(Reason.TOO_COMPLEX)
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise RefusalError(Reason.PASSWORD)
    names = [info.filename.lower() for info in infos]
    if len(set(names)) != len(names):
        raise RefusalError(Reason.DAMAGED)
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise RefusalError(Reason.DAMAGED)


def _measured(
    opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo], limits: Limits
) -> dict[str, bytes]:
    heads: dict[str, bytes] = {}
    packed = unpacked = 0
    for info in infos:
        packed += info.compress_size
        with opened.open(info) as part:
            heads[info.filename] = part.read(HEAD)
            unpacked += len(heads[info.filename])
            while piece := part.read(PIECE):
                unpacked += len(piece)
                _check_size(unpacked, packed, limits)
    return heads


def _check_size(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise RefusalError(Reason.TOO_COMPLEX)
    if unpacked > FAIR_SIZE and unpacked > packed * limits.unpacked_ratio:
        raise RefusalError(Reason.TOO_COMPLEX)
