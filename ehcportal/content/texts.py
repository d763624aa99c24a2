"""A text: one string, or one for each language, with names in braces that are filled in."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

ENGLISH = "en"

Text = str | Mapping[str, str]

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
SENTENCE_START = re.compile(r"(^|[.?!]\s+)([a-z])")


class ContentError(Exception):
    """A text file is wrong; the message has one line for each fault, with its file and key."""

    def __init__(self, faults: list[str]) -> None:
        """Join the faults, one a line, and keep each for whoever wants to count them."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; raises ContentError that names the file if it is broken."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError([f"{path}: {error}"]) from error


def in_language(text: Text, language: str = ENGLISH) -> str:
    """Return a text in a language, or in English where it was not translated."""
    if isinstance(text, str):
        return text
    return text.get(language, text[ENGLISH])


def faults_of_text(text: object) -> list[str]:
    """Return what is wrong with the shape of a text: nothing, for a good one."""
    if isinstance(text, str):
        return [] if text.strip() else ["the text is empty"]
    if not isinstance(text, Mapping):
        return ["must be a text, or a table of texts by language"]
    faults = [f"{key!r} is no language" for key in text if not LANGUAGE.match(str(key))]
    if ENGLISH not in text:
        faults.append("the English text (en) is missing")
    faults += [
        f"{key}: must be a text"
        for key, each in text.items()
        if not isinstance(each, str) or not each.strip()
    ]
    return faults


def every_language(text: Text) -> tuple[str, ...]:
    """Return a text in all the languages it has."""
    return (text,) if isinstance(text, str) else tuple(text.values())


def names_in(text: str) -> set[str]:
    """Return the names in braces; raises ValueError for braces that do not match."""
    names = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            raise ValueError(f"{{{name}}} is no plain name")
        names.add(name)
    return names


def fill(text: str, values: Mapping[str, object], instead: Mapping[str, str]) -> str:
    """Return a text with every name filled: by its value, or by the words that stand in for it.

    Values are put in as they are and never read as a text themselves, so a brace in a name stays
    a brace. Sentences start with a capital whatever was filled in.
    """
    parts: list[str] = []
    for literal, name in _parts(text):
        parts.append(literal)
        if name is not None:
            parts.append(_value(name, values, instead))
    return SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), "".join(parts))


@lru_cache(1000)
def _parts(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return the pieces of a text of ours, each with the name that follows it."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(text))


def _value(name: str, values: Mapping[str, object], instead: Mapping[str, str]) -> str:
    value = values.get(name)
    known = "" if value is None else str(value).strip()
    return known or instead.get(name, "")
