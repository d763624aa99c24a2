"""What a family wishes when a plan is proposed: a setting (s38(2)(b)(ii)), and a meeting."""

from datetime import date, datetime, time
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Retention, Versioned, moment


class PlacePreference(Versioned, table=True):
    """One setting that form 8 asks for, and why the council does not name it (s39(3) and (4)).

    ``place`` is its number in the form; the row is made when staff first do something about it.
    """

    __tablename__ = "place_preference"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("submission_id", "place"),)

    case_id: str = Field(foreign_key="case.id", index=True)
    submission_id: str = Field(foreign_key="submission.id")
    place: int
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    """Which one of the list it is, when staff had to say so."""
    plan_version_id: str | None = Field(default=None, foreign_key="plan_version.id", index=True)
    """The version that was proposed when the council said why it is not named."""
    ground: str | None = Field(default=None, max_length=40)
    """``unsuitable``, ``others_education``, ``resources``; ``representation`` for one that section
    38(3) does not list, about which reasons are enough."""
    reason: str = ""
    evidence: str = ""
    answered_on: date | None = None
    answered_by_id: str | None = Field(default=None, foreign_key="account.id")


class PlanMeeting(Versioned, table=True):
    """The meeting about a draft or proposed changes that a family has a right to (Reg 13(1)(b))."""

    __tablename__ = "plan_meeting"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    representation_id: str = Field(foreign_key="representation.id", unique=True)
    on: date | None = None
    starts_at: time | None = None
    """In the time of Europe/London."""
    minutes: int = 60
    how: str = Field(default="", max_length=20)
    """``in_person``, ``video`` or ``phone``."""
    place: str = Field(default="", max_length=300)
    """Address, or the address of the video room; never in an e-mail."""
    note: str = Field(default="", max_length=4000)
    """What was said, as the family reads it."""
    held_on: date | None = None
    withdrawn_on: date | None = None
    """The day on which the family said that it does not want to meet any more."""
    set_by_id: str | None = Field(default=None, foreign_key="account.id")
    set_at: datetime = moment()
