"""What each template is given: the shapes of the data, all of it plain JSON.

Dates, times and sizes come as words, already in the reader's language: templates format nothing.
"""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypeAlias, TypedDict


class Run(TypedDict):
    """A stretch of text in one style."""

    text: str
    styles: list[Literal["bold", "italic", "underline", "strike"]]


class Paragraph(TypedDict):
    """One paragraph of a rich answer."""

    kind: Literal["paragraph"]
    runs: list[Run]


class Listing(TypedDict):
    """A list in a rich answer; each entry is a small text of its own, so lists can nest."""

    kind: Literal["bullets", "numbers"]
    entries: list[list["Block"]]


class Heading(TypedDict):
    """A heading between the paragraphs of a letter."""

    kind: Literal["heading"]
    text: str


Block: TypeAlias = Paragraph | Listing
LetterBlock: TypeAlias = Block | Heading


class RichAnswer(TypedDict):
    """Text with bold, italic and lists, as ``pdf.rich.blocks_from_html`` makes it."""

    rich: list[Block]


class EntriesAnswer(TypedDict):
    """The entries of a repeating group, for example the people involved."""

    entries: list["Entry"]


Answer: TypeAlias = str | list[str] | RichAnswer | EntriesAnswer | None


class Question(TypedDict):
    """A question with its answer; None, an empty text or an empty list is "Not answered".

    ``hint``, ``options`` and ``lines`` (how many lines to write on) print on an empty form only.
    """

    label: str
    answer: Answer
    hint: NotRequired[str]
    options: NotRequired[list[str]]
    lines: NotRequired[int]


class Entry(TypedDict):
    """One entry of a repeating group."""

    title: str
    questions: list[Question]


class Section(TypedDict):
    """One page of the form."""

    title: str
    questions: list[Question]
    intro: NotRequired[str]


class AttachedFile(TypedDict):
    """A file sent with the form; ``size`` in words ("1.2 MB"), ``sha256`` as whole hex digest."""

    name: str
    size: str
    sha256: str


class FormPaper(TypedDict):
    """A form as paper: ``form.typ``.

    Without ``sent_at`` the paper says "Not sent yet" on every page. With ``blank`` it is an
    empty form with lines to write on. ``accent`` is the council's colour, six hex digits after #.
    ``fingerprint`` is the SHA-256 of the answers in hex.
    """

    council: str
    title: str
    sections: list[Section]
    language: NotRequired[str]
    accent: NotRequired[str]
    reference: NotRequired[str | None]
    sent_at: NotRequired[str | None]
    sent_by: NotRequired[str | None]
    on_behalf_of: NotRequired[str | None]
    made_at: NotRequired[str | None]
    files: NotRequired[list[AttachedFile]]
    fingerprint: NotRequired[str | None]
    blank: NotRequired[bool]
    contact: NotRequired[str | None]
    words: NotRequired[dict[str, str]]


class LetterPaper(TypedDict):
    """A letter or receipt: ``letter.typ``. ``to`` is the address, one line each."""

    council: str
    title: str
    body: Sequence[LetterBlock]
    language: NotRequired[str]
    accent: NotRequired[str]
    reference: NotRequired[str | None]
    date: NotRequired[str | None]
    to: NotRequired[list[str]]
    facts: NotRequired[list[tuple[str, str]]]
    signed: NotRequired[list[str]]
    contact: NotRequired[str | None]
    words: NotRequired[dict[str, str]]


class RecordLine(TypedDict):
    """One line of a record; ``head`` says when it was, and who said it."""

    text: str
    head: NotRequired[str]


class RecordSection(TypedDict):
    """Lines that belong together."""

    title: str
    entries: list[RecordLine]


class RecordPaper(TypedDict):
    """What was said and what happened: ``record.typ``. ``intro`` is a paragraph a line."""

    council: str
    title: str
    sections: list[RecordSection]
    intro: NotRequired[list[str]]
    language: NotRequired[str]
    accent: NotRequired[str]
    contact: NotRequired[str | None]
    words: NotRequired[dict[str, str]]


class PaperPicture(TypedDict):
    """A picture between the words: the bytes of a JPEG as numbers, and what it shows in words."""

    content: list[int]
    alt: str


class PlanLinePaper(TypedDict):
    """One line of a plan with its number; ``details`` are pairs of a name and a value."""

    number: str
    text: str
    details: list[tuple[str, str]]
    notes: list[str]
    picture: NotRequired[PaperPicture]


class PlanAreaPaper(TypedDict):
    """The lines of one area of need; the title is empty where there is none."""

    title: str
    lines: list[PlanLinePaper]


class PlanSectionPaper(TypedDict):
    """A section of a plan. ``gives`` says that its lines are help to be given."""

    title: str
    gives: bool
    areas: list[PlanAreaPaper]


class RightsPaper(TypedDict):
    """A part of what the law asks to stand beside a final plan (Reg 14)."""

    title: str
    paragraphs: list[str]


class PlanPaper(TypedDict):
    """A version of a plan: ``plan.typ`` as a PDF, ``editable`` as a file to write in.

    ``standing`` says in a few words that this is no final plan; empty when it is one.
    """

    council: str
    title: str
    standing: str
    facts: list[tuple[str, str]]
    intro: list[str]
    nothing: str
    sections: list[PlanSectionPaper]
    rights: list[RightsPaper]
    changes: NotRequired[list[RightsPaper]]
    """Of proposed changes: each line that changes, with the words of before and after."""
    accent: NotRequired[str]
    contact: NotRequired[str | None]
    language: NotRequired[str]
    words: NotRequired[dict[str, str]]
