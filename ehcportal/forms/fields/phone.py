"""A telephone number, British unless it begins with a country code."""

from typing import TYPE_CHECKING

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LIMIT = 40
UNITED_KINGDOM = 44
"""Country code (ITU-T E.164)."""


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The number as it was typed."""
    return base.line(base.one(posted, name))


def check(_question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Not a possible number."""
    if _number(base.text(answer)):
        return []
    return [Problem(name, "Enter a phone number, like 01632 960 001 or +44 7700 900 982")]


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the number with the usual gaps, or as it was typed if it makes no number."""
    from phonenumbers import PhoneNumberFormat, format_number

    value = base.text(answer)
    number = _number(value)
    if number is None:
        return base.shown(value)
    home = number.country_code == UNITED_KINGDOM
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return base.shown(format_number(number, style))


def is_number(text: str) -> bool:
    """Whether ``text`` is a possible telephone number."""
    return _number(text) is not None


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name


def _number(value: str) -> "PhoneNumber | None":
    """The number, if it is possible. Ofcom's numbers for drama are possible but not "valid"."""
    import phonenumbers

    if len(value) > LIMIT:
        return None
    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None
