"""Children and young people: their names folded for search."""

import unicodedata


def folded(text: str) -> str:
    """Return ``text`` without case and accents, so that search and order are the same everywhere."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def folded_name(forename: str, surname: str) -> str:
    """Return surname and forename, folded, in the order in which lists stand."""
    return folded(f"{surname} {forename}")
