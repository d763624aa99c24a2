"""Questions asked again for each entry: people who know the child, what has been tried."""

from dataclasses import replace

from ehcportal.forms.conditions import Answer, Given, is_empty
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base, planned
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
        expected |= {f"{name}-{index}-{planned.KEY}"} if question.fill_from else set()
        for inner in question.questions:
            expected |= field_of(inner.type).names(inner, f"{name}-{index}-{inner.id}", posted)
    return expected


def read(question: Question, name: str, posted: Posted) -> Answer:
    """A table for each entry on the page, empty ones too: they keep their place until removed."""
    return [
        _row(question, f"{name}-{index}", posted) for index in range(_count(question, name, posted))
    ]


def _row(question: Question, prefix: str, posted: Posted) -> dict[str, Answer]:
    key = base.line(base.one(posted, f"{prefix}-{planned.KEY}")) if question.fill_from else ""
    said: dict[str, Answer] = {planned.KEY: key} if key else {}
    for inner in planned.asked(question, said):
        said[inner.id] = field_of(inner.type).read(inner, f"{prefix}-{inner.id}", posted)
    return said


def settle(question: Question, answer: Answer, before: Answer, _context: Context) -> Answer:
    """Put back what rows that are lines of the plan say."""
    return planned.settled(question, answer, before) if question.fill_from else answer


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Too many entries, or something wrong inside one that is not empty."""
    rows = entries(answer)
    lines = sum(map(planned.is_line, rows))
    limit = question.max or LIMIT
    problems = []
    if len(rows) - lines > limit:
        message = f"“{question.label}” can have up to {limit} entries. Remove some"
        problems.append(Problem(f"{name}-{lines + limit}-remove", message))
    for index, row in enumerate(rows):
        if not is_empty(dict(row)):
            asked = replace(question, questions=planned.asked(question, row))
            said = planned.answers(question, row)
            problems += problems_within(asked, f"{name}-{index}", said, context)
    return problems


def show(question: Question, answer: Answer, context: Context) -> Shown:
    """Return the parts of each entry that says something."""
    kept = [row for row in entries(answer) if planned.says(question, row)]
    show_one = _show_change if question.shown_as == planned.CHANGES else show_entry
    return Shown(entries=tuple(show_one(question, row, context) for row in kept))


def _show_change(question: Question, row: Given, context: Context) -> tuple[tuple[str, Shown], ...]:
    """What an entry would change in the plan, under the line or the section it is about."""
    section = next(
        (each for each in question.questions if each.fill_from == planned.OF_SECTION), None
    )
    label = base.text(row.get(planned.NUMBER)) or " ".join(
        field_of(section.type).show(section, row.get(section.id, ""), context).lines
        if section
        else ()
    )
    kept = tuple(each for each in question.questions if each.fill_from not in planned.PARTS)
    changes = Shown(changes=planned.changed(question, row))
    return (
        (label or question.label, changes),
        *show_entry(replace(question, questions=kept), row, context),
    )


def show_entry(question: Question, row: Given, context: Context) -> tuple[tuple[str, Shown], ...]:
    """The answered questions of one entry with their labels."""
    number = base.text(row.get(planned.NUMBER))
    parts = (
        (
            f"{inner.label} ({number})"
            if number and inner.fill_from == planned.OF_TEXT
            else inner.label,
            field_of(inner.type).show(inner, planned.answer_of(inner, row), context),
        )
        for inner in question.questions
    )
    return tuple((label, part) for label, part in parts if part)


def focus(question: Question, name: str) -> str:
    """Return the id of the first control of the first entry: a page always shows one."""
    asked = planned.asked(question, {})
    first = asked[0] if asked else question.questions[0]
    return field_of(first.type).focus(first, f"{name}-0-{first.id}")


def entries(answer: Answer) -> list[Given]:
    """The entries of a stored answer."""
    return [row for row in base.listed(answer) if isinstance(row, dict)]


def _count(question: Question, name: str, posted: Posted) -> int:
    sent = base.one(posted, f"{name}-entries") or "0"
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= len("100")):
        raise Refused(f"{name}-entries is {sent[:20]!r}")
    lines = planned.MOST if question.fill_from else 0
    if int(sent) > (question.max or LIMIT) + SPARE + lines:
        raise Refused(f"{name} has {sent} entries")
    return int(sent)
