"""The EHC plan: its versions, and what each says, line by line (Regulation 12)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.facts import PlanKind
from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, Versioned, closed_set, moment


class Plan(Versioned, table=True):
    """The EHC plan of a case; what it says is in its versions."""

    __tablename__ = "plan"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", unique=True)
    created_at: datetime = moment()


class PlanVersion(Versioned, table=True):
    """A numbered draft, final or amendment of the plan. From the day it is served it never changes.

    The lines of a version are its own: a new version starts as a copy of the one before.
    """

    __tablename__ = "plan_version"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "number"),
        sa.Index("ix_plan_version_served", "served_on", "id"),
    )

    plan_id: str = Field(foreign_key="plan.id")
    number: int
    kind: PlanKind = Field(sa_type=closed_set(PlanKind))
    from_version_id: str | None = Field(default=None, foreign_key="plan_version.id")
    review_id: str | None = Field(default=None, foreign_key="review.id")
    begun_by_id: str | None = Field(default=None, foreign_key="account.id")
    served_on: date | None = None
    """The London day of service, when its windows begin; empty while it is being written."""
    served_by_id: str | None = Field(default=None, foreign_key="account.id")
    comments_until: date | None = None
    """The last day to comment; by law at least 15 days beginning with service (Reg 13(1)(a))."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    editable_file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    """The same as the paper, as a file to write in, made when it was served."""
    posted_on: date | None = None
    """The day on which it also went by post, when it counts as served later (statute.md 11)."""
    health_told: str = Field(default="", max_length=300)
    """Of a final plan: how the responsible commissioning body gets it (Reg 13(2))."""
    words_sha256: str = Field(default="", max_length=64)
    """Of a version that was served here: its seal, a hash of every line with which it went out."""
    dropped_at: datetime | None = None
    created_at: datetime = moment()


class Section(StrEnum):
    """The sections of a plan, each identified by its letter (Reg 12(1))."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"
    H1 = "H1"
    H2 = "H2"
    I = "I"  # noqa: E741
    J = "J"
    K = "K"


class PlanLine(Versioned, table=True):
    """One line of a version: a need, an outcome, a provision, words of the family, a setting.

    ``key`` stays the same from version to version, so that comments, links and differences speak
    of the same line. ``version`` counts changes: an update of an older one is refused, so that
    two who write at once never lose each other's words.
    """

    __tablename__ = "plan_line"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.UniqueConstraint("plan_version_id", "key"),
        sa.Index("ix_plan_line_place", "plan_version_id", "section", "place"),
    )

    plan_version_id: str = Field(foreign_key="plan_version.id")
    key: str = Field(max_length=26)
    section: Section = Field(sa_type=closed_set(Section))
    place: int
    """Order within the section, with gaps of 1,000 so that a line fits between two."""
    area: str | None = Field(default=None, max_length=40)
    """The area of need: communication, cognition, social, sensory; empty where there is none."""
    text: str = ""
    """What the line says; of a provision: what is provided."""
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """Of a provision: who, how_much, how_often, how_long, group, where, reviewed; of an outcome:
    by_when, measured; of section I: setting_id, type; of J: amount."""
    voice_piece_id: str | None = Field(default=None, foreign_key="voice_piece.id")
    """Of section A: the piece in the family's own way that stands here."""
    agreed_by_health_on: date | None = None
    """Of section G: the day on which the commissioning body agreed (Reg 12(2))."""
    changed_by_id: str | None = Field(default=None, foreign_key="account.id")
    changed_at: datetime = moment()


class PlanLink(Record, table=True):
    """That one line answers another: need to outcome, need to provision, outcome to provision."""

    __tablename__ = "plan_link"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("plan_version_id", "from_key", "to_key"),)

    plan_version_id: str = Field(foreign_key="plan_version.id")
    from_key: str = Field(max_length=26)
    to_key: str = Field(max_length=26)


class PlanSource(Record, table=True):
    """Where a line comes from: a passage of advice, or the family's own words."""

    __tablename__ = "plan_source"
    __retention__: ClassVar[Retention] = Retention.CASE

    plan_version_id: str = Field(foreign_key="plan_version.id", index=True)
    line_key: str = Field(max_length=26)
    advice_answer_id: str | None = Field(default=None, foreign_key="advice_answer.id")
    submission_id: str | None = Field(default=None, foreign_key="submission.id")
    comment_id: str | None = Field(default=None, foreign_key="plan_comment.id")
    representation_id: str | None = Field(default=None, foreign_key="representation.id")
    consultation_id: str | None = Field(default=None, foreign_key="consultation.id")
    """Of a final plan: the overall view, or the setting's reply, for which a line differs from the
    draft (Code 9.125)."""
    passage: str = ""


class Verdict(StrEnum):
    """What somebody says of a line (form 10)."""

    AGREE = "agree"
    WRONG = "wrong"
    MISSING = "missing"
    UNCLEAR = "unclear"


