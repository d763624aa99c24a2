"""Whom the form is about: the person filling it in, somebody on the account, or somebody else."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question
from ehcportal.forms.fields import base, choice
from ehcportal.forms.fields.base import Context, Problem, Shown
from ehcportal.forms.wording import MYSELF, PROFESSIONALLY, SOMEONE_ELSE

names, read, focus = choice.names, choice.read, choice.focus


def options(_question: Question, context: Context) -> tuple[Option, ...]:
    """Myself, each person already on the account, someone else (guide row H10)."""
    known = (Option(person.id, person.name) for person in context.people)
    return (
        Option(MYSELF, "Myself"),
        *known,
        Option(SOMEONE_ELSE, "Someone else"),
        Option(PROFESSIONALLY, "Someone else in a professional capacity"),
    )


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Somebody who is not on the list, or no longer."""
    return choice.not_offered(question, name, answer, options(question, context))


def show(question: Question, answer: Answer, context: Context) -> Shown:
    """Return the name. An id that is not known here is not shown to anybody."""
    labels = {option.value: option.label for option in options(question, context)}
    value = base.text(answer)
    return base.shown(labels.get(value, "Someone on my account") if value else "")
