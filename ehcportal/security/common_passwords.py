"""Passwords that are guessed first: the common ones, simple patterns, and people's own names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "common_passwords.txt"
TAIL = 5
"""Digits and signs around a common word that make it no harder to guess: ``Summer2026!``."""

OWN_SIGNS = 6
"""Letters and digits that must be left once names are taken out."""

SHORTEST_NAME = 3
LONGEST_PERIOD = 5
LIKE_LETTERS = str.maketrans("013457@$!|", "oieastasil")
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
)


@cache
def common() -> frozenset[str]:
    """Return the list, read once."""
    return frozenset(LIST.read_text("utf-8").split())


def is_common(password: str) -> bool:
    """Whether many people use this password, or one that differs only by simple tricks."""
    plain = _folded(password)
    squeezed = "".join(plain.split())
    return any(
        word in common() or _is_word_with_tail(word) or _is_pattern(word)
        for word in (plain, squeezed, squeezed.translate(LIKE_LETTERS))
    )


def is_made_of(password: str, names: Iterable[str]) -> bool:
    """Whether little is left of a password once these names are taken out of it."""
    found = False
    left = _plain(password)
    for part in sorted(_parts(names), key=len, reverse=True):
        found = found or part in left
        left = left.replace(part, "")
    return found and len(left) < OWN_SIGNS


def _parts(names: Iterable[str]) -> set[str]:
    words = {_plain(word) for name in names for word in re.split(r"[\W_]+", name)}
    whole = {_plain(name) for name in names}
    return {part for part in words | whole if len(part) >= SHORTEST_NAME}


def _is_word_with_tail(password: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    if core not in common():
        return False
    rest = password.replace(core, "", 1)
    return len(rest) <= TAIL or rest in common() or _is_pattern(rest)


def _is_pattern(password: str) -> bool:
    """Whether the password repeats a few signs, or follows a row of the keyboard."""
    repeats = any(
        password == (password[:period] * len(password))[: len(password)]
        for period in range(1, LONGEST_PERIOD + 1)
    )
    return repeats or any(_follows(password, row) for row in ROWS)


def _follows(password: str, row: str) -> bool:
    around = row * (len(password) // len(row) + 2)
    return password in around or password[::-1] in around


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _plain(text: str) -> str:
    return "".join(sign for sign in _folded(text) if sign.isalnum())
