"""A case: one per child at this council, from the first request until it has ended."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.domain.facts import Ending
from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class Case(Versioned, table=True):
    """What the council does for one child. Its stage is worked out from the rows, never stored."""

    __tablename__ = "case"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_case_open_person",
            "person_id",
            unique=True,
            sqlite_where=sa.column("ended_on").is_(None),
            postgresql_where=sa.column("ended_on").is_(None),
        ),
        sa.Index(
            "ix_case_open_team",
            "team_id",
            sqlite_where=sa.column("ended_on").is_(None),
            postgresql_where=sa.column("ended_on").is_(None),
        ),
    )

    reference: str = Field(max_length=20, unique=True)
    """What people quote. It opens nothing by itself."""
    person_id: str = Field(foreign_key="person.id", index=True)
    team_id: str | None = Field(default=None, foreign_key="team.id", index=True)
    opened_on: date
    ended_on: date | None = None
    ended_as: Ending | None = Field(default=None, sa_type=closed_set(Ending))
    created_at: datetime = moment()


class CasePart(StrEnum):
    """The part a member of staff has in a case."""

    COORDINATOR = "coordinator"
    COVER = "cover"


class CaseAssignment(Record, table=True):
    """Who coordinates a case, from when to when."""

    __tablename__ = "case_assignment"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_case_assignment_current",
            "case_id",
            "part",
            unique=True,
            sqlite_where=sa.column("to_at").is_(None),
            postgresql_where=sa.column("to_at").is_(None),
        ),
        sa.Index("ix_case_assignment_account", "account_id", "to_at"),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    part: CasePart = Field(default=CasePart.COORDINATOR, sa_type=closed_set(CasePart))
    from_at: datetime = moment()
    to_at: datetime | None = None
    assigned_by_id: str | None = Field(default=None, foreign_key="account.id")


class CaseContributor(Record, table=True):
    """A professional who is invited for one case and one piece of advice (guide row S02)."""

    __tablename__ = "case_contributor"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_case_contributor_account", "account_id", "to_at"),)

    case_id: str = Field(foreign_key="case.id", index=True)
    account_id: str = Field(foreign_key="account.id")
    advice_request_id: str | None = Field(default=None, foreign_key="advice_request.id", index=True)
    from_at: datetime = moment()
    to_at: datetime | None = None


class Counter(SQLModel, table=True):
    """The last number given out in a series of references."""

    __tablename__ = "counter"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    name: str = Field(primary_key=True, max_length=40)
    last: int = 0
