"""A version of a plan as people read it: every line with its number, in words (guide row U13)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from ehcportal.content import plan_words
from ehcportal.content.labels import label
from ehcportal.domain.dates import date_words
from ehcportal.domain.plan_differences import LineChange, Worded, differences
from ehcportal.models.plan import Section
from ehcportal.queries import plans
from ehcportal.queries.plan_sources import Source
from ehcportal.queries.plans import Head, Line, Voice, Whole


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in words. ``number`` is its place in the section, as everybody names it: F2."""

    key: str
    number: str
    section: Section
    area: str
    text: str
    details: tuple[tuple[str, str], ...]
    goes_with: tuple[str, ...]
    sources: tuple[str, ...]
    voice: Voice | None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section under its letter (Reg 12(1)), empty ones too."""

    letter: Section
    title: str
    lines: tuple[ShownLine, ...]

    @property
    def areas(self) -> tuple[tuple[str, tuple[ShownLine, ...]], ...]:
        """The lines by area of need, in the order in which the areas first come."""
        names = dict.fromkeys(each.area for each in self.lines)
        return tuple(
            (name, tuple(each for each in self.lines if each.area == name)) for name in names
        )


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A whole version in words."""

    head: Head
    sections: tuple[ShownSection, ...]
    named_setting: str | None = None
    """The id of the setting of the list that section I names."""

    @property
    def lines(self) -> tuple[ShownLine, ...]:
        """Every line, in order."""
        return tuple(line for each in self.sections for line in each.lines)

    def line(self, key: str) -> ShownLine | None:
        """Return one line."""
        return next((each for each in self.lines if each.key == key), None)

    def number(self, key: str | None) -> str:
        """Return how a line is named; empty when this version does not have it."""
        found = self.line(key) if key else None
        return found.number if found else ""


def served(session: Session, case_id: str) -> list[Head]:
    """Return the versions that were served, the newest first: what is being written is not."""
    return [each for each in plans.versions(session, case_id) if each.served_on]


def shown(whole: Whole) -> ShownPlan:
    """Put a version into words."""
    numbers = {
        line.key: f"{letter}{number}"
        for letter, lines in whole.sections()
        for number, line in enumerate(lines, start=1)
    }
    return ShownPlan(
        head=whole.head,
        sections=tuple(
            ShownSection(
                letter,
                plan_words.section_title(letter),
                tuple(_line(whole, line, numbers) for line in lines),
            )
            for letter, lines in whole.sections()
        ),
        named_setting=next(
            (each.detail("setting_id") for each in whole.section("I") if each.detail("setting_id")),
            None,
        ),
    )


def _line(whole: Whole, line: Line, numbers: dict[str, str]) -> ShownLine:
    return ShownLine(
        key=line.key,
        number=numbers[line.key],
        section=line.section,
        area=dict(plan_words.areas()).get(line.area or "", ""),
        text=line.text,
        details=tuple(_details(line)),
        goes_with=tuple(numbers[each.key] for each in whole.linked(line.key)),
        sources=tuple(dict.fromkeys(_source(each) for each in whole.sources_of(line.key))),
        voice=line.voice,
    )


def _details(line: Line) -> Iterable[tuple[str, str]]:
    yield from plan_words.details_said(line.details)
    if line.agreed_by_health_on is not None:
        yield label("plan_line", "agreed_by_health"), date_words(line.agreed_by_health_on)


def _source(source: Source) -> str:
    """Say where a line comes from: never by a name, for it may be the name of one parent."""
    if source.comment_id is not None:
        return label("plan_line", "comment")
    who = source.role or label("plan_line", "family")
    return f"{who}, {date_words(source.on)}" if source.on else who


def compared(before: Whole, after: Whole) -> tuple[LineChange, ...]:
    """Return what differs between two versions, in words.

    Besides what a line says that is its area of need, what it answers, and the piece in the
    family's own way: help that no longer goes with a need is a difference too.
    """
    both = _Both(before, after)
    return differences(both.worded(before), both.worded(after))


class _Both:
    """Two versions under one set of names, so that what only stands elsewhere stays the same."""

    def __init__(self, before: Whole, after: Whole) -> None:
        self._names = {
            line.key: whole.number(line.key) for whole in (before, after) for line in whole.lines
        }
        keys = [{line.key for line in whole.lines} for whole in (before, after)]
        self._shared = keys[0] & keys[1]
        self._pieces = {line.key: line.voice for line in before.lines}
        self._before = before

    def worded(self, whole: Whole) -> Iterable[Worded]:
        for line in whole.lines:
            more = (self._area(line), self._answers(whole, line), self._piece(whole, line))
            said = [("", line.text), *_details(line), *more]
            yield Worded(line.key, line.section, tuple(said))

    def _area(self, line: Line) -> tuple[str, str]:
        return label("plan_line", "area"), dict(plan_words.areas()).get(line.area or "", "")

    def _answers(self, whole: Whole, line: Line) -> tuple[str, str]:
        """Name what a line answers that stands in both versions: the rest came or went itself."""
        ends = [one for one, other in whole.links if other == line.key and one in self._shared]
        named = ", ".join(sorted(self._names[each] for each in ends))
        return label("plan_line", "goes_with"), named

    def _piece(self, whole: Whole, line: Line) -> tuple[str, str]:
        """Name the kind of piece, never what it says: not every reader may see it."""
        said, was = line.voice, self._pieces.get(line.key)
        if said is None:
            return label("plan_line", "piece"), ""
        words = label("piece", said.kind)
        if whole is not self._before and was is not None and was.id != said.id:
            words = f"{words} ({label('plan_line', 'another')})"
        return label("plan_line", "piece"), words
