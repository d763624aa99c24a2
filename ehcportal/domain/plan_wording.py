"""Words that promise nothing: provision must be detailed, specific and mostly in numbers."""

import re
from collections.abc import Collection, Iterable
from functools import cache


def vague_in(texts: Iterable[str], phrases: Collection[str]) -> list[str]:
    """Return which of the phrases stand in the texts as whole words, in the order given.

    A plan must say what is given, by whom, how much and how often (Code 9.69): "access to" or "as
    appropriate" leaves that open, and nobody could say later whether it was given.
    """
    read = "\n".join(texts)
    return [each for each in phrases if _as_words(each).search(read)]


@cache
def _as_words(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


OTHERWISE = re.compile(r"\b(eotas|eotis|otherwise than (at|in) (a )?(school|college))\b", re.I)
"""How people write that education is given elsewhere than in a school (section 61 of the Act)."""


def names_otherwise(texts: Iterable[str]) -> bool:
    """Say whether a line says in so many words that education is given outside a school."""
    return any(OTHERWISE.search(each) for each in texts)
