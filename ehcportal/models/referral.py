"""Early help referrals: for another team, of no case, and kept for a time of their own."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Retention, Versioned, closed_set, moment


class ReferralOutcome(StrEnum):
    """What became of a referral."""

    HELP = "help"
    PASSED_ON = "passed_on"
    NOT_WANTED = "not_wanted"
    NOT_NEEDED = "not_needed"


class Referral(Versioned, table=True):
    """A referral to the early help team (guide row H12).

    It goes with its form, files and answers when its time is over (``erase_after``).
    """

    __tablename__ = "referral"
    __retention__: ClassVar[Retention] = Retention.REFERRAL
    __table_args__ = (
        sa.Index(
            "ix_referral_waits",
            "received_at",
            "id",
            sqlite_where=sa.column("closed_at").is_(None),
            postgresql_where=sa.column("closed_at").is_(None),
        ),
        sa.Index("ix_referral_closed", "closed_at", "id"),
    )

    submission_id: str = Field(foreign_key="submission.id", unique=True)
    received_at: datetime = moment()
    closed_at: datetime | None = None
    closed_by_id: str | None = Field(default=None, foreign_key="account.id")
    outcome: ReferralOutcome | None = Field(default=None, sa_type=closed_set(ReferralOutcome))
    erase_after: datetime | None = Field(default=None, index=True)
    """Set when it is closed, from the profile's months."""
