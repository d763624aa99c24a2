"""The answers as plain data for a PDF: the summary in the shapes that ``pdf.shapes`` names."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ehcportal.domain.plan_differences import Change, PartChange
from ehcportal.forms.definition import Question, QuestionType
from ehcportal.forms.fields import planned
from ehcportal.forms.fields.base import Shown
from ehcportal.forms.questionview import ROWS
from ehcportal.forms.summary import Row, Section

Blocks = Callable[[str], list[Any]]
"""Turns sanitised HTML into the blocks of a rich answer: ``pdf.blocks_from_html``."""

PER_LINE = 90
"""Characters that take as long to set as the end of a line does."""

TOO_LONG = "This answer is too long to be printed here."

CHANGE = "Change"
"""What a proposed change of the plan is called; the line it is about stands below."""

READ_SO = "after − it is taken out, after + it is new"

BLANK_ENTRIES = 2
"""Entries of a repeating group that an empty form has room for."""
SIGNS, STYLES = planned.SIGNS, {Change.REMOVED: ["strike"], Change.ADDED: ["underline"]}
LONG = frozenset({QuestionType.LONG_TEXT, QuestionType.RICH_TEXT})


def paper_sections(
    sections: tuple[Section, ...], blocks: Blocks, *, blank: bool = False
) -> list[dict[str, Any]]:
    """Return each section with its questions. ``blank`` leaves room to write on.

    A draft may hold far more than can be sent. What is beyond the room of a paper is left out, and
    the answer says so: setting endless text takes minutes and gigabytes.
    """
    room = Room()
    return [
        {
            "title": section.title,
            "questions": [
                _blank(row.question) if blank else _filled(row, blocks, room)
                for row in section.rows
            ],
        }
        for section in sections
    ]


@dataclass
class Room:
    """How much text still fits on a paper, in characters; a line counts as many."""

    left: int = 500_000

    def lines(self, lines: tuple[str, ...]) -> list[str]:
        """Return the lines that fit, and a last one that says so when some do not."""
        kept: list[str] = []
        for line in lines:
            self.left -= len(line) + PER_LINE
            if self.left < 0:
                return [*kept, TOO_LONG]
            kept.append(line)
        return kept


def _filled(row: Row, blocks: Blocks, room: Room) -> dict[str, Any]:
    is_change = row.question.shown_as == planned.CHANGES
    entry_name = CHANGE if is_change else row.question.entry_name or row.question.label
    label = f"{row.label} ({READ_SO})" if is_change and row.shown else row.label
    return {"label": label, "answer": _answer(row.shown, entry_name, blocks, room)}


def _answer(shown: Shown, entry_name: str, blocks: Blocks, room: Room) -> Any:
    if shown.changes:
        whole = len(room.lines(planned.marked(shown.changes))) == len(shown.changes)
        return {"rich": _tracked(shown.changes)} if whole else [TOO_LONG]
    if not shown.entries:
        fitting = room.lines(shown.lines)
        whole = len(fitting) == len(shown.lines)
        return {"rich": blocks(shown.html)} if shown.html and whole else fitting
    return {
        "entries": [
            {
                "title": f"{entry_name} {number}",
                "questions": [
                    {"label": label, "answer": _answer(part, label, blocks, room)}
                    for label, part in entry
                ],
            }
            for number, entry in enumerate(shown.entries, 1)
        ]
    }


def _tracked(parts: Iterable[PartChange]) -> list[Any]:
    """Return words that go struck through, words that come underlined, each after its sign."""
    return [{"kind": "paragraph", "runs": list(_runs(part))} for part in parts]


def _runs(part: PartChange) -> Iterator[dict[str, Any]]:
    if part.name:
        yield {"text": f"{part.name}: ", "styles": []}
    for number, each in enumerate(part.stretches):
        space = " " if number else ""
        yield {"text": f"{space}{SIGNS.get(each.change, '')}", "styles": []}
        yield {"text": each.text, "styles": STYLES.get(each.change, [])}


def _blank(question: Question) -> dict[str, Any]:
    paper: dict[str, Any] = {"label": question.label, "answer": None}
    if question.hint:
        paper["hint"] = question.hint
    if question.options:
        paper["options"] = [option.label for option in question.options]
    if question.type in LONG:
        paper["lines"] = question.rows or ROWS
    if question.type is QuestionType.YES_NO:
        paper["options"] = ["Yes", "No"]
    if question.type is QuestionType.GROUP:
        paper["answer"] = {"entries": [_blank_entry(question, n) for n in range(BLANK_ENTRIES)]}
    return paper


def _blank_entry(question: Question, index: int) -> dict[str, Any]:
    title = f"{question.entry_name or question.label} {index + 1}"
    return {"title": title, "questions": [_blank(inner) for inner in question.questions]}
