"""Shorthand of the form tests: a question, a post, its answer and what is wrong with it."""

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question, QuestionType
from ehcportal.forms.fields.base import Context, Shown
from ehcportal.forms.fields.registry import field_of
from ehcportal.forms.fields.rule import problems_of

TODAY = date(2026, 11, 22)
KNOWN = Context(today=TODAY, signed_in=True)
COLOURS = (Option("red", "Red"), Option("blue", "Blue"))


def question(kind: str, **more: Any) -> Question:
    """A question called q of this type."""
    return Question(
        id="q", type=QuestionType(kind), label=more.pop("label", "The question"), **more
    )


def read(asked: Question, **typed: Any) -> Answer:
    """What is stored when these inputs are sent; ``q_day`` stands for ``q-day``."""
    pairs = [(name.replace("_", "-"), value) for name, value in typed.items()]
    return field_of(asked.type).read(asked, "q", MultiDict(pairs))


def problems(asked: Question, answer: Answer, context: Context = KNOWN) -> dict[str, str]:
    """What is wrong with a stored answer: message by the id of the control it leads to."""
    found = problems_of(asked, "q", answer, context)
    return {problem.field_id: problem.message for problem in found}


def show(asked: Question, answer: Answer, context: Context = KNOWN) -> Shown:
    """The answer as people read it."""
    return field_of(asked.type).show(asked, answer, context)


def lines(asked: Question, answer: Answer, context: Context = KNOWN) -> tuple[str, ...]:
    """The lines of the answer as people read it."""
    return show(asked, answer, context).lines
