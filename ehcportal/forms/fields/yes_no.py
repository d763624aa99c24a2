"""Yes or no."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question
from ehcportal.forms.fields import base, choice
from ehcportal.forms.fields.base import Context, Problem, Shown

OPTIONS = (Option("yes", "Yes"), Option("no", "No"))

names, read, focus = choice.names, choice.read, choice.focus


def options(_question: Question, _context: Context) -> tuple[Option, ...]:
    """Yes and no."""
    return OPTIONS


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Neither."""
    if base.text(answer) in {"yes", "no"}:
        return []
    return [Problem(name, f"“{question.label}”: choose yes or no")]


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the word."""
    value = base.text(answer)
    return base.shown({"yes": "Yes", "no": "No"}.get(value, value))
