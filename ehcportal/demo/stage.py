"""What the demo needs while its stories are told: the session, the people, the days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from sqlmodel import Session, SQLModel

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.person import Person
from ehcportal.models.setting import Service
from ehcportal.portal import Portal

Row = TypeVar("Row", bound=SQLModel)


@dataclass
class Stage:
    """Everything a story needs while it is told."""

    session: Session
    accounts: Mapping[str, Account]
    portal: Portal
    people: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    team_id: str | None = None

    @property
    def prefix(self) -> str:
        """The letters with which the council's references begin."""
        return self.portal.profile.council.reference_prefix

    def add(self, row: Row) -> Row:
        """Keep a row."""
        self.session.add(row)
        return row


def day(ago: int) -> date:
    """Return the day that many days before today."""
    return clock.today() - timedelta(days=ago)


def noon(ago: int) -> datetime:
    """Return noon of that day, in UTC."""
    return datetime.combine(day(ago), time(12), tzinfo=UTC)
