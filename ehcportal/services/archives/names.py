"""Names of the files in an archive: safe on every system, numbered, and by date."""

import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final

from ehcportal import clock

LONGEST: Final = 80
"""Characters of a title; Windows takes 260 for a whole path."""

MOST_BYTES: Final = 200
"""Bytes of a title; file systems of Linux take 255 for a name, with its number, day and ending."""

FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]+')
ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


def safe(title: str) -> str:
    """Return a title as part of a file name: no path, no control sign, no sign of direction."""
    shown = "".join(sign for sign in title if unicodedata.category(sign)[0] != "C")
    plain = " ".join(FORBIDDEN.sub(" ", shown).split())
    short = plain[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore")
    return short.strip(" .") or "-"


def numbered(folder: str, number: int, at: datetime, title: str, ending: str) -> str:
    """Return a whole name, as ``1 Documents/003 2026-11-02 Advice.pdf``."""
    day = clock.london_day(at).isoformat()
    return f"{folder}/{number:03} {day} {safe(title)}{ending}"


def ending_of(name: str) -> str:
    """Return the ending of a file's own name with its dot, or nothing."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix
    return ending.lower() if ENDING.fullmatch(ending) else ""


def without_ending(title: str) -> str:
    """Return a title that may be a file's own name without its ending."""
    ending = ending_of(title)
    return title[: -len(ending)] if ending else title
