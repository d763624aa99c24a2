"""How people want to hear of news, and where their own calendar is."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class AlertKind(StrEnum):
    """A kind of thing that happened, as the alert says it."""

    MESSAGE = "message"
    DOCUMENT = "document"
    TO_COMPLETE = "to_complete"
    STAGE = "stage"


class AlertBy(StrEnum):
    """How somebody wants to hear of a kind of thing."""

    EMAIL = "email"
    TEXT = "text"
    NONE = "none"


class AlertChoice(Versioned, table=True):
    """One person's choice for one kind; without a row it is e-mail."""

    __tablename__ = "alert_choice"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT
    __table_args__ = (sa.UniqueConstraint("account_id", "kind"),)

    account_id: str = Field(foreign_key="account.id")
    kind: AlertKind = Field(sa_type=closed_set(AlertKind))
    by: AlertBy = Field(sa_type=closed_set(AlertBy))
    chosen_at: datetime = moment()


class Alert(Record, table=True):
    """Something to tell a person; several that come at once go out as one digest."""

    __tablename__ = "alert"
    __retention__: ClassVar[Retention] = Retention.MAIL
    __table_args__ = (
        sa.Index(
            "ix_alert_waiting",
            "account_id",
            "sendable_at",
            sqlite_where=sa.column("sent_at").is_(None),
            postgresql_where=sa.column("sent_at").is_(None),
        ),
    )

    account_id: str = Field(foreign_key="account.id")
    case_id: str | None = Field(default=None, foreign_key="case.id")
    kind: AlertKind = Field(sa_type=closed_set(AlertKind))
    path: str = Field(max_length=200)
    """Where it is to be seen; holds ids only."""
    act_by: str | None = Field(default=None, max_length=10)
    """The day by which to act, as 2026-11-22."""
    dedupe_key: str | None = Field(default=None, max_length=120, unique=True)
    made_at: datetime = moment()
    sendable_at: datetime
    sent_at: datetime | None = None
    seen_at: datetime | None = None


class CalendarFeed(Record, table=True):
    """A private address at which a calendar program reads the key dates of one's cases."""

    __tablename__ = "calendar_feed"
    __retention__: ClassVar[Retention] = Retention.ACCOUNT

    account_id: str = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = moment()
    last_read_at: datetime | None = None
    revoked_at: datetime | None = None
