"""What a form is: pages of questions, read from TOML and never changed afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ehcportal.forms.conditions import Condition

FOR_A_CASE = frozenset(
    {"for_case", "complain", "give_advice", "review_paper", "ask_again", "ask_budget"}
)
"""The effects of forms that are about a case. All others stand at the portal's own door."""

SYMBOLS = "symbols"
"""How the answers of a choice are shown to who does not read: each as a symbol over its words."""


class QuestionType(StrEnum):
    """The ways a question can be asked; each has a module in ``fields`` and a template."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    RICH_TEXT = "rich_text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    NAME = "name"
    ADDRESS = "address"
    PERSON = "person"
    SETTING = "setting"
    FILES = "files"
    GROUP = "group"
    DECLARATION = "declaration"


class PageKind(StrEnum):
    """What a page is for. Only a sign-in page and a submit page behave differently."""

    GUIDE = "guide"
    SIGN_IN = "sign_in"
    QUESTIONS = "questions"
    FILES = "files"
    SUBMIT = "submit"


class Starter(StrEnum):
    """Who may begin a form."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SENCO = "senco"
    """A SENCo, for a pupil of the setting who has a plan."""
    STAFF = "staff"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers a question offers. ``symbol`` is its picture where answers have any."""

    value: str
    label: str
    hint: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    ``max`` counts characters, entries or files. ``earliest`` and ``latest`` are ``today``, a number
    of years from today such as ``-26 years``, or an ISO date. ``staff_only`` answers are for the
    council alone and never shown to another family member. ``questions`` are those of one entry of
    a repeating group, or what is asked about each file.
    """

    id: str
    type: QuestionType
    label: str
    hint: str = ""
    help: str = ""
    required: bool = False
    required_message: str = ""
    max: int = 0
    format: str = ""
    asked_when: Condition | None = None
    fill_from: str = ""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    shown_as: str = ""
    past: bool = False
    earliest: str = ""
    latest: str = ""
    autocomplete: str = ""
    rows: int = 0
    staff_only: bool = False
    entry_name: str = ""
    questions: tuple["Question", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One step of the form with its own address, heading and place in the menu."""

    id: str
    title: str
    kind: PageKind = PageKind.QUESTIONS
    intro: tuple[str, ...] = ()
    help: str = ""
    asked_when: Condition | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Which questions say whom the form is about: they fill ``{child}`` in every text."""

    who: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A whole form. ``digest`` is the SHA-256 of ``source``, its canonical JSON in all languages.

    A submission keeps the digest, so that what was asked can be proved years later.
    """

    id: str
    version: int
    title: str
    purpose: str
    who_may_start: tuple[Starter, ...]
    pages: tuple[Page, ...]
    on_submission: str
    reference_prefix: str
    sign_in_page: str = ""
    menu: bool = True
    submit_words: str = ""
    """What stands on the button that sends it, where a guide has another word for it."""
    after: tuple[str, ...] = ()
    subject: Subject = Subject()
    language: str = "en"
    digest: str = ""
    source: str = field(default="", repr=False)

    def page(self, page_id: str) -> Page | None:
        """Return the page with this id, asked or not."""
        return next((page for page in self.pages if page.id == page_id), None)

    def questions(self) -> Iterator[tuple[Page, Question]]:
        """Every question in the order in which it is asked, without those inside groups."""
        for page in self.pages:
            for question in page.questions:
                yield page, question

    def question(self, question_id: str) -> Question | None:
        """Return the question with this id, wherever it stands."""
        return next((asked for _, asked in self.questions() if asked.id == question_id), None)
