"""A sentence that the person says yes to."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One tick box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """Yes, if it was ticked."""
    return "yes" if base.one(posted, name) == "yes" else ""


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Something else than a tick."""
    return [] if base.text(answer) == "yes" else [Problem(name, f"Tick “{question.label}”")]


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the word yes, if it was ticked."""
    return base.shown("Yes" if base.text(answer) == "yes" else "")


def focus(_question: Question, name: str) -> str:
    """Return the id of the tick box."""
    return name
