"""One page as a browser sent it: its answers, and what the person wants to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ehcportal.forms.conditions import Answers
from ehcportal.forms.definition import Page, Question
from ehcportal.forms.fields.base import Posted, Refused, one
from ehcportal.forms.fields.registry import field_of

ENVELOPE = frozenset({"csrf_token", "then", "_idem", "_version", "_base", "_shown", "_window"})
"""Names that every form page may send besides its questions."""

WINDOW = 40
"""Characters of a window's name that are kept."""


class Then(StrEnum):
    """What the pressed button asks for; the value stands before the first colon of ``then``."""

    NEXT = "next"
    PREVIOUS = "previous"
    SAVE = "save"
    PRINT = "print"
    PDF = "pdf"
    CLOSE = "close"
    CANCEL = "cancel"
    SUBMIT = "submit"
    REFRESH = "refresh"
    ADD = "add"
    REMOVE = "remove"
    FIND = "find"

    @property
    def checks(self) -> bool:
        """Whether the page must be right before this is done."""
        return self in {Then.NEXT, Then.SUBMIT}

    @property
    def stays(self) -> bool:
        """Whether the same page is shown again."""
        return self in {Then.REFRESH, Then.ADD, Then.REMOVE, Then.FIND}


@dataclass(frozen=True, slots=True)
class Move:
    """The pressed button: what it asks for, of which question, of which entry or file."""

    then: Then
    question: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came: answers by question, the button, and the marks of the answers it was shown with.

    ``base`` holds, by question, the mark of the stored answer when the page was made; ``window``
    is the page's own random name.
    """

    answers: Answers
    move: Move
    base: dict[str, str]
    shown: frozenset[str]
    version: str = ""
    window: str = ""


def read_page(page: Page, posted: Posted) -> Sent:
    """Read what was sent for ``page``. Raises Refused for names it does not know or sent twice."""
    expected = set(ENVELOPE)
    for question in page.questions:
        expected |= field_of(question.type).names(question, question.id, posted)
    if unknown := set(posted.keys()) - expected:
        raise Refused(f"unknown fields: {', '.join(sorted(unknown))[:200]}")
    shown = _shown(page, posted)
    named = "_shown" in set(posted.keys())
    return Sent(
        answers={
            question.id: field_of(question.type).read(question, question.id, posted)
            for question in shown
        },
        move=read_move(one(posted, "then"), page),
        base=_base(one(posted, "_base")),
        shown=frozenset(question.id for question in (shown if named else page.questions)),
        version=one(posted, "_version"),
        window=one(posted, "_window")[:WINDOW],
    )


def read_move(value: str, page: Page) -> Move:
    """Read the value of ``then``: next when there is none. Raises Refused for anything unknown."""
    verb, _, rest = value.partition(":")
    question, _, entry = rest.partition(":")
    if verb and verb not in {then.value for then in Then}:
        raise Refused(f"unknown button {value[:60]!r}")
    if question and question not in {asked.id for asked in page.questions}:
        raise Refused(f"unknown button {value[:60]!r}")
    return Move(Then(verb or "next"), question, entry)


def _shown(page: Page, posted: Posted) -> list[Question]:
    """The questions that stood on the page: an unticked box sends nothing, so the page says."""
    if "_shown" in set(posted.keys()):
        listed = one(posted, "_shown").split()
        return [question for question in page.questions if question.id in listed]
    return [question for question in page.questions if _sends(question, posted)]


def _sends(question: Question, posted: Posted) -> bool:
    names = field_of(question.type).names(question, question.id, posted)
    return bool(names & set(posted.keys()))


def _base(value: str) -> dict[str, str]:
    pairs: Iterable[list[str]] = (pair.split(":") for pair in value.split())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == len(("question", "mark"))}
