"""Questions asked again for each entry: people who know the child, what has been tried."""

from ehcportal.forms.conditions import Answer, Given, is_empty
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Refused, Shown
from ehcportal.forms.fields.registry import field_of
from ehcportal.forms.fields.rule import problems_within

LIMIT = 20
SPARE = 5
"""Entries over the limit that are still read, so that a late refusal loses nothing."""


def names(question: Question, name: str, posted: Posted) -> set[str]:
    """How many entries there are, and the inputs of each."""
    expected = {f"{name}-entries"}
    for index in range(_count(question, name, posted)):
        for inner in question.questions:
            expected |= field_of(inner.type).names(inner, f"{name}-{index}-{inner.id}", posted)
    return expected


def read(question: Question, name: str, posted: Posted) -> Answer:
    """A table for each entry on the page, empty ones too: they keep their place until removed."""
    return [
        {
            inner.id: field_of(inner.type).read(inner, f"{name}-{index}-{inner.id}", posted)
            for inner in question.questions
        }
        for index in range(_count(question, name, posted))
    ]


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Too many entries, or something wrong inside one that is not empty."""
    rows = entries(answer)
    limit = question.max or LIMIT
    problems = []
    if len(rows) > limit:
        message = f"“{question.label}” can have up to {limit} entries. Remove some"
        problems.append(Problem(f"{name}-{limit}-remove", message))
    for index, row in enumerate(rows):
        if not is_empty(dict(row)):
            problems += problems_within(question, f"{name}-{index}", row, context)
    return problems


def show(question: Question, answer: Answer, context: Context) -> Shown:
    """Return the parts of each entry that says something."""
    kept = [row for row in entries(answer) if not is_empty(dict(row))]
    return Shown(entries=tuple(show_entry(question, row, context) for row in kept))


def show_entry(question: Question, row: Given, context: Context) -> tuple[tuple[str, Shown], ...]:
    """The answered questions of one entry with their labels."""
    parts = (
        (inner.label, field_of(inner.type).show(inner, row.get(inner.id, ""), context))
        for inner in question.questions
    )
    return tuple((label, part) for label, part in parts if part)


def focus(question: Question, name: str) -> str:
    """Return the id of the first control of the first entry: a page always shows one."""
    first = question.questions[0]
    return field_of(first.type).focus(first, f"{name}-0-{first.id}")


def entries(answer: Answer) -> list[Given]:
    """The entries of a stored answer."""
    return [row for row in base.listed(answer) if isinstance(row, dict)]


def _count(question: Question, name: str, posted: Posted) -> int:
    sent = base.one(posted, f"{name}-entries") or "0"
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= len("100")):
        raise Refused(f"{name}-entries is {sent[:20]!r}")
    if int(sent) > (question.max or LIMIT) + SPARE:
        raise Refused(f"{name} has {sent} entries")
    return int(sent)
