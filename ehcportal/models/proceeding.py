"""What runs beside the stages: mediation, appeals, orders, reassessment; moves between councils."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.facts import ProceedingKind
from ehcportal.domain.orders import OrderKind
from ehcportal.domain.proceedings import StepKind
from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, Versioned, closed_set, moment


class Proceeding(Versioned, table=True):
    """Mediation, an appeal, a tribunal's order or a reassessment; what happens in it are steps."""

    __tablename__ = "proceeding"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    kind: ProceedingKind = Field(sa_type=closed_set(ProceedingKind))
    decision_id: str | None = Field(default=None, foreign_key="decision.id")
    plan_version_id: str | None = Field(default=None, foreign_key="plan_version.id")
    """What it is about: a decision, or what a final plan says or names."""
    about: list[str] = Field(default_factory=list, sa_type=JSON_DOCUMENT)
    """``assess``, ``issue``, the letters of sections, ``cease`` …"""
    reference: str = Field(default="", max_length=60)
    started_on: date
    ended_on: date | None = None
    created_at: datetime = moment()


class ProceedingStep(Record, table=True):
    """One dated happening; an error is corrected by a further row."""

    __tablename__ = "proceeding_step"
    __retention__: ClassVar[Retention] = Retention.CASE

    proceeding_id: str = Field(foreign_key="proceeding.id", index=True)
    kind: StepKind = Field(sa_type=closed_set(StepKind))
    on: date
    order: OrderKind | None = Field(default=None, sa_type=closed_set(OrderKind))
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    note: str = Field(default="", max_length=4000)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    corrects_id: str | None = Field(default=None, foreign_key="proceeding_step.id")
    by_id: str | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = moment()


class AppealNote(Versioned, table=True):
    """What a family keeps for itself while it weighs an appeal (form 17). Staff never read it."""

    __tablename__ = "appeal_note"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("case_id", "account_id"),)

    case_id: str = Field(foreign_key="case.id")
    account_id: str = Field(foreign_key="account.id")
    sealed_text: str = ""
    """Encrypted with the key ring, so that no list or export of the council shows it."""
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """Ticks of the checklist; nothing in words."""
    certificate_file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    """The mediation certificate; staff read it only as the document that was shared."""
    sealed_certificate_name: str = ""
    shared_document_id: str | None = Field(default=None, foreign_key="document.id")
    saved_at: datetime = moment()


class MoveDirection(StrEnum):
    """Whether a child with a plan moves in or out."""

    IN = "in"
    OUT = "out"


class Move(Versioned, table=True):
    """A move of a child with a plan between two councils (Regulation 15)."""

    __tablename__ = "move"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    direction: MoveDirection = Field(sa_type=closed_set(MoveDirection))
    other_council: str = Field(max_length=150)
    known_on: date
    moves_on: date
    transferred_on: date | None = None
    plan_made_on: date | None = None
    """Of a plan that came in: when it was made or last reviewed."""
    family_told_on: date | None = None
    will_reassess: bool | None = None
    document_id: str | None = Field(default=None, foreign_key="document.id")
    """The plan pack that was sent or came."""
    arranged_place: str = Field(default="", max_length=150)
    arranged_why: str = Field(default="", max_length=2000)
    arranged_from: date | None = None
    arranged_told_on: date | None = None
    """Where the child goes meanwhile, because the school named is too far away (Reg 15(6))."""
    fell_through_on: date | None = None
    by_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = moment()


class HealthBodyChange(Versioned, table=True):
    """Another NHS body becomes responsible for a child with a plan (Regulation 16)."""

    __tablename__ = "health_body_change"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    old_body: str = Field(max_length=150)
    new_body: str = Field(max_length=150)
    known_on: date
    """The day the old body knew of it."""
    told_on: date | None = None
    """The day the old body told the new one."""
    by_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = moment()
