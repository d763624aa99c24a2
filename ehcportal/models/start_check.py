"""Whether what a final plan says has begun: looked at after four weeks, as good practice."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from ehcportal.models.base import Record, Retention, moment


class StartCheck(Record, table=True):
    """A look at whether the provision of a final plan has begun (section 42 of the Act).

    No law says when to look; the duty to secure the provision runs from the final plan on.
    """

    __tablename__ = "start_check"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    plan_version_id: str = Field(foreign_key="plan_version.id", index=True)
    checked_on: date
    all_there: bool
    missing: str = Field(default="", max_length=4000)
    """What has not begun, and what is done about it."""
    by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()
