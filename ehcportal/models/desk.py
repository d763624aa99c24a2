"""The desk: letters, notes, and the clocks of each case as the work tray reads them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.models.base import (
    JSON_DOCUMENT,
    Record,
    Retention,
    Versioned,
    closed_set,
    moment,
    sort_key,
)


class Letter(Versioned, table=True):
    """A letter made from a template; once it is issued, its words and its PDF stay as they went."""

    __tablename__ = "letter"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    template: str = Field(max_length=80)
    template_digest: str = Field(max_length=64)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """The words of each placeholder and block as they were put in."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    made_by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()
    issued_on: date | None = None
    posted_on: date | None = None
    """The day it also went by post (guide row C09)."""


class CaseNote(Record, table=True):
    """A note of staff on a case: families never see it. Corrected by a further row."""

    __tablename__ = "case_note"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    text: str = Field(max_length=8000)
    written_by_id: str = Field(foreign_key="account.id")
    written_at: datetime = moment()
    corrects_id: str | None = Field(default=None, foreign_key="case_note.id")


class WaitingFor(StrEnum):
    """Who has to act next."""

    COUNCIL = "council"
    FAMILY = "family"
    SETTING = "setting"
    ADVISER = "adviser"
    HEALTH = "health"


class CaseClock(Record, table=True):
    """A running clock of a case, so that the work tray reads one index and works nothing out.

    Made again from the rows of the case in the same transaction as every change of it, by
    ``services.clockwork``; ``ehcportal verify`` compares. Never a source of truth.
    """

    __tablename__ = "case_clock"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.UniqueConstraint("case_id", "duty", "about"),
        sa.Index("ix_case_clock_due", "due_on", "case_id"),
        sa.Index("ix_case_clock_duty", "duty", "leads", "due_on", "case_id"),
    )

    case_id: str = Field(foreign_key="case.id")
    duty: str = Field(max_length=60)
    about: str = Field(default="", max_length=26)
    """The id of what it is about, where a case has several of one kind: an advice request."""
    due_on: date
    waiting_for: WaitingFor = Field(sa_type=closed_set(WaitingFor))
    statutory: bool = True
    excused: bool = False
    """Whether an exception of the law covers it; the date stays."""
    leads: bool = True
    """Whether it is the first of its duty in the case, so that a list by duty has a case once."""


NO_DATE = date(9999, 12, 30)
"""Where an open case without a running clock stands in the order of time: after all others."""

ENDED = date(9999, 12, 31)
"""Where an ended case stands, so that a list of open ones stops before it."""


LAST = "~"
"""Where a case stands in which nobody has to act and nothing is due: after all letters."""


MOVING = (
    *("born_on", "folded", "case_id"),
    *("final_on", "amended_on", "ranks_on", "setting_id"),
)
"""All that the list of those who move to the next school reads of a school year's cases."""


class CaseStanding(SQLModel, table=True):
    """Where a case stands, as the work tray sorts and filters it. Made like ``CaseClock``."""

    __tablename__ = "case_standing"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index("ix_case_standing_rank", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_stage", "stage", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_team", "team_id", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_coordinator", "coordinator_id", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_waiting", "waiting_for", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_setting", "setting_id", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_folded", "folded", "case_id"),
        sa.Index("ix_case_standing_turned", "turned", "case_id"),
        sa.Index("ix_case_standing_born", *MOVING),
        sa.Index("ix_case_standing_by_who", "by_who", "ranks_on", "case_id"),
        sa.Index("ix_case_standing_by_clock", "by_clock", "ranks_on", "case_id"),
    )

    case_id: str = Field(primary_key=True, foreign_key="case.id", max_length=26)
    stage: str = Field(max_length=40)
    situation: str = Field(default="", max_length=60)
    next_duty: str | None = Field(default=None, max_length=60)
    next_due_on: date | None = None
    ranks_on: date = NO_DATE
    """The next date, or the mark that stands for none, so that every case has a place."""
    excused: bool = False
    """Whether an exception of the law covers the next date."""
    waiting_for: WaitingFor | None = Field(default=None, sa_type=closed_set(WaitingFor))
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    team_id: str | None = Field(default=None, foreign_key="team.id")
    coordinator_id: str | None = Field(default=None, foreign_key="account.id")
    folded: str = Field(default="", sa_type=sort_key(210))
    """The child's surname and forename as lists order them."""
    turned: str = Field(default="", sa_type=sort_key(210))
    """The same with the forename in front, as people say a name."""
    born_on: date | None = None
    """The child's birthday, by which school years are told apart."""
    final_on: date | None = None
    """The day the newest final plan, changed or not, was served; none without a plan."""
    amended_on: date | None = None
    """The day the newest changed final plan was served."""
    by_who: str = Field(default=LAST, sa_type=sort_key(40))
    """Who has to act next, where a list is sorted by that."""
    by_clock: str = Field(default=LAST, sa_type=sort_key(70))
    """What is due next in the order of the process, where a list is sorted by that."""
    worked_out_at: datetime = moment()
