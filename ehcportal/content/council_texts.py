"""What a council's own text files say, and everything that is wrong with them, before a start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehcportal.content import plan_words
from ehcportal.content.checks import LATE, VARIANTS, YOUNG_PERSON
from ehcportal.content.guidance import Guidance, load_guidance, own_guidance
from ehcportal.content.letters import letter_book
from ehcportal.content.texts import ContentError, read_toml
from ehcportal.content.voices import load_voices

CONTENT = "content"
MARK = ".checked"
"""The file in ``instance/content`` whose time says when the texts were last checked and sound."""

WHERE = "cards go into guidance/, letters into letters/, and both end with .toml"
READ = ("common.toml", plan_words.COUNCIL_FILE, "guidance/*.toml", "letters/*.toml", MARK)


@dataclass(frozen=True, slots=True)
class CouncilTexts:
    """The texts as they would be once they are checked.

    ``own`` names every text of the council, as "thinking.late.next". With a fault the product's own
    texts stand in ``book``. ``hints`` are no faults: a text of ours beside one of the council's.
    """

    book: Guidance
    own: tuple[str, ...]
    faults: tuple[str, ...]
    hints: tuple[str, ...]

    def own_parts(self, situation: str) -> tuple[str, ...]:
        """Return the texts that the council changed in one situation."""
        parts = [each.partition(".") for each in self.own]
        return tuple(part for of, _, part in parts if of == situation)


def examine(instance: Path) -> CouncilTexts:
    """Read the council's files afresh; never raises for what is wrong with them."""
    folder = instance / CONTENT
    letters = letter_book(folder)
    faults = [*_unread(folder), *_faults_of_voices(instance), *letters.all_faults]
    faults += plan_words.faults(folder)
    book = own_guidance()
    try:
        book = load_guidance(folder)
    except ContentError as wrong:
        faults += wrong.faults
    own = () if faults else (*_own(folder), *letters.own, *plan_words.own(folder))
    hints = tuple(_hints(own, own_guidance().cards))
    shown = tuple(each.replace(f"{instance}/", "") for each in faults)
    return CouncilTexts(book=book, own=own, faults=shown, hints=hints)


def mark_of(instance: Path) -> int:
    """Return when the texts were last checked and sound; 0 if they never were."""
    try:
        return (instance / CONTENT / MARK).stat().st_mtime_ns
    except OSError:
        return 0


def _unread(folder: Path) -> Iterator[str]:
    """Yield each file in which somebody hopes to change a text, and that nothing reads."""
    read = {path for pattern in READ for path in folder.glob(pattern)}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path not in read:
            yield f"{path}: nothing reads this file; {WHERE}"


def _faults_of_voices(instance: Path) -> tuple[str, ...]:
    try:
        load_voices.__wrapped__(instance)
    except ContentError as wrong:
        return wrong.faults
    return ()


def _own(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "guidance").glob("*.toml")):
        yield from _names(read_toml(path))
    if (folder / "common.toml").is_file():
        yield from _names({"common": read_toml(folder / "common.toml")})


def _names(tables: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key, value in tables.items():
        if isinstance(value, Mapping) and "en" not in value:
            yield from _names(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def _hints(own: tuple[str, ...], cards: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the variants that stay ours, and would say other things than the council's text."""
    readers = {YOUNG_PERSON: "a young person", LATE: "whoever waits too long"}
    for name in own:
        situation, _, part = name.partition(".")
        for variant in VARIANTS:
            stays = part in cards.get(situation, {}).get(variant, {})
            if stays and f"{situation}.{variant}.{part}" not in own:
                yield f"{situation}.{variant}.{part}: {readers[variant]} still reads our text here"
