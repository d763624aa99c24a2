"""How a paper reached a family, by a mail that was taken or by post, and from which day."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment

IS_UNFOLLOWED = sa.and_(
    sa.or_(sa.column("accepted_at").is_not(None), sa.column("failed_at").is_not(None)),
    sa.column("followed_at").is_(None),
)
IS_UNHEARD = sa.and_(sa.column("failed_at").is_not(None), sa.column("settled_at").is_(None))
IS_WAITING = sa.and_(sa.column("posted_on").is_(None), sa.column("closed_at").is_(None))


class ServiceMail(Record, table=True):
    """One mail about a decision or plan with its fate, kept when the outbox forgets it.

    The day of service is the later of publication and the mail server's acceptance (statute.md
    11). Each moment is written once, by whom it befalls.
    """

    __tablename__ = "service_mail"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "ix_service_mail_unfollowed",
            "made_at",
            sqlite_where=IS_UNFOLLOWED,
            postgresql_where=IS_UNFOLLOWED,
        ),
        sa.Index(
            "ix_service_mail_unheard",
            "failed_at",
            "id",
            sqlite_where=IS_UNHEARD,
            postgresql_where=IS_UNHEARD,
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    outbox_message_id: str = Field(max_length=26, unique=True)
    """Of the message in the outbox, which is forgotten after some weeks."""
    about: str = Field(default="", max_length=120)
    """What it tells of, such as ``decision:`` or ``plan:`` and the id."""
    path: str = Field(default="", max_length=200)
    """Where that is to be read."""
    made_at: datetime = moment()
    accepted_at: datetime | None = None
    """When the mail server took it."""
    failed_at: datetime | None = None
    """When it was refused for good or given up, or when it came back after it had been taken."""
    fault: str | None = Field(default=None, max_length=200)
    followed_at: datetime | None = None
    """When the dates had followed its acceptance or, after a failure, the post was asked to go."""
    settled_at: datetime | None = None
    settled_by_id: str | None = Field(default=None, foreign_key="account.id")
    settled_how: str | None = Field(default=None, max_length=2000)
    """Of a mail that failed: how the person was reached, as staff wrote it down."""


class PostReason(StrEnum):
    """Why something goes by post."""

    ON_PAPER = "on_paper"
    CHOSEN = "chosen"
    MAIL_FAILED = "mail_failed"


class PostItem(Versioned, table=True):
    """A paper that goes by post: it waits until somebody records the day (guide row C09)."""

    __tablename__ = "post_item"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "ix_post_item_waiting",
            "made_at",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    document_id: str = Field(foreign_key="document.id", index=True)
    letter_id: str | None = Field(default=None, foreign_key="letter.id", index=True)
    reason: PostReason = Field(sa_type=closed_set(PostReason))
    serves: bool = False
    """Whether the day of service follows the post: not of a copy for somebody who reads online."""
    made_by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()
    posted_on: date | None = None
    """As the newest record says; kept here so that the list reads one table."""
    closed_at: datetime | None = None
    closed_reason: str | None = Field(default=None, max_length=2000)
    """Why it does not go by post after all."""


class PostRecord(Record, table=True):
    """The day on which something was posted; an error is corrected by a further row with why."""

    __tablename__ = "post_record"
    __retention__: ClassVar[Retention] = Retention.CASE

    post_item_id: str = Field(foreign_key="post_item.id", index=True)
    posted_on: date
    reason: str = Field(default="", max_length=2000)
    by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()
