"""Who else may see: what one parent shares with another, whom the council blocks, who had to look.

The ties themselves are in ``models.person``; the rights of a young person as well.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment
from ehcportal.models.person import View


class SharingRule(Versioned, table=True):
    """What one adult of a family sends may be seen by another one: dated, by the caseworker.

    Without a rule nothing is shared. It goes one way: from whom, to whom.
    """

    __tablename__ = "sharing_rule"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_sharing_rule_person", "person_id", "to_account_id"),)

    person_id: str = Field(foreign_key="person.id")
    from_account_id: str = Field(foreign_key="account.id")
    to_account_id: str = Field(foreign_key="account.id")
    reason: str = Field(max_length=500)
    made_by_id: str = Field(foreign_key="account.id")
    made_at: datetime = moment()
    ended_at: datetime | None = None
    ended_by_id: str | None = Field(default=None, foreign_key="account.id")


class AccessBlock(Versioned, table=True):
    """An address that may not be invited to a child, on safeguarding grounds."""

    __tablename__ = "access_block"
    __retention__: ClassVar[Retention] = Retention.CASE

    person_id: str = Field(foreign_key="person.id", index=True)
    email_folded: str = Field(max_length=254)
    reason: str = Field(max_length=1000)
    """For staff alone."""
    made_by_id: str = Field(foreign_key="account.id")
    made_at: datetime = moment()
    lifted_at: datetime | None = None
    lifted_by_id: str | None = Field(default=None, foreign_key="account.id")


class CaseOpening(Record, table=True):
    """An administrator opened a case for a reason that was recorded; it shuts by itself."""

    __tablename__ = "case_opening"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_case_opening_account", "account_id", "until"),)

    case_id: str = Field(foreign_key="case.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    reason: str = Field(max_length=1000)
    opened_at: datetime = moment()
    until: datetime


class RightsKind(StrEnum):
    """What was recorded about who holds a young person's rights (sections 80 and 83 of the Act)."""

    PARENT_SEES = "parent_sees"
    """The young person decided how much a parent sees."""
    LACKS_CAPACITY = "lacks_capacity"
    """The young person cannot decide this; the parent stands in their place (Reg 64)."""
    HAS_CAPACITY = "has_capacity"
    """An earlier record of missing capacity no longer holds."""


class RightsRecord(Record, table=True):
    """A line in the history of a young person's rights: appended, never changed."""

    __tablename__ = "rights_record"
    __retention__: ClassVar[Retention] = Retention.CASE

    person_id: str = Field(foreign_key="person.id", index=True)
    kind: RightsKind = Field(sa_type=closed_set(RightsKind))
    relationship_id: str | None = Field(default=None, foreign_key="relationship.id")
    view: View | None = Field(default=None, sa_type=closed_set(View))
    how: str = Field(max_length=1000)
    """How staff heard it, or how capacity was assessed; "In the portal" when they said it here."""
    on: date
    by_id: str = Field(foreign_key="account.id")
    at: datetime = moment()
