"""A school, college or nursery: from the council's list, or as free text when it is not there.

It works in two steps without a script: type a name and press Find, then choose a match. The choice
counts only for the words it was found for, so that a corrected name never keeps an old school.
"""

from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Question
from ehcportal.forms.fields import base
from ehcportal.forms.fields.base import Context, Posted, Problem, SettingMatch, Shown

LIMIT = 200
NOT_LISTED = "not-listed"
MOST_MATCHES = 8
SHORTEST_SEARCH = 2


def names(_question: Question, name: str, _posted: Posted) -> set[str]:
    """The box, the choice among matches, and the words those matches are for."""
    return {name, f"{name}-choice", f"{name}-found_for"}


def read(_question: Question, name: str, posted: Posted) -> Answer:
    """The name as typed, with the id of the match if one was chosen for these very words."""
    typed = base.line(base.one(posted, name))
    chosen = base.line(base.one(posted, f"{name}-choice"))
    found_for = base.line(base.one(posted, f"{name}-found_for"))
    if not typed:
        return ""
    return {"name": typed, "setting_id": chosen if typed == found_for else ""}


def settle(_question: Question, answer: Answer, _before: Answer, context: Context) -> Answer:
    """Give a chosen setting, or one typed exactly, its id and its name from the council's list."""
    typed, chosen = base.part(answer, "name"), base.part(answer, "setting_id")
    if not typed or chosen == NOT_LISTED:
        return answer
    for match in matches(typed, context):
        if match.id == chosen or (not chosen and match.name.casefold() == typed.casefold()):
            return {"name": match.name, "setting_id": match.id}
    return {"name": typed, "setting_id": ""}


def check(question: Question, name: str, answer: Answer, _context: Context) -> list[Problem]:
    """Too long. A name that is not on the list is fine."""
    message = base.too_long(base.part(answer, "name"), LIMIT, question.label)
    return [Problem(name, message)] if message else []


def show(_question: Question, answer: Answer, _context: Context) -> Shown:
    """Return the name."""
    return base.shown(base.part(answer, "name"))


def focus(_question: Question, name: str) -> str:
    """Return the id of the box."""
    return name


def matches(typed: str, context: Context) -> list[SettingMatch]:
    """What the council's list has for these words."""
    if len(typed) < SHORTEST_SEARCH or len(typed) > LIMIT:
        return []
    return list(context.search_settings(typed))[:MOST_MATCHES]
