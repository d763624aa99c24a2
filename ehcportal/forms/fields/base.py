"""What all question types share: what was posted, what is known, problems, shown answers."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from ehcportal.domain.letters import composed
from ehcportal.domain.plan_differences import PartChange
from ehcportal.forms.conditions import Answer
from ehcportal.forms.definition import Option, Question

LONGEST_KEPT = 200_000
"""Characters of one box that are kept at all, whatever its limit: beyond, the post is refused."""

_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Posted(Protocol):
    """What a browser sent: werkzeug's MultiDict, or anything with these two methods."""

    def getlist(self, key: str) -> list[str]:
        """Every value sent under this name."""

    def keys(self) -> Iterable[str]:
        """Every name sent."""


class Refused(ValueError):
    """A post that no page of ours can have sent: unknown, doubled or endless fields."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. ``field_id`` is the id of the control that takes the focus.

    ``missing`` tells an answer not given yet from a wrong one.
    """

    field_id: str
    message: str
    question: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as people read it.

    Lines of plain text; beside them, for rich text, sanitised HTML; for groups and files the
    labelled parts of each entry. ``changes`` are words that go and come in a line of the plan,
    ``symbols`` the names of the symbols whose words the lines are.
    """

    lines: tuple[str, ...] = ()
    html: str = ""
    entries: tuple[tuple[tuple[str, "Shown"], ...], ...] = ()
    changes: tuple[PartChange, ...] = ()
    symbols: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.lines or self.html or self.entries or self.changes)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A child or young person already on the account."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SettingMatch:
    """A school, college or nursery from the council's list."""

    id: str
    name: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file already added to this draft. ``state``: received, scanning, clean or blocked."""

    id: str
    question: str
    name: str
    size: int = 0
    state: str = "clean"


def no_settings(_text: str) -> Sequence[SettingMatch]:
    """Stand in for a council without a list of settings."""
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known besides the answers: the day, the account, the council's lists.

    ``seen`` are the pages that were sent at least once; ``words`` fill ``{council}`` and the like.
    """

    today: date
    signed_in: bool = False
    people: tuple[KnownPerson, ...] = ()
    files: tuple[FileRow, ...] = ()
    seen: frozenset[str] = frozenset()
    search_settings: Callable[[str], Sequence[SettingMatch]] = no_settings
    words: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Questions that the law has answered: the one right answer, and what to say to another."""


class Field(Protocol):
    """What every module in this package offers.

    ``name`` is the name of the input, which differs from the question's id within groups.
    """

    def names(self, question: Question, name: str, posted: Posted) -> set[str]:
        """Every input name that this question may send."""

    def read(self, question: Question, name: str, posted: Posted) -> Answer:
        """Return the answer to store: what was typed, also when it is wrong."""

    def check(
        self, question: Question, name: str, answer: Answer, context: Context
    ) -> list[Problem]:
        """Say what is wrong with an answer that is not empty."""

    def show(self, question: Question, answer: Answer, context: Context) -> Shown:
        """Return the answer as people read it."""

    def focus(self, question: Question, name: str) -> str:
        """Return the id of the first control."""


def one(posted: Posted, name: str) -> str:
    """Return the single value sent as ``name``, or nothing. Raises Refused if there are several."""
    values = posted.getlist(name)
    if len(values) > 1:
        raise Refused(f"{name} was sent {len(values)} times")
    value = values[0] if values else ""
    if len(value) > LONGEST_KEPT:
        raise Refused(f"{name} is longer than {LONGEST_KEPT} characters")
    return value


def paragraphs(value: str) -> str:
    """Text of several lines without control characters, with plain line ends, in NFC."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (sign for sign in value if sign == "\n" or unicodedata.category(sign) not in _BARRED)
    return composed(_UNSEEN.sub("", "".join(kept))).strip()


_BARRED = frozenset({"Cc", "Cs"})


def line(value: str) -> str:
    """Text of one line: the same, with every run of white space as one space."""
    return " ".join(paragraphs(value).split())


def text(answer: Answer | None) -> str:
    """The answer if it is a text, else nothing: stored answers may come from an older form."""
    return answer if isinstance(answer, str) else ""


def part(answer: Answer | None, key: str) -> str:
    """One part of an answer that has parts, or nothing."""
    return text(answer.get(key)) if isinstance(answer, dict) else ""


def listed(answer: Answer | None) -> list[Answer]:
    """The answer if it is a list, else an empty one."""
    return answer if isinstance(answer, list) else []


def too_long(value: str, limit: int, label: str) -> str:
    """Say by how much ``value`` is over ``limit`` characters, or nothing."""
    over = len(value) - limit
    if over <= 0:
        return ""
    signs = "character" if over == 1 else "characters"
    return f"“{label}” is {over:,} {signs} too long. It can have up to {limit:,}"


def chosen(options: Iterable[Option], values: Iterable[str]) -> Shown:
    """Return the words of the chosen answers, and their symbols if all of them have one."""
    known = {option.value: option for option in options}
    found = [known.get(value, Option(value, value)) for value in values]
    symbols = tuple(each.symbol for each in found)
    return Shown(tuple(each.label for each in found), symbols=symbols if all(symbols) else ())


def shown(*lines: str) -> Shown:
    """Return plain lines, without the empty ones."""
    return Shown(tuple(each for each in lines if each))
