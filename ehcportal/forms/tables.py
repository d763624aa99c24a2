"""Taking values out of one TOML table, with a fault for each that is not as it should be."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from ehcportal.forms.faults import Place

Kind = TypeVar("Kind", bound=StrEnum)


class Table:
    """One table of a form file, read key by key; ``finish`` reports the keys nobody asked for."""

    def __init__(self, raw: Mapping[str, object], place: Place, language: str) -> None:
        """Read from ``raw``, reporting to ``place``, choosing texts in ``language``."""
        self.raw = raw
        self.place = place
        self.language = language
        self._known: set[str] = set()

    def value(self, key: str) -> object:
        """The raw value, or None; the key counts as known from now on."""
        self._known.add(key)
        return self.raw.get(key)

    def text(self, key: str, *, must: bool = False) -> str:
        """A text: one string, or a table of strings by language (English where it has no other)."""
        value = self.value(key)
        if isinstance(value, Mapping):
            value = value.get(self.language) or value.get("en") or next(iter(value.values()), "")
        if value is None:
            if must:
                self.place.fault(f"`{key}` is missing. Write it")
            return ""
        if not isinstance(value, str):
            self.place.fault(f"`{key}` must be a text, or a table of texts by language")
            return ""
        if must and not value.strip():
            self.place.fault(f"`{key}` is empty. Write it")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Paragraphs: one text, or a list of texts."""
        value = self.value(key)
        if not isinstance(value, list):
            text = self.text(key)
            return (text,) if text else ()
        parts = [Table({key: part}, self.place, self.language).text(key) for part in value]
        return tuple(part for part in parts if part)

    def words(self, key: str) -> tuple[str, ...]:
        """A list of plain words, such as values to compare with."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.place.fault(f"`{key}` must be a list of texts")
            return ()
        return tuple(str(word) for word in value)

    def number(self, key: str, *, must: bool = False) -> int:
        """A whole number of at least 1; 0 when it is not given."""
        value = self.value(key)
        if value is None and not must:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.place.fault(f"`{key}` must be a whole number, 1 or more")
            return 0
        return value

    def yes(self, key: str, *, otherwise: bool = False) -> bool:
        """True or false."""
        value = self.value(key)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            self.place.fault(f"`{key}` must be true or false")
            return otherwise
        return value

    def one_of(self, key: str, kinds: type[Kind], otherwise: Kind | None = None) -> Kind | None:
        """One member of a closed set."""
        value = self.value(key)
        if value is None and otherwise is not None:
            return otherwise
        if isinstance(value, str) and value in {kind.value for kind in kinds}:
            return kinds(value)
        if value is None:
            self.place.fault(f"`{key}` is missing. Write one of: {', '.join(kinds)}")
            return otherwise
        choices = ", ".join(kind.value for kind in kinds)
        meant = did_you_mean(value, kinds)
        self.place.fault(f"`{key}` is {value!r}; it must be one of: {choices}.{meant}")
        return otherwise

    def tables(self, key: str) -> Sequence[Mapping[str, object]]:
        """A list of tables."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            self.place.fault(f"`{key}` must be a list of tables")
            return ()
        return value

    def finish(self) -> None:
        """Report keys that mean nothing here: mostly misspelt ones."""
        for key in sorted(self.raw.keys() - self._known):
            meant = did_you_mean(key, self._known)
            self.place.fault(f"unknown key `{key}`. Take it out, or put it right.{meant}")


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """Return a question that offers the nearest known word; nothing when none is near."""
    near = get_close_matches(str(written), list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""
