"""The one rule for an answer, on a page and within a group: missing, wrong, or fine."""

from ehcportal.forms.conditions import Answer, Given, is_empty
from ehcportal.forms.definition import Question, QuestionType
from ehcportal.forms.fields.base import Context, Problem
from ehcportal.forms.fields.registry import field_of

WITH_PARTS = frozenset({QuestionType.NAME, QuestionType.ADDRESS})
"""Types that name each missing part of their answer themselves."""


def problems_of(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Return what is missing or wrong about one answer; nothing when it may be sent as it is."""
    field = field_of(question.type)
    if not is_empty(answer):
        return field.check(question, name, answer, context)
    if not question.required:
        return []
    if question.type in WITH_PARTS and not question.required_message:
        return field.check(question, name, answer, context)
    message = question.required_message or f"Answer “{question.label}”"
    return [Problem(field.focus(question, name), message, missing=True)]


def problems_within(question: Question, prefix: str, row: Given, context: Context) -> list[Problem]:
    """Return what is missing or wrong within one entry of a group, or about one file."""
    problems = []
    for inner in question.questions:
        name = f"{prefix}-{inner.id}"
        problems += problems_of(inner, name, row.get(inner.id, ""), context)
    return problems
