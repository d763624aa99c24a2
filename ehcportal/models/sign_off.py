"""What waits for a second member of staff, where the council asks for two people (form 23)."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Retention, Versioned, closed_set, moment


class SignOffAbout(StrEnum):
    """What is signed off, besides the decisions to assess and to issue that are prepared."""

    FINAL_PLAN = "final_plan"
    CEASING = "ceasing"


class SignOff(Versioned, table=True):
    """One ask for a second person. It is of one wording: a change afterwards asks anew."""

    __tablename__ = "sign_off"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_sign_off_open",
            "case_id",
            "about",
            unique=True,
            sqlite_where=sa.column("closed_at").is_(None),
            postgresql_where=sa.column("closed_at").is_(None),
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    about: SignOffAbout = Field(sa_type=closed_set(SignOffAbout))
    mark: str = Field(max_length=64)
    """A mark of what was there to be signed: the version of the plan, or of the proposal."""
    words: str = Field(default="", max_length=8000)
    """What is to be sent besides, as it was written: the reasons of an end."""
    asked_by_id: str = Field(foreign_key="account.id")
    asked_at: datetime = moment()
    signed_by_id: str | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = None
    """When it was signed, or asked anew."""
