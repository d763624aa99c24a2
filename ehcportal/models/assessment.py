"""What follows a yes: the assessment, the advice asked for, decisions and exceptions."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.facts import DecisionKind, Outcome, PlanKind
from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class Decision(Record, table=True):
    """A decision of the council: an appended row, corrected only by a further row."""

    __tablename__ = "decision"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_decision_case", "case_id", "decided_on"),)

    case_id: str = Field(foreign_key="case.id")
    request_id: str | None = Field(default=None, foreign_key="request.id")
    review_id: str | None = Field(default=None, foreign_key="review.id")
    kind: DecisionKind = Field(sa_type=closed_set(DecisionKind))
    outcome: Outcome = Field(sa_type=closed_set(Outcome))
    reason: str = Field(default="", max_length=8000)
    legal_ground: str | None = Field(default=None, max_length=200)
    decided_on: date
    notified_on: date | None = None
    decided_by_id: str | None = Field(default=None, foreign_key="account.id")
    corrects_id: str | None = Field(default=None, foreign_key="decision.id")
    created_at: datetime = moment()


class TimeException(Record, table=True):
    """A legal ground that excuses lateness. The date by law stays where it is (Reg 5(4), 10(4))."""

    __tablename__ = "time_exception"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    duty: str = Field(max_length=60)
    ground: str = Field(max_length=60)
    from_on: date
    to_on: date | None = None
    evidence: str = Field(default="", max_length=4000)
    approved_by_id: str | None = Field(default=None, foreign_key="account.id")
    family_told_on: date | None = None
    created_at: datetime = moment()


class AdviceRequest(Versioned, table=True):
    """One adviser, one ask, six weeks of its own (Reg 6(1) and 8(1))."""

    __tablename__ = "advice_request"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    service_id: str | None = Field(default=None, foreign_key="service.id")
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    role: str = Field(max_length=100)
    """As the family reads it: "Educational psychologist"."""
    paragraph: str = Field(default="f", max_length=2)
    """The paragraph of Reg 6(1) under which it is asked for, a to h."""
    adviser_name: str | None = Field(default=None, max_length=150)
    asked_on: date
    received_on: date | None = None
    not_known_to_service: bool = False


class Involvement(Record, table=True):
    """A professional known to be involved with the child, as staff noted it (guide row U07)."""

    __tablename__ = "involvement"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    name: str = Field(default="", max_length=150)
    role: str = Field(max_length=100)
    service: str = Field(default="", max_length=150)
    from_on: date | None = None
    to_on: date | None = None


class ReviewKind(StrEnum):
    """Annual, or asked for early."""

    ANNUAL = "annual"
    EARLY = "early"


class Review(Versioned, table=True):
    """One review of a plan (section 44 of the Act)."""

    __tablename__ = "review"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    kind: ReviewKind = Field(default=ReviewKind.ANNUAL, sa_type=closed_set(ReviewKind))
    due_on: date | None = None
    meeting_on: date | None = None
    report_on: date | None = None
    created_at: datetime = moment()


class Plan(Versioned, table=True):
    """The EHC plan of a case; what it says is in its versions."""

    __tablename__ = "plan"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", unique=True)
    created_at: datetime = moment()


class PlanVersion(Versioned, table=True):
    """A numbered draft, final or amendment of the plan."""

    __tablename__ = "plan_version"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: str = Field(foreign_key="plan.id")
    number: int
    kind: PlanKind = Field(sa_type=closed_set(PlanKind))
    served_on: date | None = None
    """The London day of service, when its windows begin; empty while it is being written."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    created_at: datetime = moment()
