"""Talk about one case."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, moment


class Thread(Versioned, table=True):
    """Messages on one subject."""

    __tablename__ = "thread"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index("ix_thread_last", "last_at", "id"),
        sa.Index(
            "ix_thread_waits",
            "waits_since",
            sqlite_where=sa.column("waits_since").is_not(None),
            postgresql_where=sa.column("waits_since").is_not(None),
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    kind: str = Field(default="general", max_length=40)
    """The message type from the council's list."""
    subject: str = Field(max_length=200)
    started_at: datetime = moment()
    handled_by_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    """Who answers for the council, if it was handed over; else the coordinator or their cover."""
    reply_due_on: date | None = Field(default=None, index=True)
    """By when the council promised an answer; empty when none is owed."""
    last_at: datetime = moment()
    """When the newest message was sent."""
    waits_since: datetime | None = None
    """When the family wrote what nobody of the council has answered; empty when nothing waits."""

    def take(self, message: "Message") -> None:
        """Note that a message has come: whose turn it is, and when it was, is never worked out."""
        self.last_at = message.sent_at
        unanswered = None if message.from_council else self.waits_since or message.sent_at
        self.waits_since = unanswered


class ThreadMember(Record, table=True):
    """Who takes part in a thread; nobody else reads it, staff of the case aside."""

    __tablename__ = "thread_member"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("thread_id", "account_id"),)

    thread_id: str = Field(foreign_key="thread.id")
    account_id: str = Field(foreign_key="account.id", index=True)


class Message(Record, table=True):
    """What one person wrote."""

    __tablename__ = "message"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_message_thread", "thread_id", "sent_at"),)

    thread_id: str = Field(foreign_key="thread.id")
    author_id: str = Field(foreign_key="account.id")
    body: str
    sent_at: datetime = moment()
    from_council: bool = False


class MessageFile(Record, table=True):
    """A file that was sent with a message."""

    __tablename__ = "message_file"
    __retention__: ClassVar[Retention] = Retention.CASE

    message_id: str = Field(foreign_key="message.id", index=True)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)


class MessageReading(Record, table=True):
    """When a person first read a message."""

    __tablename__ = "message_reading"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("message_id", "account_id"),)

    message_id: str = Field(foreign_key="message.id")
    account_id: str = Field(foreign_key="account.id", index=True)
    read_at: datetime = moment()


class PendingFile(Record, table=True):
    """A file that was chosen for a message which is not sent yet: it need not be chosen again."""

    __tablename__ = "pending_file"
    __retention__: ClassVar[Retention] = Retention.DRAFT

    account_id: str = Field(foreign_key="account.id", index=True)
    file_id: str = Field(foreign_key="stored_file.id", unique=True)
    name: str = Field(max_length=200)
    added_at: datetime = moment()
