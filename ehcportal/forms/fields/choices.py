"""Any number of several answers."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Refused, Shown

MOST_SENT = 200


def options(question: Question, _context: Context) -> tuple[Option, ...]:
    """The answers that are offered."""
    return question.options


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One set of tick boxes."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The values of the ticked answers, each once, in the order of the page."""
    values = posted.getlist(name)
    if len(values) > MOST_SENT or sum(map(len, values)) > base.LONGEST_KEPT:
        raise Refused(f"{name} was sent {len(values)} times")
    cleaned = (base.line(value) for value in values)
    return list(dict.fromkeys(value for value in cleaned if value))


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Something that is not offered, or more answers than are wanted."""
    chosen = [base.text(value) for value in base.listed(answer)]
    if not set(chosen) <= {option.value for option in question.options}:
        return [Problem(name, f"“{question.label}”: choose from the answers")]
    if question.max and len(chosen) > question.max:
        return [Problem(name, f"“{question.label}”: choose up to {question.max} answers")]
    return []


def show(question: Question, answer: Answer, _context: Context) -> Shown:
    """Return a line for each ticked answer."""
    chosen = [base.text(value) for value in base.listed(answer)]
    return base.chosen(question.options, [value for value in chosen if value])


def focus(_question: Question, name: str) -> str:
    """Return the id of the first tick box."""
    return name
