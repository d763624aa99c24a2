"""What somebody says of a served version of the plan, as pages show it (form 10)."""

from dataclasses import dataclass
from datetime import datetime

from ehcportal.models.plan import CommentOutcome, Representation, Section, Verdict


@dataclass(frozen=True, slots=True)
class Answered:
    """The newest answer of the council to a comment."""

    outcome: CommentOutcome
    reason: str
    line_key: str | None
    answered_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CommentFile:
    """A file of a comment; only a clean one can be opened."""

    id: str
    name: str
    size: int
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a line, or on a section where something is missing."""

    id: str
    version: int
    representation_id: str
    line_key: str | None
    section: Section
    verdict: Verdict
    text: str
    proposed: str
    answer: Answered | None
    evidence: str = ""
    files: tuple[CommentFile, ...] = ()

    @property
    def about(self) -> str:
        """What stands in an address for what the comment is about."""
        return self.line_key or f"section-{self.section}"

    @property
    def waits(self) -> bool:
        """Whether it still needs an answer: plain agreement needs none."""
        is_plain = self.verdict is Verdict.AGREE and not self.text and not self.proposed
        return self.answer is None and not is_plain


@dataclass(frozen=True, slots=True)
class Said:
    """All that one person, or one setting, says of a version."""

    row: Representation
    by: str
    comments: tuple[Comment, ...]
    answer: Answered | None = None
    """The answer to what is said of the version as a whole."""

    @property
    def is_sent(self) -> bool:
        """Whether the council has it."""
        return self.row.sent_at is not None

    @property
    def unanswered(self) -> int:
        """How many comments still wait for an answer, the whole counted as one."""
        return sum(each.waits for each in self.comments) + self.whole_waits

    @property
    def asks(self) -> bool:
        """Whether something was said of the whole, or asked for, that needs an answer."""
        row = self.row
        wishes = row.meeting or row.personal_budget or row.more_time_until
        return bool(row.overall or wishes)

    @property
    def whole_waits(self) -> bool:
        """Whether what is said of the whole still needs an answer."""
        return self.asks and self.answer is None

    @property
    def says_something(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.comments or self.row.accepts_as_it_is or self.asks)

    def about(self, what: str) -> Comment | None:
        """Return the comment on a line or section."""
        return next((each for each in self.comments if each.about == what), None)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: a person of the family or, with ``setting_id``, a setting."""

    account_id: str
    setting_id: str | None = None
