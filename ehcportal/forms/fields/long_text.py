"""Several lines of text."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

LIMIT = 5_000


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """Everything that was typed, with its line ends."""
    return base.paragraphs(base.one(posted, name))


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Too long."""
    message = base.too_long(base.text(answer), question.max or LIMIT, question.label)
    return [Problem(name, message)] if message else []


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return a line for each line that was typed."""
    return base.shown(*base.text(answer).split("\n"))


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name
