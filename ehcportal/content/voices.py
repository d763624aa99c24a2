"""What a child and their parents are asked about, and the symbols to choose from (row S03)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ehcportal.content.texts import ENGLISH, ContentError, faults_of_text, in_language, read_toml

OWN_FILE = Path(__file__).with_name("voices.toml")
COUNCIL_FILE = "voices.toml"
ABOUT_ME, MY_VIEWS, SYMBOLS = "about_me", "my_views", "symbols"
PARTS = ("title", "ask")
KEY_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to tell about: a heading, and a question that helps to begin."""

    key: str
    title: str
    ask: str


@dataclass(frozen=True, slots=True)
class Voices:
    """All topics of both pages, and the words below the symbols."""

    tables: Mapping[str, Mapping[str, Any]]

    def topics(self, page: str, language: str = ENGLISH) -> list[Topic]:
        """Return the topics of a page, in order."""
        return [
            Topic(key, in_language(each["title"], language), in_language(each["ask"], language))
            for key, each in self.tables[page].items()
            if each["title"]
        ]

    def topic(self, page: str, key: str, language: str = ENGLISH) -> Topic | None:
        """Return one topic, or nothing when no file names it."""
        return next((each for each in self.topics(page, language) if each.key == key), None)

    def symbols(self, language: str = ENGLISH) -> dict[str, str]:
        """Return the word below each symbol, by its key."""
        return {key: in_language(text, language) for key, text in self.tables[SYMBOLS].items()}


@cache
def load_voices(instance: Path | None = None) -> Voices:
    """Read the topics, with a council's own file over them; raises ContentError."""
    tables = {name: dict(each) for name, each in read_toml(OWN_FILE).items()}
    own = instance / COUNCIL_FILE if instance else None
    if own is not None and own.is_file():
        above = read_toml(own)
        faults = [f"{own}: {fault}" for fault in _faults(above, tables)]
        if faults:
            raise ContentError(faults)
        _lay_over(tables, above)
    return Voices(tables)


def voices_of(instance: Path) -> Voices:
    """Return the council's topics and symbols; the product's own while their file is faulty."""
    try:
        return load_voices(instance)
    except ContentError:
        return load_voices()


def _lay_over(tables: dict[str, dict[str, Any]], above: Mapping[str, Any]) -> None:
    for name, rows in above.items():
        for key, row in rows.items():
            known = tables[name].get(key)
            tables[name][key] = {**known, **row} if isinstance(known, dict) else row


def _faults(above: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, rows in above.items():
        if name not in known or not isinstance(rows, Mapping):
            yield f"{name}: no such table"
            continue
        for key, row in rows.items():
            of_row = _symbol_faults if name == SYMBOLS else _topic_faults
            yield from (f"{name}.{key}: {fault}" for fault in of_row(key, row, known[name]))


def _symbol_faults(key: str, row: object, known: Mapping[str, Any]) -> Iterator[str]:
    if key not in known:
        yield "no such symbol"
    yield from faults_of_text(row)


def _topic_faults(key: str, row: object, known: Mapping[str, Any]) -> Iterator[str]:
    if len(key) > KEY_LENGTH:
        yield f"a name has up to {KEY_LENGTH} letters"
    if not isinstance(row, Mapping):
        yield "must be a table with title and ask"
        return
    yield from (f"{part}: no such part" for part in row if part not in PARTS)
    if key not in known:
        yield from (f"{part} is missing" for part in PARTS if part not in row)
    taken_away = row.get("title") == ""
    for part in PARTS:
        if part in row and not (taken_away and part == "title"):
            yield from (f"{part}: {fault}" for fault in faults_of_text(row[part]))
