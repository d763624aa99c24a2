"""Rows of a group that stand there already: the lines of the plan in force (forms 11, 13 and 14).

Such a row keeps which line it is and what that says, under names that no question can have. What
the browser sends can change neither: both are put back from what is stored.
"""

from collections.abc import Mapping
from dataclasses import replace

from ehcportal.domain.plan_differences import Change, PartChange, Worded, differences
from ehcportal.forms.conditions import Answer, Given, is_empty
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base

KEY, NUMBER, SECTION, TEXT = "_line", "_number", "_section", "_text"
KEPT = (KEY, NUMBER, SECTION, TEXT)

OF_TEXT, OF_SECTION, OF_WORDS, OF_OUT = "line.text", "line.section", "line.words", "line.out"
PARTS = frozenset({OF_TEXT, OF_SECTION, OF_WORDS, OF_OUT})
"""What a question within such a row may be filled from: the words of the line and its section stand
there; ``line.words`` are its words to be changed; ``line.out`` takes the line away."""

SOURCES = frozenset({"plan.outcomes", "plan.provision", "plan.needs_and_help", "plan.lines"})
CHANGES = "changes"
"""How a group is shown whose rows propose other words: what goes is struck out, what comes new."""

MOST = 300
"""Lines of a plan that a form can hold besides what is added to it."""
SIGNS: Mapping[Change, str] = {Change.ADDED: "+ ", Change.REMOVED: "− "}
"""Before words that come and words that go: no reader needs a colour for it."""

PART = "{name}: "
LONGEST_NAME = 60


def row(key: str, number: str, section: str, text: str) -> dict[str, Answer]:
    """Return a row that is a line of the plan, with nothing said about it yet."""
    return {KEY: key, NUMBER: number, SECTION: section, TEXT: text}


def is_line(entry: Given) -> bool:
    """Whether a row is a line of the plan, and not one that somebody added."""
    return bool(base.text(entry.get(KEY)))


def asked(question: Question, entry: Given) -> tuple[Question, ...]:
    """Return what is asked in this row: of a line what it says is known, of a new one not."""
    known = {OF_TEXT, OF_SECTION} if is_line(entry) else {OF_OUT}
    if is_line(entry) and is_out(question, entry):
        return tuple(
            replace(each, required=False) if each.fill_from == OF_WORDS else each
            for each in question.questions
            if each.fill_from not in known
        )
    return tuple(each for each in question.questions if each.fill_from not in known)


def answer_of(inner: Question, entry: Given) -> Answer:
    """Return the answer to one question of a row; words nobody changed are those of the line."""
    if is_line(entry):
        if inner.fill_from == OF_TEXT:
            return entry.get(TEXT, "")
        if inner.fill_from == OF_SECTION:
            return entry.get(SECTION, "")
        if inner.fill_from == OF_WORDS and inner.id not in entry:
            return entry.get(TEXT, "")
    return entry.get(inner.id, "")


def answers(question: Question, entry: Given) -> dict[str, Answer]:
    """Return every answer of a row, with what is known of its line."""
    return {inner.id: answer_of(inner, entry) for inner in question.questions}


def says(question: Question, entry: Given) -> bool:
    """Whether somebody said something in this row: what the plan says there says nothing yet."""
    return any(
        not is_empty(entry.get(each.id)) for each in question.questions if each.fill_from != OF_TEXT
    )


def is_out(question: Question, entry: Given) -> bool:
    """Whether the row takes its line away."""
    return any(
        not is_empty(entry.get(each.id)) for each in question.questions if each.fill_from == OF_OUT
    )


def settled(question: Question, answer: Answer, before: Answer) -> list[Answer]:
    """Put back which line each row is, and what that says; lines that were not sent stay.

    A row that names a line this form does not have becomes one that somebody added.
    """
    lines = {base.text(each.get(KEY)): each for each in _rows(before) if is_line(each)}
    sent = {base.text(each.get(KEY)): each for each in _rows(answer) if is_line(each)}
    kept: list[Answer] = [
        {**{name: line[name] for name in KEPT if name in line}, **_said(question, line, sent[key])}
        if key in sent
        else dict(line)
        for key, line in lines.items()
    ]
    added = [each for each in _rows(answer) if base.text(each.get(KEY)) not in lines]
    return kept + [
        {name: said for name, said in each.items() if name not in KEPT} for each in added
    ]


def _said(question: Question, line: Given, sent: Given) -> dict[str, Answer]:
    """Return what was said of a line, without its own words where nobody changed them."""
    unchanged = {
        each.id
        for each in question.questions
        if each.fill_from == OF_WORDS
        and base.text(sent.get(each.id)) == base.paragraphs(base.text(line.get(TEXT)))
    }
    return {name: each for name, each in sent.items() if name not in {*KEPT, *unchanged}}


def _rows(answer: Answer) -> list[Given]:
    return [each for each in base.listed(answer) if isinstance(each, dict)]


def worded(text: str) -> tuple[tuple[str, str], ...]:
    """Return what a line says in parts: its words, and each detail under its name.

    A detail is a line of its own, "How often: once a week".
    """
    parts: dict[str, str] = {"": ""}
    for each in text.split("\n"):
        name, colon, said = each.partition(PART.format(name=""))
        is_part = colon and name and len(name) <= LONGEST_NAME and name[0].isupper()
        name, said = (name, said) if is_part else ("", each)
        parts[name] = f"{parts.get(name, '')}\n{said}".strip("\n")
    return tuple(parts.items())


def changed(question: Question, entry: Given) -> tuple[PartChange, ...]:
    """Return what a row would change in the plan, word by word; nothing if it changes nothing."""
    before = base.text(entry.get(TEXT)) if is_line(entry) else ""
    words = (each for each in question.questions if each.fill_from == OF_WORDS)
    after = next((base.text(answer_of(each, entry)) for each in words), "")
    if is_out(question, entry):
        after = ""
    return difference(before, after)


def difference(before: str, after: str) -> tuple[PartChange, ...]:
    """Return how two texts of a line differ, part by part, as two versions of a plan do."""
    old = [Worded("", "", worded(before))] if before else []
    new = [Worded("", "", worded(after))] if after else []
    return next((each.parts for each in differences(old, new)), ())


def marked(parts: tuple[PartChange, ...]) -> tuple[str, ...]:
    """Return the words of a change with a sign before what goes and what comes, part by part."""
    return tuple(
        (PART.format(name=each.name) if each.name else "")
        + " ".join(f"{SIGNS.get(one.change, '')}{one.text}" for one in each.stretches)
        for each in parts
    )
