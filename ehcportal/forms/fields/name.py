"""A person's first and last name. Names have no shape, so nothing but their length is checked."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

PARTS = {"first": "First name", "last": "Last name"}
LIMIT = 100


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """Two boxes."""
    return {f"{name}-{each}" for each in PARTS}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """Both names as they were typed."""
    return {each: base.line(base.one(posted, f"{name}-{each}")) for each in PARTS}


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """One of the two is missing while both are asked for, or too long."""
    problems = []
    for each, label in PARTS.items():
        value = base.part(answer, each)
        message = base.too_long(value, question.max or LIMIT, label)
        if not value and question.required:
            message = f"Enter the {label.lower()}"
        if message:
            problems.append(Problem(f"{name}-{each}", message, missing=not value))
    return problems


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return both names on one line."""
    return base.shown(" ".join(filter(None, (base.part(answer, each) for each in PARTS))))


def focus(_question: Question, name: str) -> str:
    """Return the id of the first box."""
    return f"{name}-first"
