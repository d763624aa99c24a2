"""What has changed between two versions of a plan: line by line, and in a line word by word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

Part = tuple[str, str]
"""A part of a line and what it says: ("", text), ("how_often", "once a week")."""


class Change(StrEnum):
    """What became of something from one version to the next."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Worded:
    """A line as it is compared; ``key`` is the same in every version."""

    key: str
    section: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, came or went."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of a line, word by word."""

    name: str
    stretches: tuple[Stretch, ...]

    @property
    def change(self) -> Change:
        """What became of the part as a whole."""
        kinds = {each.change for each in self.stretches}
        return kinds.pop() if len(kinds) == 1 else Change.CHANGED


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of either version."""

    key: str
    section: str
    change: Change
    parts: tuple[PartChange, ...]


def differences(before: Iterable[Worded], after: Iterable[Worded]) -> tuple[LineChange, ...]:
    """Return every line that came, went or reads otherwise.

    They stand in the order of the new version, what went after what stayed. A line that only
    stands elsewhere in its section says the same, and is no difference.
    """
    old = {each.key: each for each in before}
    new = {each.key: each for each in after}
    compared = [_compared(old.get(key), line) for key, line in new.items()]
    compared += [_compared(line, None) for key, line in old.items() if key not in new]
    return tuple(each for each in compared if each.change is not Change.SAME)


def _compared(old: Worded | None, new: Worded | None) -> LineChange:
    line = new or old
    assert line is not None
    before, after = dict(old.parts if old else ()), dict(new.parts if new else ())
    names = dict.fromkeys([*after, *before])
    parts = tuple(
        PartChange(name, tuple(stretches(before.get(name, ""), after.get(name, ""))))
        for name in names
        if before.get(name) or after.get(name)
    )
    return LineChange(line.key, line.section, _change(old, new, parts), parts)


def _change(old: Worded | None, new: Worded | None, parts: tuple[PartChange, ...]) -> Change:
    if old is None:
        return Change.ADDED
    if new is None:
        return Change.REMOVED
    moved = old.section != new.section
    is_same = all(each.change is Change.SAME for each in parts) and not moved
    return Change.SAME if is_same else Change.CHANGED


def stretches(before: str, after: str) -> Iterator[Stretch]:
    """Yield the words of both texts in reading order; of what was replaced the old come first."""
    old, new = before.split(), after.split()
    for tag, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        gone, came = " ".join(old[from_old:to_old]), " ".join(new[from_new:to_new])
        if tag == "equal":
            yield Stretch(Change.SAME, came)
            continue
        if gone:
            yield Stretch(Change.REMOVED, gone)
        if came:
            yield Stretch(Change.ADDED, came)
