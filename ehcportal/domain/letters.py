"""Letters in one form, whatever keyboard they came from, in time that grows with their number."""

import unicodedata
from functools import lru_cache
from typing import Final, Literal

MOST_MARKS: Final = 30
"""Marks on one letter (Unicode UAX 15, Stream-Safe Text Format). No language needs as many."""


def composed(text: str, form: Literal["NFC", "NFKD"] = "NFC") -> str:
    """Return ``text`` in a normal form of Unicode; marks beyond thirty on one letter are dropped.

    Putting the marks of one letter in order takes time that grows with the square of their number:
    a hostile page of accents would stop every other request for minutes.
    """
    return text if text.isascii() else unicodedata.normalize(form, "".join(_bearable(text)))


def _bearable(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if _is_mark(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return kept


@lru_cache(maxsize=4096)
def _is_mark(sign: str) -> bool:
    """Whether ``sign``, taken apart, begins with a mark; a few look like letters until then."""
    return unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]) != 0
