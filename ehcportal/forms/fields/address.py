"""An address in the United Kingdom, in the boxes that registration has too (guide row H04)."""

import re

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

PARTS = {
    "property": "Property name",
    "house": "House number or name",
    "street": "Street",
    "area": "Area",
    "town": "Town/City",
    "county": "County",
    "postcode": "Postcode",
}
MUST = {"street": "Enter the street", "town": "Enter the town or city",
        "postcode": "Enter the postcode"}  # fmt: skip
LIMIT = 100
POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")
_INWARD = 3


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """Seven boxes."""
    return {f"{name}-{each}" for each in PARTS}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The boxes as they were typed, with the postcode in its usual form if it is one."""
    typed = {each: base.line(base.one(posted, f"{name}-{each}")) for each in PARTS}
    typed["postcode"] = tidy_postcode(typed["postcode"])
    return dict(typed)


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """A part is missing or too long, or the postcode is none."""
    problems = []
    for each, label in PARTS.items():
        value = base.part(answer, each)
        message = base.too_long(value, LIMIT, label)
        if not value and question.required:
            message = MUST.get(each, "")
        elif each == "postcode" and value and not is_postcode(value):
            message = "Enter a full postcode, like BK4 7QA"
        if message:
            problems.append(Problem(f"{name}-{each}", message, missing=not value))
    return problems


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return a line for each part; house number and street share one."""
    parts = {each: base.part(answer, each) for each in PARTS}
    street = " ".join(filter(None, (parts["house"], parts["street"])))
    rest = (parts[each] for each in ("area", "town", "county", "postcode"))
    return base.shown(parts["property"], street, *rest)


def focus(_question: Question, name: str) -> str:
    """Return the id of the first box."""
    return f"{name}-property"


def is_postcode(text: str) -> bool:
    """Whether ``text`` has the form of a British postcode (BS 7666)."""
    return POSTCODE.fullmatch(_squeezed(text)) is not None


def tidy_postcode(text: str) -> str:
    """Return ``bk47qa`` as ``BK4 7QA``, and anything that is no postcode as it is."""
    if not is_postcode(text):
        return text
    plain = _squeezed(text)
    return f"{plain[:-_INWARD]} {plain[-_INWARD:]}"


def _squeezed(text: str) -> str:
    return text.replace(" ", "").upper()
