"""The changes that a notice proposes, in words: what stood there, and what shall (Reg 22(2)(a))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ehcportal.content.labels import label
from ehcportal.domain.plan_differences import Change, LineChange, PartChange
from ehcportal.queries.plan_pages import ShownPlan

TAKEN_OUT, NEW = "− ", "+ "
"""The signs before words that go and words that come: no reader needs a colour for it."""


@dataclass(frozen=True, slots=True)
class SaidChange:
    """One line that changes, by its number, with the words of before and after."""

    title: str
    lines: tuple[str, ...]


def said(
    changes: Iterable[LineChange], before: ShownPlan, after: ShownPlan
) -> tuple[SaidChange, ...]:
    """Return every change in words, in the order of the new version."""
    return tuple(
        SaidChange(
            f"{after.number(each.key) or before.number(each.key)}: "
            f"{label('difference', each.change)}",
            tuple(line for part in each.parts for line in _part(part)),
        )
        for each in changes
    )


def _part(part: PartChange) -> Iterator[str]:
    if part.change is Change.SAME:
        return
    name = f"{part.name}: " if part.name else ""
    old = " ".join(each.text for each in part.stretches if each.change is not Change.ADDED)
    new = " ".join(each.text for each in part.stretches if each.change is not Change.REMOVED)
    if old:
        yield f"{TAKEN_OUT}{label('plan_line', 'before')}: {name}{old}"
    if new:
        yield f"{NEW}{label('plan_line', 'now')}: {name}{new}"


def as_words(found: Iterable[SaidChange]) -> str:
    """Return the changes as paragraphs of a letter."""
    return "\n\n".join("\n".join((each.title, *each.lines)) for each in found)
