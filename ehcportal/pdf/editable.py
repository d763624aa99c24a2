"""The plan as a file for a word processor (DOCX), from the same data as its PDF.

Headings are headings, tables have header rows that repeat, pictures have words: whoever reads it
with a screen reader, or changes it, finds what the PDF has, in the same order.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from ehcportal.pdf import wordparts as parts
from ehcportal.pdf.render import printable
from ehcportal.pdf.shapes import (
    PlanAreaPaper,
    PlanLinePaper,
    PlanPaper,
    PlanSectionPaper,
    RightsPaper,
)
from ehcportal.pdf.words import ENGLISH

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

COLUMNS: Final = (("line", 1.5), ("given", 6.5), ("details", 5.5), ("more", 3.5))
"""The table of help to be given, with widths in centimetres."""


def plan_to_edit(paper: PlanPaper) -> bytes:
    """Return the plan as a DOCX. What people typed is text in it and never anything else."""
    given = cast(PlanPaper, printable(paper))
    words = {**ENGLISH, **given.get("words", {})}
    made = parts.begin(given["title"], given["council"], given["standing"], words["page"])
    made.add_heading(given["title"], level=1)
    if given["standing"]:
        parts.strong(made, given["standing"])
    for name, value in given["facts"]:
        parts.pair(made, name, value)
    for said in given["intro"]:
        parts.words(made, said)
    if given.get("changes"):
        made.add_heading(words["changes"], level=2)
    _paragraphs(made, given.get("changes", []), level=3)
    for section in given["sections"]:
        _section(made, section, given["nothing"], words)
    _paragraphs(made, given["rights"], level=2)
    held = BytesIO()
    made.save(held)
    return held.getvalue()


def _paragraphs(made: "Document", told: list[RightsPaper], *, level: int) -> None:
    for part in told:
        made.add_heading(part["title"], level=level)
        for said in part["paragraphs"]:
            parts.words(made, said)


def _section(
    made: "Document", section: PlanSectionPaper, nothing: str, words: dict[str, str]
) -> None:
    made.add_heading(section["title"], level=2)
    if not section["areas"]:
        parts.soft(made, nothing)
    for area in section["areas"]:
        if area["title"]:
            made.add_heading(area["title"], level=3)
        if section["gives"]:
            _table(made, area, words)
        else:
            for line in area["lines"]:
                parts.strong(made, line["number"], keep=True)
                _said(made, line)
                _details(made, line)
                _notes(made, line)


def _table(made: "Document", area: PlanAreaPaper, words: dict[str, str]) -> None:
    """Set the help of one area in a table, a row for each line."""
    heads = [words[name] for name, _width in COLUMNS]
    rows = parts.table(made, heads, [width for _name, width in COLUMNS], len(area["lines"]))
    for cells, line in zip(rows, area["lines"], strict=True):
        parts.strong(cells[0], line["number"])
        _said(cells[1], line)
        _details(cells[2], line)
        _notes(cells[3], line)
        for cell in cells:
            parts.close(cell)


def _said(place: "Document | _Cell", line: PlanLinePaper) -> None:
    if line["text"]:
        parts.words(place, line["text"])
    picture = line.get("picture")
    if picture is not None:
        parts.picture(place, bytes(picture["content"]), picture["alt"])


def _details(place: "Document | _Cell", line: PlanLinePaper) -> None:
    for name, value in line["details"]:
        parts.pair(place, name, value)


def _notes(place: "Document | _Cell", line: PlanLinePaper) -> None:
    for said in line["notes"]:
        parts.soft(place, said)
