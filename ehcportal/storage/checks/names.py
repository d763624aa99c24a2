"""The name a file is shown and downloaded under: what its owner called it, made harmless."""

import re
import unicodedata
from typing import Final

from ehcportal.domain.letters import composed
from ehcportal.storage.checks.kinds import KINDS, Kind

LONGEST: Final = 120
"""Characters, extension included; in UTF-8 at most 240 bytes, which file systems can hold."""
MOST_BYTES: Final = 240
LONGEST_CLAIMED: Final = 1000
"""Characters of a claimed name that are looked at; no system keeps longer ones."""
JOINERS: Final = frozenset("\u200c\u200d")
"""Words in Persian, Bengali and other scripts need them; all other format marks go."""

FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00]')
DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
NAMELESS: Final = "file"
EXTENSIONS: Final = frozenset(name for kind in KINDS.values() for name in kind.extensions)


def safe_name(claimed: str, kind: Kind) -> str:
    """Return ``claimed`` without path, control and direction marks, ending as ``kind`` does.

    Marks that turn the writing direction can make "exe.pdf" of a program (Unicode TR36); they go.
    The extension of another kind of ours is replaced by that of what the file really is; any other
    ending is taken for words, and ours follows.
    """
    stem = _without_extension(_visible(claimed))
    if not stem or DEVICE.fullmatch(stem):
        stem = f"{NAMELESS}-{stem}".rstrip("-")
    return _shortened(stem, kind.extension)


def claimed_extension(claimed: str) -> str:
    """Return what follows the last dot of the cleaned name, in small letters, without the dot."""
    return _visible(claimed).rpartition(".")[2].lower() if "." in claimed else ""


def _visible(claimed: str) -> str:
    last = re.split(r"[/\\]", composed(claimed[:LONGEST_CLAIMED]))[-1]
    kept = "".join(letter for letter in last if _is_kept(letter))
    return " ".join(FORBIDDEN.sub("-", kept).split()).strip(". ")


def _is_kept(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _without_extension(name: str) -> str:
    stem, dot, end = name.rpartition(".")
    if not dot:
        return end
    return stem.strip(". ") if end.lower() in EXTENSIONS else name


def _shortened(stem: str, extension: str) -> str:
    stem = stem[: LONGEST - len(extension)]
    room = MOST_BYTES - len(extension)
    return stem.encode("utf-8")[:room].decode("utf-8", "ignore").rstrip(". ") + extension
