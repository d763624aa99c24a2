"""Legal grounds that excuse lateness."""

from datetime import date, datetime
from typing import ClassVar

from sqlmodel import Field

from ehcportal.models.base import Record, Retention, moment


class TimeException(Record, table=True):
    """A legal ground that excuses lateness. The date by law stays where it is (Reg 5(4), 10(4))."""

    __tablename__ = "time_exception"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    duty: str = Field(max_length=60)
    ground: str = Field(max_length=60)
    advice_request_id: str | None = Field(default=None, foreign_key="advice_request.id")
    """Whose advice it excuses: each body has six weeks of its own (Reg 8(2))."""
    asked_on: date | None = None
    """The day the council asked a school that closed for four weeks or more (Reg 5(4)(a), (b))."""
    from_on: date
    to_on: date | None = None
    evidence: str = Field(default="", max_length=4000)
    approved_by_id: str | None = Field(default=None, foreign_key="account.id")
    family_told_on: date | None = None
    corrects_id: str | None = Field(default=None, foreign_key="time_exception.id")
    ended_reason: str | None = Field(default=None, max_length=2000)
    """Why a further row takes the corrected one back; empty when it only changes its dates."""
    created_at: datetime = moment()
