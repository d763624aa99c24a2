"""People of the council's own side, and the teams they work in."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class StaffRole(StrEnum):
    """What a member of staff is employed to do."""

    CASEWORKER = "caseworker"
    BUSINESS_SUPPORT = "business_support"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class StaffMember(Versioned, table=True):
    """A dated role of an account on the council's side."""

    __tablename__ = "staff_member"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    account_id: str = Field(foreign_key="account.id", index=True)
    role: StaffRole = Field(sa_type=closed_set(StaffRole))
    job_title: str | None = Field(default=None, max_length=100)
    phone: str | None = Field(default=None, max_length=30)
    available: str | None = Field(default=None, max_length=100)
    """When they can be reached, as families read it: "Monday to Thursday"."""
    away_from: date | None = None
    away_to: date | None = None
    """The last day away; who stands in is the cover of each case."""
    from_on: date
    to_on: date | None = None
    created_at: datetime = moment()


class Team(Versioned, table=True):
    """A team of caseworkers, often for an area."""

    __tablename__ = "team"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    name: str = Field(max_length=100, unique=True)


class TeamMembership(Record, table=True):
    """Who belongs to a team, from when to when."""

    __tablename__ = "team_membership"
    __retention__: ClassVar[Retention] = Retention.COUNCIL

    team_id: str = Field(foreign_key="team.id", index=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    from_on: date
    to_on: date | None = None
