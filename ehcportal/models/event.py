"""The case timeline: what happened, and who may see it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.models.base import JSON_DOCUMENT, Retention, closed_set, moment, new_id

DOCUMENT = "document"
"""The fact that says which document a line names: its title goes when that is withdrawn."""


class EventAudience(StrEnum):
    """Who sees a line of the timeline."""

    FAMILY = "family"
    PROFESSIONALS = "professionals"
    STAFF = "staff"


class Event(SQLModel, table=True):
    """A line of the timeline of a case or, before there is one, of a request."""

    __tablename__ = "event"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index("ix_event_case", "case_id", "seq"),
        sa.Index("ix_event_request", "request_id", "seq"),
    )

    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, max_length=26, unique=True)
    case_id: str | None = Field(default=None, foreign_key="case.id")
    request_id: str | None = Field(default=None, foreign_key="request.id")
    access_request_id: str | None = Field(default=None, foreign_key="access_request.id")
    kind: str = Field(max_length=60)
    """A key of ``content/events``: the sentence is data, not stored text."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    audience: EventAudience = Field(sa_type=closed_set(EventAudience))
    only_account_id: str | None = Field(default=None, foreign_key="account.id")
    by_id: str | None = Field(default=None, foreign_key="account.id")
    key: bool = False
    """Whether the law cares about it: drawn with a large dot."""
    on: date
    at: datetime = moment()
