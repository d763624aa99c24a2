"""Forms: definitions as they were, answers in the making, answers as sent."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, Versioned, moment


class FormVersion(SQLModel, table=True):
    """The exact definition under which answers were given, kept so that they stay readable."""

    __tablename__ = "form_version"
    __retention__: ClassVar[Retention] = Retention.CASE

    digest: str = Field(primary_key=True, max_length=64)
    form_id: str = Field(max_length=80, index=True)
    number: int
    source: str
    """The definition as canonical JSON, complete enough to show every answer again."""
    first_used_at: datetime = moment()


class Draft(Versioned, table=True):
    """Answers in the making. It belongs to a browser first, to the account from the login on."""

    __tablename__ = "draft"
    __retention__: ClassVar[Retention] = Retention.DRAFT
    __table_args__ = (sa.Index("ix_draft_account", "account_id", "form_id"),)

    form_id: str = Field(max_length=80)
    form_digest: str = Field(max_length=64)
    account_id: str | None = Field(default=None, foreign_key="account.id")
    browser_hash: str | None = Field(default=None, max_length=64, index=True)
    case_id: str | None = Field(default=None, foreign_key="case.id")
    assignment_id: str | None = Field(default=None, foreign_key="form_assignment.id")
    advice_request_id: str | None = Field(default=None, max_length=26)
    """The id of the ask for advice that it answers (form 9); no foreign key, to make no circle."""
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    """The school or college for which it is filled in (form 3)."""
    for_request_id: str | None = Field(default=None, max_length=26)
    """The request on paper that staff write down in the form with whoever asked (row C09)."""
    language: str = Field(default="en", max_length=12)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """What was typed, right or wrong, by question id."""
    pages_seen: list[str] = Field(default_factory=list, sa_type=JSON_DOCUMENT)
    """Pages on which Next was pressed: their problems are shown in the menu."""
    windows: dict[str, str] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """By question id, the window that wrote its answer last: a window never clashes with itself."""
    filled_for_id: str | None = Field(default=None, foreign_key="account.id")
    """The account from which empty answers were filled; done once: what is cleared stays."""
    created_at: datetime = moment()
    saved_at: datetime = moment()
    expires_at: datetime = Field(index=True)
    reminded_at: datetime | None = None
    sent_at: datetime | None = None
    discarded_at: datetime | None = None


class DraftFile(Record, table=True):
    """A file that was added to a question of a draft."""

    __tablename__ = "draft_file"
    __retention__: ClassVar[Retention] = Retention.DRAFT

    draft_id: str = Field(foreign_key="draft.id", index=True)
    question_id: str = Field(max_length=80)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)
    added_at: datetime = moment()


class Submission(Record, table=True):
    """Answers as they were sent: never changed. An amendment is a contribution beside it."""

    __tablename__ = "submission"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_submission_account", "account_id", "submitted_at"),)

    reference: str = Field(max_length=20, unique=True)
    form_id: str = Field(max_length=80)
    form_digest: str = Field(foreign_key="form_version.digest", max_length=64)
    draft_id: str | None = Field(default=None, foreign_key="draft.id", unique=True)
    account_id: str = Field(foreign_key="account.id")
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    """Who of staff wrote it down for somebody else, whose form it is all the same (row C09)."""
    assignment_id: str | None = Field(default=None, foreign_key="form_assignment.id", unique=True)
    case_id: str | None = Field(default=None, foreign_key="case.id", index=True)
    language: str = Field(default="en", max_length=12)
    title: str = Field(max_length=200)
    about: str = Field(default="", max_length=210)
    """Whom it is about, as the sender wrote it."""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    fingerprint: str = Field(max_length=64)
    """SHA-256 of the canonical answers and the hashes of the files."""
    received_on: date
    submitted_at: datetime = moment()


class SubmissionFile(Record, table=True):
    """A file that was sent with a form."""

    __tablename__ = "submission_file"
    __retention__: ClassVar[Retention] = Retention.CASE

    submission_id: str = Field(foreign_key="submission.id", index=True)
    question_id: str = Field(max_length=80)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)


class Contribution(Record, table=True):
    """A later dated addition, shown beside what was sent."""

    __tablename__ = "contribution"
    __retention__: ClassVar[Retention] = Retention.CASE

    submission_id: str = Field(foreign_key="submission.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    on_behalf_of_child: bool = False
    question_id: str | None = Field(default=None, max_length=80)
    share: str = Field(default="", max_length=20)
    """``case`` where advisers may read it, ``council`` where nobody else may; empty: not said."""
    text: str
    added_at: datetime = moment()


class ContributionFile(Record, table=True):
    """A file that came with an addition."""

    __tablename__ = "contribution_file"
    __retention__: ClassVar[Retention] = Retention.CASE

    contribution_id: str = Field(foreign_key="contribution.id", index=True)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)


class FormAssignment(Versioned, table=True):
    """An ask to fill in a form for a case (guide row U08)."""

    __tablename__ = "form_assignment"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    form_id: str = Field(max_length=80)
    account_id: str = Field(foreign_key="account.id", index=True)
    due_on: date | None = None
    assigned_by_id: str | None = Field(default=None, foreign_key="account.id")
    assigned_at: datetime = moment()
    cancelled_at: datetime | None = None
