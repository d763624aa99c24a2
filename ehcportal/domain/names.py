"""Names of people folded for order and search, the same on every database."""

import unicodedata

from ehcportal.domain.letters import composed

APOSTROPHES = str.maketrans("", "", "'’‘`´")


def fold(text: str) -> str:
    """Return ``text`` without case, accents, apostrophes and other signs, its words by one space.

    "O’Brien-Łuç" and "OBRIEN LUC" are found with the same letters.
    """
    plain = text.translate(APOSTROPHES).casefold().replace("ł", "l").replace("ø", "o")
    letters = "".join(sign for sign in composed(plain, "NFKD") if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def folded_name(forename: str, surname: str) -> str:
    """Return the sort key of a whole name: the surname first, as lists are ordered."""
    return f"{fold(surname)} {fold(forename)}".strip()[:210]


def turned_name(forename: str, surname: str) -> str:
    """Return a whole name as it is said, the forename first, for search alone."""
    return f"{fold(forename)} {fold(surname)}".strip()[:210]


MOST_WORDS = 5
"""Words of a name beyond which nobody turns it round."""


def whole_names(typed: str) -> tuple[str, ...]:
    """Return how a typed name can begin in the index: as it stands, and with its words turned.

    People say "Maya Okafor" on the telephone, and lists have "okafor maya".
    """
    words = fold(typed).split()
    if not 1 < len(words) <= MOST_WORDS:
        return (" ".join(words),)
    turned = (" ".join((*words[at:], *words[:at])) for at in range(len(words)))
    return tuple(dict.fromkeys(turned))