class Representation(Versioned, table=True):
    """What a family or setting says of a served version as a whole; a draft until it is sent."""

    __tablename__ = "representation"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_representation_version", "plan_version_id", "sent_at"),)

    plan_version_id: str = Field(foreign_key="plan_version.id")
    account_id: str | None = Field(default=None, foreign_key="account.id")
    """Empty when staff entered what came on paper or by telephone."""
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    overall: str = ""
    accepts_as_it_is: bool = False
    meeting: str = Field(default="", max_length=20)
    """``in_person``, ``video`` or ``phone`` when a meeting is wanted (Reg 13(1)(b))."""
    meeting_when: str = Field(default="", max_length=300)
    more_time_until: date | None = None
    personal_budget: bool = False
    preference_submission_id: str | None = Field(default=None, foreign_key="submission.id")
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    began_at: datetime = moment()
    sent_at: datetime | None = None
    sent_on: date | None = None


class PlanComment(Versioned, table=True):
    """A comment on one line of a version, or on a section when something is missing there."""

    __tablename__ = "plan_comment"
    __retention__: ClassVar[Retention] = Retention.CASE

    representation_id: str = Field(foreign_key="representation.id", index=True)
    line_key: str | None = Field(default=None, max_length=26)
    section: Section = Field(sa_type=closed_set(Section))
    verdict: Verdict = Field(sa_type=closed_set(Verdict))
    text: str = ""
    proposed: str = ""
    evidence: str = Field(default="", max_length=500)
    """Where what shows it stands: a report that was sent, or an address."""
    written_at: datetime = moment()


class PlanCommentFile(Record, table=True):
    """A file that shows what a comment says."""

    __tablename__ = "plan_comment_file"
    __retention__: ClassVar[Retention] = Retention.CASE

    comment_id: str = Field(foreign_key="plan_comment.id", index=True)
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)


class CommentOutcome(StrEnum):
    """What the council did with a comment."""

    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not_taken"


class CommentAnswer(Record, table=True):
    """The council's answer to one comment, or to what is said of the plan as a whole.

    A change of an answer is a further row.
    """

    __tablename__ = "comment_answer"
    __retention__: ClassVar[Retention] = Retention.CASE

    comment_id: str | None = Field(default=None, foreign_key="plan_comment.id", index=True)
    representation_id: str | None = Field(default=None, foreign_key="representation.id", index=True)
    """Of an answer to the whole: the view, the wish for a meeting, a budget or more time."""
    outcome: CommentOutcome = Field(sa_type=closed_set(CommentOutcome))
    reason: str = Field(max_length=4000)
    line_key: str | None = Field(default=None, max_length=26)
    """The line of the next version in which it was taken up."""
    answered_by_id: str | None = Field(default=None, foreign_key="account.id")
    answered_at: datetime = moment()


class ReplyKind(StrEnum):
    """What a setting answers when it is consulted (form 19)."""

    YES = "yes"
    YES_WITH = "yes_with"
    NO = "no"


class Consultation(Versioned, table=True):
    """One setting asked about one version (s39(2), s40(2) of the Act; Code 9.83)."""

    __tablename__ = "consultation"
    __retention__: ClassVar[Retention] = Retention.CASE

    plan_version_id: str = Field(foreign_key="plan_version.id", index=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    setting_id: str = Field(foreign_key="setting.id", index=True)
    is_preference: bool = False
    """Whether the family asked for this setting (s38(2)(b)(ii))."""
    council: str = Field(default="", max_length=150)
    """The other council that maintains the setting, when it is the one that is asked."""
    sent_on: date | None = None
    """Empty while its letter waits to be sent to somebody who does not read the portal."""
    sent_how: str = Field(default="", max_length=20)
    """``email``, ``post`` or ``by_hand``; empty for who is asked in the portal."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    """The letter to who does not read the portal."""
    reminded_on: date | None = None
    sent_by_id: str | None = Field(default=None, foreign_key="account.id")
    reply: ReplyKind | None = Field(default=None, sa_type=closed_set(ReplyKind))
    ground: str | None = Field(default=None, max_length=40)
    """Why not: ``unsuitable``, ``others_education`` or ``resources`` (s39(4))."""
    reply_text: str = ""
    reply_details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """What else form 19 asks: places, needed, costs, start; and each ground with its evidence."""
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    replied_on: date | None = None
    replied_by_id: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_on: date | None = None
    outcome_ground: str | None = Field(default=None, max_length=40)
    """The council's ground for not naming a setting that the family asked for (s39(4))."""
    outcome_on: date | None = None
    outcome_by_id: str | None = Field(default=None, foreign_key="account.id")
    named_on: date | None = None
    """The day of the final plan that names it: from then on it must admit the child (s43)."""
    named_until: date | None = None
    """The day of the final plan that names it no more."""
    named_told: str = Field(default="", max_length=300)
    """How a named setting that does not read the portal got the final plan (Reg 13(2))."""
    outcome_reason: str = ""
    """Why the council names it, or does not: ground, reasons and evidence (s39(3) and (4))."""
