"""A day, in three boxes; a whole date typed or pasted into one of them is understood too."""

import re
from datetime import date

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, Shown

PARTS = ("day", "month", "year")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
LONGEST_MONTH = 31
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_BRITISH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./,-]+(\w+)[\s./,-]+(\d{4})", re.ASCII)
_SHORTEST_MONTH = 3


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """Three boxes."""
    return {f"{name}-{each}" for each in PARTS}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """An ISO date if the boxes make one, else the three boxes as they were typed."""
    typed = {each: base.line(base.one(posted, f"{name}-{each}")) for each in PARTS}
    if not any(typed.values()):
        return ""
    found = _whole(typed) or _from_parts(**typed)
    return found.isoformat() if found else dict(typed)


def check(question: Question, name: str, answer: Answer, context: Context) -> list[Problem]:
    """Not a day, or one outside the limits; the link leads to the first box that is wrong."""
    found = value_of(answer)
    if found is None:
        part, message = _what_is_wrong(boxes(answer), question.label)
        return [Problem(f"{name}-{part}", message)]
    message = _outside(question, found, context.today)
    return [Problem(f"{name}-day", message)] if message else []


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the day as ``3 March 2018``, or the boxes as they were typed."""
    found = value_of(answer)
    if found is None:
        return base.shown(" ".join(each for each in boxes(answer).values() if each))
    return base.shown(words(found))


def focus(_question: Question, name: str) -> str:
    """Return the id of the first box."""
    return f"{name}-day"


def value_of(answer: Answer) -> date | None:
    """The day, if the stored answer is one."""
    try:
        return date.fromisoformat(base.text(answer))
    except ValueError:
        return None


def boxes(answer: Answer) -> dict[str, str]:
    """What stands in the three boxes."""
    found = value_of(answer)
    if found is None:
        return {each: base.part(answer, each) for each in PARTS}
    return {"day": str(found.day), "month": str(found.month), "year": str(found.year)}


def words(day: date) -> str:
    """The day as people write it: 3 March 2018."""
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"


def moment(text: str, today: date) -> date | None:
    """Read a limit of a definition: ``today``, a number of years from it, or an ISO date."""
    if not text or text == "today":
        return today if text else None
    if "year" not in text:
        return date.fromisoformat(text)
    year = today.year + int(text.partition(" ")[0])
    leap_day_gone = (today.month, today.day) == (2, 29) and year % 4 != 0
    return date(year, 2, 28) if leap_day_gone else today.replace(year=year)


def _whole(typed: dict[str, str]) -> date | None:
    """A whole date in one box while the others are empty."""
    filled = [value for value in typed.values() if value]
    if len(filled) != 1:
        return None
    if iso := _ISO.fullmatch(filled[0]):
        return _from_parts(day=iso[3], month=iso[2], year=iso[1])
    if british := _BRITISH.fullmatch(filled[0]):
        return _from_parts(day=british[1], month=british[2], year=british[3])
    return None


def _from_parts(*, day: str, month: str, year: str) -> date | None:
    number = _month(month)
    if not (_is_number(day) and number and _is_number(year) and len(year) == len("2018")):
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("2018")


def _month(text: str) -> int:
    """The month's number from its number, name or first letters; 0 if it is none."""
    if _is_number(text):
        return int(text) if 1 <= int(text) <= len(MONTHS) else 0
    start = text.lower().rstrip(".")
    if len(start) < _SHORTEST_MONTH:
        return 0
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(start)), 0)


def _what_is_wrong(typed: dict[str, str], label: str) -> tuple[str, str]:
    """The first box that is wrong, and what to say about it."""
    missing = [each for each in PARTS if not typed[each]]
    if missing and len(missing) < len(PARTS):
        return missing[0], f"“{label}” must include a {' and a '.join(missing)}"
    if not _is_number(typed["day"]) or not 1 <= int(typed["day"]) <= LONGEST_MONTH:
        return "day", f"“{label}”: the day must be a number from 1 to 31"
    if not _month(typed["month"]):
        return "month", f"“{label}”: the month must be a number from 1 to 12, or its name"
    if not _is_number(typed["year"]) or len(typed["year"]) != len("2018"):
        return "year", f"“{label}”: the year must have 4 numbers, like 2018"
    return "day", f"“{label}”: there is no such day in that month"


def _outside(question: Question, found: date, today: date) -> str:
    if question.past and found >= today:
        return f"“{question.label}” must be in the past"
    earliest, latest = moment(question.earliest, today), moment(question.latest, today)
    if earliest and found < earliest:
        return f"“{question.label}” must be {words(earliest)} or later. Check the year"
    if latest and found > latest:
        if latest == today:
            return f"“{question.label}” must be today or earlier"
        return f"“{question.label}” must be {words(latest)} or earlier"
    return ""
