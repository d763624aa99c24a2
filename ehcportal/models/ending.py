"""How a plan or a case ends, what a family asks for between reviews, and two records of one child.

Everything here is dated; what follows is a further row or a further day, never another word.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.ceasing import CeasingGround, Return
from ehcportal.domain.facts import Ending
from ehcportal.domain.lookagain import AskAnswer, AskedBy, AskedFor
from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class PlanEnding(Versioned, table=True):
    """That the council thinks of ending a plan: whom it asked, what they said (Regulation 31).

    The decision itself is a ``Decision`` with a letter of its own, never the letter that asked.
    """

    __tablename__ = "plan_ending"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_plan_ending_open",
            "case_id",
            unique=True,
            sqlite_where=sa.column("closed_at").is_(None),
            postgresql_where=sa.column("closed_at").is_(None),
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    ground: CeasingGround = Field(sa_type=closed_set(CeasingGround))
    why: str = Field(max_length=8000)
    """As the family reads it in the letter that asks them."""
    no_education: bool = False
    """Whether the young person is out of education and training (Regulations 29 and 30)."""
    asked_family_on: date
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    """The institution that the plan names; empty when it names none."""
    asked_setting_on: date | None = None
    answer_by: date
    """The day until which the council waits for answers: its own plan, no law sets it."""
    family_view: str = Field(default="", max_length=8000)
    family_view_on: date | None = None
    setting_view: str = Field(default="", max_length=8000)
    setting_view_on: date | None = None
    reviewed_on: date | None = None
    """When the plan was last reviewed, for whoever left and is 18 or more (Regulation 30)."""
    wants_to_return: Return | None = Field(default=None, sa_type=closed_set(Return))
    outcomes: str = Field(default="", max_length=4000)
    """Whether the outcomes of the plan were reached, for those over 18 (s45(3))."""
    asked_document_id: str | None = Field(default=None, foreign_key="document.id")
    told_document_id: str | None = Field(default=None, foreign_key="document.id")
    """The two letters: one that asks, one that decides."""
    decision_id: str | None = Field(default=None, foreign_key="decision.id")
    asked_by_id: str | None = Field(default=None, foreign_key="account.id")
    dropped_reason: str | None = Field(default=None, max_length=2000)
    closed_at: datetime | None = None
    """When it was decided, or given up."""
    created_at: datetime = moment()


class CaseEnding(Record, table=True):
    """Why a case ended, in which way and by whom. A new case begins afresh and changes nothing."""

    __tablename__ = "case_ending"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    kind: Ending = Field(sa_type=closed_set(Ending))
    ended_on: date
    reason: str = Field(max_length=2000)
    plan_ending_id: str | None = Field(default=None, foreign_key="plan_ending.id")
    move_id: str | None = Field(default=None, foreign_key="move.id")
    ended_by_id: str | None = Field(default=None, foreign_key="account.id")
    ended_at: datetime = moment()


class CaseReopening(Record, table=True):
    """That a case had not ended: the same case goes on, with its clocks, and this says why."""

    __tablename__ = "case_reopening"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    case_ending_id: str | None = Field(default=None, foreign_key="case_ending.id")
    """The ending that was a mistake."""
    reason: str = Field(max_length=2000)
    by_id: str | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = moment()


class AskAgain(Versioned, table=True):
    """An ask for a new assessment or an early review (section 44(2), Regulations 23 to 27)."""

    __tablename__ = "ask_again"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    """Form 20, or that of a setting; empty for what came on paper or from a health body."""
    asked_by: AskedBy = Field(sa_type=closed_set(AskedBy))
    asked_for: AskedFor = Field(sa_type=closed_set(AskedFor))
    asked_on: date
    """The day on which it reached the council."""
    withheld_reason: str | None = Field(default=None, max_length=2000)
    """Why the family does not read the form of a setting, as of its other requests (row D10)."""
    answer: AskAnswer | None = Field(default=None, sa_type=closed_set(AskAnswer))
    reason: str = Field(default="", max_length=4000)
    """As the family reads it."""
    setting_reads_reason: bool = False
    """Whether it was written for the setting that asked as well: who wrote it was told so."""
    answered_on: date | None = None
    answered_by_id: str | None = Field(default=None, foreign_key="account.id")
    proceeding_id: str | None = Field(default=None, foreign_key="proceeding.id")
    """The reassessment that a yes began."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = moment()


class Budget(Versioned, table=True):
    """A personal budget that was asked for (section 49); what happened with it are steps."""

    __tablename__ = "budget"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    representation_id: str | None = Field(
        default=None, foreign_key="representation.id", unique=True
    )
    """The comments on a draft with which it was asked for."""
    asked_on: date
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = moment()


class BudgetStepKind(StrEnum):
    """What can happen with a personal budget (SI 2014/1652)."""

    PREPARED = "prepared"
    NOT_PREPARED = "not_prepared"
    PAYMENT_AGREED = "payment_agreed"
    PAYMENT_REFUSED = "payment_refused"
    ASKED_TO_RECONSIDER = "asked_to_reconsider"
    RECONSIDERED_YES = "reconsidered_yes"
    RECONSIDERED_NO = "reconsidered_no"
    CHECKED = "checked"
    PAYMENT_ENDED = "payment_ended"


class BudgetStep(Record, table=True):
    """One dated happening with a personal budget; an error is corrected by a further row."""

    __tablename__ = "budget_step"
    __retention__: ClassVar[Retention] = Retention.CASE

    budget_id: str = Field(foreign_key="budget.id", index=True)
    kind: BudgetStepKind = Field(sa_type=closed_set(BudgetStepKind))
    on: date
    reason: str = Field(default="", max_length=4000)
    """As the family reads it."""
    on_premises: bool | None = None
    """Of a payment: whether it is used on the premises of a school or college."""
    consent: str = Field(default="", max_length=300)
    """Who of that school or college consented in writing, and when (SI 2014/1652, regulation 9)."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    by_id: str | None = Field(default=None, foreign_key="account.id")
    added_at: datetime = moment()


class RecordJoin(Record, table=True):
    """That two records are of one child. An alias alone: no other row changes, so it can end."""

    __tablename__ = "record_join"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_record_join_open",
            "joined_person_id",
            unique=True,
            sqlite_where=sa.column("parted_at").is_(None),
            postgresql_where=sa.column("parted_at").is_(None),
        ),
    )

    kept_person_id: str = Field(foreign_key="person.id", index=True)
    joined_person_id: str = Field(foreign_key="person.id", index=True)
    reason: str = Field(max_length=1000)
    joined_by_id: str | None = Field(default=None, foreign_key="account.id")
    joined_at: datetime = moment()
    parted_at: datetime | None = None
    parted_by_id: str | None = Field(default=None, foreign_key="account.id")
    parted_reason: str | None = Field(default=None, max_length=1000)
