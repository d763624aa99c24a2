"""A dated ask for an assessment, and an adult's ask for access to a case."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.facts import Closure, Source, StartReason
from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment

WAITING = sa.and_(sa.column("case_id").is_(None), sa.column("closed_at").is_(None))
"""A request that nobody has joined to a child or closed: the council's inbox."""

UNDECIDED = sa.column("decided_at").is_(None)


class CameBy(StrEnum):
    """How a request reached the council (guide row C09)."""

    PORTAL = "portal"
    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"


class Request(Versioned, table=True):
    """A request for an assessment. Its clock starts on ``received_on`` and nothing pauses it."""

    __tablename__ = "request"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "ix_request_waiting",
            "received_on",
            "id",
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    reference: str = Field(max_length=20, unique=True)
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    made_by_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    setting_id: str | None = Field(default=None, foreign_key="setting.id", index=True)
    """The school or college that asked, where one did."""
    withheld_reason: str | None = Field(default=None, max_length=2000)
    """Why the family does not read what a school or another professional sent (row D10)."""
    source: Source = Field(sa_type=closed_set(Source))
    """Who asked (section 36(1) of the Act), or who brought the child to the council's notice."""
    received_on: date
    """The London day on which it reached the council by any channel."""
    received_at: datetime = moment()
    received_earlier_reason: str | None = Field(default=None, max_length=500)
    """Why the day of receipt is before the day on which staff entered it (guide row C09)."""
    came_by: CameBy = Field(default=CameBy.PORTAL, sa_type=closed_set(CameBy))
    sender: str = Field(default="", max_length=500)
    """Who asked and how to reach them, where it did not come through the portal."""
    told: str = Field(default="")
    """What they said or wrote, in their own words, as staff put it down for them."""
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    start_reason: StartReason = Field(default=StartReason.REQUEST, sa_type=closed_set(StartReason))
    """A professional's notice starts no clock until the council decides so."""
    responsible_on: date | None = None
    child_forename: str = Field(max_length=100)
    child_surname: str = Field(max_length=100)
    child_folded: str = Field(max_length=210, index=True)
    child_birth_date: date | None = Field(default=None, index=True)
    child_upn: str | None = Field(default=None, max_length=13)
    acknowledged_letter_id: str | None = Field(default=None, max_length=26)
    """The letter that says it has come, of one that came on paper; no foreign key, no circle."""
    case_id: str | None = Field(default=None, foreign_key="case.id", index=True)
    joined_at: datetime | None = None
    joined_by_id: str | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = None
    """Kept beside the closure row so that the inbox reads one table."""


class RequestClosure(Record, table=True):
    """Why a request was closed without a decision; corrected by a further row."""

    __tablename__ = "request_closure"
    __retention__: ClassVar[Retention] = Retention.CASE

    request_id: str = Field(foreign_key="request.id", index=True)
    kind: Closure = Field(sa_type=closed_set(Closure))
    reason: str = Field(max_length=2000)
    passed_to: str | None = Field(default=None, max_length=150)
    passed_on: date | None = None
    duplicate_of_id: str | None = Field(default=None, foreign_key="request.id")
    closed_by_id: str = Field(foreign_key="account.id")
    closed_at: datetime = moment()


class RequestScan(Record, table=True):
    """A scan of what came on paper with a request; once it is joined, a document of the case."""

    __tablename__ = "request_scan"
    __retention__: ClassVar[Retention] = Retention.CASE

    request_id: str = Field(foreign_key="request.id", index=True)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    added_by_id: str | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = moment()


class Mended(StrEnum):
    """Which entry about a request was wrong."""

    DAY = "day"
    JOIN = "join"
    CLOSURE = "closure"


class RequestCorrection(Record, table=True):
    """An error about a request, put right by this further row, which says why."""

    __tablename__ = "request_correction"
    __retention__: ClassVar[Retention] = Retention.CASE

    request_id: str = Field(foreign_key="request.id", index=True)
    what: Mended = Field(sa_type=closed_set(Mended))
    reason: str = Field(max_length=2000)
    was_on: date | None = None
    now_on: date | None = None
    """The day of receipt before and from now on."""
    was_case_id: str | None = Field(default=None, foreign_key="case.id")
    """The case to which it was joined by mistake."""
    closure_id: str | None = Field(default=None, foreign_key="request_closure.id")
    """The closure that does not stand any more."""
    by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()


class AccessRequest(Versioned, table=True):
    """An adult's ask to see a child's case (guide row H01)."""

    __tablename__ = "access_request"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "ix_access_request_waiting",
            "received_at",
            "id",
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
    )

    reference: str = Field(max_length=20, unique=True)
    submission_id: str = Field(foreign_key="submission.id", unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    relationship_described_as: str = Field(default="", max_length=80)
    is_self: bool = False
    professional: bool = False
    child_forename: str = Field(max_length=100)
    child_surname: str = Field(max_length=100)
    child_folded: str = Field(max_length=210, index=True)
    child_birth_date: date | None = None
    child_upn: str | None = Field(default=None, max_length=13)
    received_at: datetime = moment()
    decided_at: datetime | None = None


class AccessOutcome(StrEnum):
    """How an access request ended."""

    APPROVED = "approved"
    TURNED_DOWN = "turned_down"


class AccessDecision(Record, table=True):
    """The council's answer to an access request."""

    __tablename__ = "access_decision"
    __retention__: ClassVar[Retention] = Retention.CASE

    access_request_id: str = Field(foreign_key="access_request.id", index=True)
    outcome: AccessOutcome = Field(sa_type=closed_set(AccessOutcome))
    reason: str = Field(max_length=2000)
    """Why, as the applicant reads it."""
    person_id: str | None = Field(default=None, foreign_key="person.id")
    relationship_id: str | None = Field(default=None, foreign_key="relationship.id")
    decided_by_id: str = Field(foreign_key="account.id")
    decided_at: datetime = moment()
