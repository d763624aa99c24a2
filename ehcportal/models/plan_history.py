"""What became of each line of a plan while it was written: nothing that was written is lost."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, closed_set, moment
from ehcportal.models.plan import Section


class LineAct(StrEnum):
    """What somebody did to a line."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"


class PlanLineState(Record, table=True):
    """A line as it was after one change: an appended row, from which it can be brought back.

    A line that was copied into a new version has no row there until somebody changes it: what it
    said before stands in the version it was copied from, which no longer changes.
    """

    __tablename__ = "plan_line_state"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("plan_version_id", "line_key", "number"),)

    plan_version_id: str = Field(foreign_key="plan_version.id")
    line_key: str = Field(max_length=26)
    number: int
    """``PlanLine.version`` after the change; of a removal, the number the line would have had."""
    act: LineAct = Field(sa_type=closed_set(LineAct))
    section: Section = Field(sa_type=closed_set(Section))
    place: int
    area: str | None = Field(default=None, max_length=40)
    text: str = ""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    voice_piece_id: str | None = Field(default=None, foreign_key="voice_piece.id")
    agreed_by_health_on: date | None = None
    by_id: str | None = Field(default=None, foreign_key="account.id")
    at: datetime = moment()
