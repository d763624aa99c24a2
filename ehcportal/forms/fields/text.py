"""One line of text, with a few formats that are checked only for slips of the finger."""

import re

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

LIMIT = 200
SHAPES = {
    "upn": (re.compile(r"[A-Z]\d{11}[A-Z0-9]"), "A UPN has one letter and 12 numbers"),
    "uln": (re.compile(r"\d{10}"), "A ULN has 10 numbers"),
    "nhs_number": (re.compile(r"\d{10}"), "An NHS number has 10 numbers, like 943 476 5919"),
}


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The line that was typed."""
    return base.line(base.one(posted, name))


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Too long, or not of the shape the format asks for."""
    value = base.text(answer)
    message = base.too_long(value, question.max or LIMIT, question.label)
    if not message and question.format:
        message = _misshapen(value, question.format)
    return [Problem(name, message)] if message else []


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the line as it was typed."""
    return base.shown(base.text(answer))


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name


def _misshapen(value: str, shape: str) -> str:
    pattern, message = SHAPES[shape]
    plain = re.sub(r"[\s-]", "", value).upper()
    if not pattern.fullmatch(plain) or not plain.isascii():
        return message
    if shape == "nhs_number" and not _nhs_sum_is_right(plain):
        return "Check the NHS number. One of its numbers does not fit the others"
    return ""


def _nhs_sum_is_right(digits: str) -> bool:
    """Modulus 11 over the first nine digits (NHS Data Dictionary, NHS NUMBER)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])
