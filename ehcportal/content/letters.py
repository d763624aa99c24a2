"""Letters as data: blocks with names in braces, the product's own and those of the council."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ehcportal.content.letter_checks import COMMON, faults_in_common, faults_in_letter
from ehcportal.content.texts import ENGLISH, ContentError, Text, in_language, read_toml

FOLDER = Path(__file__).with_name("letters")
LETTERS = "letters"
"""The folder of a council's own letters, within ``instance/content``."""


@dataclass(frozen=True, slots=True)
class LetterBlock:
    """A part of a letter. With ``when`` it stands only if that name is known."""

    key: str
    heading: Text
    text: Text
    when: str


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A letter with nothing filled in yet. ``by_hand`` says that staff write it from the list."""

    key: str
    title: Text
    kind: str
    by_hand: bool
    blocks: tuple[LetterBlock, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of all its words: which wording a letter was made from."""
        told = [self.title, *([each.key, each.heading, each.text] for each in self.blocks)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def heading(self, language: str = ENGLISH) -> str:
        """The title with its names still in braces."""
        return in_language(self.title, language)


@dataclass(frozen=True, slots=True)
class LetterBook:
    """Every letter that can be made, and what is wrong with those that cannot.

    ``faults`` are by letter; those of the common file stop every letter and stand under all keys.
    """

    letters: Mapping[str, LetterTemplate]
    names: Mapping[str, Text]
    faults: Mapping[str, tuple[str, ...]]
    own: tuple[str, ...] = ()

    def letter(self, key: str) -> LetterTemplate:
        """Return a letter. Raises ``ContentError`` with its faults, ``KeyError`` for no letter."""
        if key in self.faults:
            raise ContentError(list(self.faults[key]))
        return self.letters[key]

    @property
    def all_faults(self) -> tuple[str, ...]:
        """Every fault once."""
        return tuple(dict.fromkeys(each for found in self.faults.values() for each in found))


def letter_book(council: Path | None = None) -> LetterBook:
    """Return the letters, with those in the council's content folder laid over them.

    A letter with a fault cannot be made until it is mended; the others can. Nothing is ever sent in
    words that the council replaced: its files are looked at each time, and read when they changed.
    """
    own = council / LETTERS if council else None
    return _book(own, _state(own))


def _state(own: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return what tells that a council's file was changed: its name, when, and its size."""
    files = sorted(own.glob("*.toml")) if own else []
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@lru_cache(maxsize=8)
def _book(own: Path | None, _written: tuple[tuple[str, int, int], ...]) -> LetterBook:
    common, wrong, ours = _common(own)
    keys = [*_keys(FOLDER), *(key for key in (_keys(own) if own else ()))]
    letters, faults, changed = {}, {}, [f"letters.common.{each}" for each in ours]
    for key in dict.fromkeys(keys):
        made, found, its_own = _letter(key, own, common)
        changed += [f"letters.{key}.{each}" for each in its_own]
        if wrong or found:
            faults[key] = (*wrong, *found)
        elif made is not None:
            letters[key] = made
    names = common.get("placeholders", {})
    return LetterBook(
        MappingProxyType(letters), MappingProxyType(names), MappingProxyType(faults), tuple(changed)
    )


def _keys(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.toml") if path.stem != COMMON)


def _read(path: Path | None) -> tuple[dict[str, Any], list[str]]:
    try:
        return (read_toml(path) if path and path.is_file() else {}), []
    except ContentError as broken:
        return {}, list(broken.faults)


def _common(own: Path | None) -> tuple[dict[str, Any], tuple[str, ...], list[str]]:
    """Return what all letters share, what is wrong with it, and what of it is the council's."""
    common = read_toml(FOLDER / f"{COMMON}.toml")
    path = own / f"{COMMON}.toml" if own else None
    tables, faults = _read(path)
    faults += [f"{path}: {each}" for each in faults_in_common(tables, common["placeholders"])]
    if faults:
        return common, tuple(faults), []
    blocks = tables.get("blocks", {})
    merged = {key: {**common["blocks"].get(key, {}), **each} for key, each in blocks.items()}
    return {**common, "blocks": {**common["blocks"], **merged}}, (), list(blocks)


def _letter(
    key: str, own: Path | None, common: Mapping[str, Any]
) -> tuple[LetterTemplate | None, tuple[str, ...], list[str]]:
    """Return one letter, what is wrong with it, and which of its blocks are the council's."""
    name = f"{key}.toml"
    ours, _ = _read(FOLDER / name)
    path = own / name if own else None
    theirs, broken = _read(path)
    where = path if theirs else FOLDER / name
    whole = {**ours, **theirs, "block": _laid_over(ours, theirs)}
    faults = broken or [f"{where}: {each}" for each in faults_in_letter(key, whole, common)]
    changed = [
        str(each.get("key", "?")) for each in theirs.get("block", []) if isinstance(each, dict)
    ]
    changed += ["title"] if "title" in theirs else []
    return (None if faults else _made(key, whole, common)), tuple(faults), changed


def _laid_over(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Any]:
    """Return our blocks with the council's in their places, and its new ones where it says."""
    blocks = list(ours.get("block", []))
    places = {each["key"]: number for number, each in enumerate(blocks)}
    for each in theirs.get("block", []):
        key = _key(each)
        if key in places:
            blocks[places[key]] = {**blocks[places[key]], **each}
        else:
            blocks.append(each)
    left_out = theirs.get("leave_out", [])
    ordered = _in_order(blocks, set(places))
    return [each for each in ordered if _key(each) not in left_out]


def _key(block: Any) -> str:
    return str(block.get("key", "")) if isinstance(block, dict) else ""


def _in_order(blocks: list[Any], ours: set[str]) -> Iterator[Any]:
    """Yield the blocks, each new one after the one that it names, else at the end."""
    following: dict[str, list[Any]] = {}
    rest: list[Any] = []
    for each in blocks:
        is_new = (
            isinstance(each, dict) and each.get("key") not in ours and each.get("after") in ours
        )
        following.setdefault(each["after"], []).append(each) if is_new else rest.append(each)
    for each in rest:
        yield each
        yield from following.get(_key(each), [])


def _made(key: str, whole: Mapping[str, Any], common: Mapping[str, Any]) -> LetterTemplate:
    return LetterTemplate(
        key=key,
        title=whole["title"],
        kind=whole["kind"],
        by_hand=bool(whole.get("by_hand", False)),
        blocks=tuple(_blocks(whole["block"], common["blocks"])),
    )


def _blocks(
    blocks: Iterable[Mapping[str, Any]], common: Mapping[str, Any]
) -> Iterator[LetterBlock]:
    for each in blocks:
        whole = {**common.get(each["key"], {}), **each}
        yield LetterBlock(
            each["key"], whole.get("heading", ""), whole["text"], whole.get("when", "")
        )
