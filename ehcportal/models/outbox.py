"""E-mail and text messages that are to be sent: rows first, network later."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, closed_set, moment


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    TEXT = "text"


class OutboxMessage(Record, table=True):
    """A message to be sent, written in the transaction of the change it tells of.

    The worker claims it with a lease, so a killed process delays it and loses nothing.
    """

    __tablename__ = "outbox_message"
    __retention__: ClassVar[Retention] = Retention.MAIL
    __table_args__ = (
        sa.Index(
            "ix_outbox_message_due",
            "not_before",
            sqlite_where=sa.column("done_at").is_(None),
            postgresql_where=sa.column("done_at").is_(None),
        ),
    )

    channel: Channel = Field(default=Channel.EMAIL, sa_type=closed_set(Channel))
    template: str = Field(max_length=60)
    recipient: str = Field(max_length=254)
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    case_id: str | None = Field(default=None, foreign_key="case.id")
    language: str = Field(default="en", max_length=12)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """Values for the template that may be read by anyone: dates, paths."""
    sealed_facts: str | None = Field(default=None, max_length=4000)
    """Codes and links, encrypted with the key ring; blanked once sent or expired."""
    dedupe_key: str | None = Field(default=None, max_length=120, unique=True)
    created_at: datetime = moment()
    not_before: datetime = moment()
    expires_at: datetime | None = None
    leased_until: datetime | None = None
    attempts: int = 0
    last_fault: str | None = Field(default=None, max_length=200)
    done_at: datetime | None = None
    outcome: str | None = Field(default=None, max_length=20)
    """``sent``, ``failed``, ``expired``, or ``returned`` where it left and came back."""


class Lease(SQLModel, table=True):
    """Which process runs the periodic tasks; another takes over when the lease runs out."""

    __tablename__ = "lease"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=64)
    until: datetime


class IdempotencyKey(SQLModel, table=True):
    """A form that changed something: sent again, it has no second effect and the same answer."""

    __tablename__ = "idempotency_key"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    key: str = Field(primary_key=True, max_length=64)
    scope: str = Field(primary_key=True, max_length=64)
    """The account or browser, hashed, and the endpoint."""
    location: str = Field(max_length=500)
    created_at: datetime = moment()
    expires_at: datetime = Field(index=True)
