"""Whom a form is about, as its sender wrote it."""

from ehcportal.forms.conditions import Given
from ehcportal.forms.definition import FormDefinition
from ehcportal.forms.fields.base import part, text

LONGEST = 210


def name_parts(form: FormDefinition, given: Given) -> tuple[str, str]:
    """Return first and last name of the child or young person; empty while not known."""
    answer = given.get(form.subject.name)
    if isinstance(answer, str):
        return answer.strip(), ""
    return part(answer, "first").strip(), part(answer, "last").strip()


def about(form: FormDefinition, given: Given) -> str:
    """Return the whole name for a list or a receipt."""
    return " ".join(filter(None, name_parts(form, given)))[:LONGEST]


def on_behalf(form: FormDefinition, given: Given) -> str:
    """Return the answer to "I am completing this form on behalf of"."""
    return text(given.get(form.subject.who))
