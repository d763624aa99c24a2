"""An e-mail address."""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

LIMIT = 254
"""Characters of an address that mail servers take (RFC 5321, 4.5.3.1.3)."""


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """One box."""
    return {name}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The address as it was typed."""
    return base.line(base.one(posted, name))


def check(_question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Not of the form of an address; whether mail arrives there is not tried."""
    if is_address(base.text(answer)):
        return []
    return [Problem(name, "Enter an email address, like name@example.org")]


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the address as it was typed."""
    return base.shown(base.text(answer))


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name


def is_address(value: str) -> bool:
    """Whether ``value`` can be an address on the internet. Reserved test domains count."""
    from email_validator import EmailNotValidError, validate_email

    if len(value) > LIMIT or "." not in value.rpartition("@")[2]:
        return False
    try:
        validate_email(value, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True
