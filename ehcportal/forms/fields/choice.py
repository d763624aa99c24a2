"""One of several answers."""

from collections.abc import Iterable

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown


def options(question: Question, _context: Context) -> tuple[Option, ...]:
    """The answers that are offered."""
    return question.options


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One set of radio buttons."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The value of the chosen answer."""
    return base.line(base.one(posted, name))


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Not one of the answers that are offered."""
    return not_offered(question, name, answer, options(question, context))


def not_offered(
    question: Question, name: str, answer: Answer, offered: Iterable[Option]
) -> list[Problem]:
    """Return what to mend unless the answer is one of those that are offered."""
    if base.text(answer) in {option.value for option in offered}:
        return []
    return [Problem(name, f"“{question.label}”: choose one of the answers")]


def show(question: Question, answer: Answer, context: Context) -> Shown:
    """Return the label of the chosen answer."""
    value = base.text(answer)
    return base.chosen(options(question, context), [value] if value else [])


def focus(_question: Question, name: str) -> str:
    """Return the id of the first radio button."""
    return name
