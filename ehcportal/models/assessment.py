"""What follows a yes: the assessment, the advice asked for, and decisions."""

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, Versioned, closed_set, moment


class Decision(Record, table=True):
    """A decision of the council: an appended row, corrected only by a further row."""

    __tablename__ = "decision"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_decision_case", "case_id", "decided_on"),)

    case_id: str = Field(foreign_key="case.id")
    request_id: str | None = Field(default=None, foreign_key="request.id")
    review_id: str | None = Field(default=None, foreign_key="review.id", index=True)
    kind: DecisionKind = Field(sa_type=closed_set(DecisionKind))
    outcome: Outcome = Field(sa_type=closed_set(Outcome))
    reason: str = Field(default="", max_length=8000)
    legal_ground: str | None = Field(default=None, max_length=200)
    decided_on: date
    notified_on: date | None = None
    """The day the family was first told this; by it the council was in time or not."""
    letter_on: date | None = None
    """The day of the letter that stands, where it took the place of an earlier one that said the
    same: the time to appeal runs from the newest written notice (rule 20)."""
    has_needs: bool | None = None
    """First limb of the test: the child has, or may have, special educational needs (s36(8))."""
    needs_plan: bool | None = None
    """Second limb: provision by way of a plan is, or may be, necessary (s36(8), s37(1))."""
    decided_by_id: str | None = Field(default=None, foreign_key="account.id")
    signed_off_by_id: str | None = Field(default=None, foreign_key="account.id")
    """The second member of staff, where the council asks for two."""
    panel_on: date | None = None
    panel_who: str = Field(default="", max_length=200)
    panel_said: str = Field(default="", max_length=2000)
    """A panel that advised: it recommends, and the person named above decides."""
    letter_id: str | None = Field(default=None, foreign_key="letter.id")
    corrects_id: str | None = Field(default=None, foreign_key="decision.id")
    correction_reason: str | None = Field(default=None, max_length=2000)
    created_at: datetime = moment()


class DecisionEvidence(Record, table=True):
    """Something that was read before deciding, so that the decision can say so."""

    __tablename__ = "decision_evidence"
    __retention__: ClassVar[Retention] = Retention.CASE

    decision_id: str = Field(foreign_key="decision.id", index=True)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    submission_id: str | None = Field(default=None, foreign_key="submission.id")
    advice_request_id: str | None = Field(default=None, foreign_key="advice_request.id")
    noted_as: str = Field(default="", max_length=200)
    """What was read, where it is none of these."""


class PreparedDecision(Versioned, table=True):
    """A decision in the making: what staff have written so far. Families see nothing of it."""

    __tablename__ = "prepared_decision"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "uq_prepared_decision_open",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=sa.column("closed_at").is_(None),
            postgresql_where=sa.column("closed_at").is_(None),
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    review_id: str | None = Field(default=None, foreign_key="review.id")
    kind: DecisionKind = Field(sa_type=closed_set(DecisionKind))
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """What was typed, right or wrong, by field."""
    prepared_by_id: str = Field(foreign_key="account.id")
    prepared_at: datetime = moment()
    asked_sign_off_at: datetime | None = None
    returned_at: datetime | None = None
    returned_by_id: str | None = Field(default=None, foreign_key="account.id")
    returned_reason: str = Field(default="", max_length=2000)
    decision_id: str | None = Field(default=None, foreign_key="decision.id")
    closed_at: datetime | None = None
    """When it became a decision or was dropped."""


class AdviceRequest(Versioned, table=True):
    """One adviser, one ask, six weeks of its own (Reg 6(1) and 8(1))."""

    __tablename__ = "advice_request"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    service_id: str | None = Field(default=None, foreign_key="service.id", index=True)
    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    role: str = Field(max_length=100)
    """As the family reads it: "Educational psychologist"."""
    paragraph: str = Field(default="f", max_length=2)
    """The paragraph of Reg 6(1) under which it is asked for, a to h."""
    adviser_name: str | None = Field(default=None, max_length=150)
    asked_on: date
    received_on: date | None = None
    not_known_to_service: bool = False
    asked_by_family: bool = False
    """Whether a parent or the young person asked for this adviser (Reg 6(1)(h))."""
    reused_document_id: str | None = Field(default=None, foreign_key="document.id")
    """Advice that was there already and is used again (Reg 6(4))."""
    adviser_agreed_on: date | None = None
    council_agreed_on: date | None = None
    family_agreed_on: date | None = None
    """The three days on which adviser, council and family said that it is enough (Reg 6(4))."""
    taken_in_at: datetime | None = None
    """When the answer became part of the case; until then the adviser can correct it."""
    taken_in_by_id: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_on: date | None = None
    withdrawn_reason: str | None = Field(default=None, max_length=2000)
    posted_on: date | None = None
    """The day on which the letter that asks went by post, to a body without account and e-mail."""


class AdviceCorrection(Record, table=True):
    """What was wrong in the ledger, and how it was put right: what stood there stays readable."""

    __tablename__ = "advice_correction"
    __retention__: ClassVar[Retention] = Retention.CASE

    advice_request_id: str = Field(foreign_key="advice_request.id", index=True)
    what: str = Field(max_length=40)
    """A value of ``services.advice.correcting.Wrong``."""
    before: str = Field(default="", max_length=2200)
    after: str = Field(default="", max_length=2200)
    reason: str = Field(max_length=2000)
    advice_answer_id: str | None = Field(default=None, foreign_key="advice_answer.id")
    """The answer that was set aside, where it was on the wrong ask."""
    by_id: str | None = Field(default=None, foreign_key="account.id")
    at: datetime = moment()


class AdviceConsent(Record, table=True):
    """What one of the three said about using advice again (Reg 6(4)). The newest of each counts."""

    __tablename__ = "advice_consent"
    __retention__: ClassVar[Retention] = Retention.CASE

    advice_request_id: str = Field(foreign_key="advice_request.id", index=True)
    document_id: str = Field(foreign_key="document.id")
    who: str = Field(max_length=20)
    """A value of ``domain.advicelaw.Agreeing``."""
    agrees: bool
    on: date
    by_id: str | None = Field(default=None, foreign_key="account.id")
    """Who said so in the portal; staff, where it came on paper or by telephone."""
    on_paper: bool = False
    at: datetime = moment()


class AdviceAnswer(Record, table=True):
    """What an adviser sent: form 9 or a file. A correction is a further row; the newest counts."""

    __tablename__ = "advice_answer"
    __retention__: ClassVar[Retention] = Retention.CASE

    advice_request_id: str = Field(foreign_key="advice_request.id", index=True)
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    plain_summary: str = Field(default="", max_length=4000)
    sent_by_id: str | None = Field(default=None, foreign_key="account.id")
    """Empty when staff entered what came on paper: ``entered_by_id`` says who."""
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    sent_on: date
    sent_at: datetime = moment()
    set_aside_at: datetime | None = None
    """When it was found to be none to this ask; the correction says why."""


class AdviceReminder(Record, table=True):
    """A reminder to an adviser: after three, five and six weeks, or by hand."""

    __tablename__ = "advice_reminder"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("advice_request_id", "dedupe_key"),)

    advice_request_id: str = Field(foreign_key="advice_request.id")
    dedupe_key: str = Field(max_length=40)
    """``weeks:3`` for the reminders by plan; a random value for one by hand."""
    by_id: str | None = Field(default=None, foreign_key="account.id")
    sent_at: datetime = moment()


class AdviceEvidence(Record, table=True):
    """A paper that goes along with an ask, so that the adviser can read it (Reg 6(3)).

    What the family sent with a form, and lets us share, goes along without a row; a row with
    ``held_back_reason`` holds it back from this one adviser.
    """

    __tablename__ = "advice_evidence"
    __retention__: ClassVar[Retention] = Retention.CASE

    advice_request_id: str = Field(foreign_key="advice_request.id", index=True)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    submission_file_id: str | None = Field(default=None, foreign_key="submission_file.id")
    """A file that came with a form, where it is none of the papers."""
    request_id: str | None = Field(default=None, foreign_key="request.id")
    """What was written in a request, where it is neither."""
    contribution_id: str | None = Field(default=None, foreign_key="contribution.id")
    """What the family added to a request afterwards."""
    held_back_reason: str = Field(default="", max_length=2000)
    sent_by_id: str | None = Field(default=None, foreign_key="account.id")
    sent_at: datetime = moment()
    taken_back_at: datetime | None = None


UNANSWERED = sa.column("answered_on").is_(None)
"""A wish that waits for a yes, or a no with reasons."""


class AdviserWish(Record, table=True):
    """Somebody whose advice the family asks for (Reg 6(1)(h)): a no has its reasons."""

    __tablename__ = "adviser_wish"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (
        sa.Index(
            "ix_adviser_wish_open",
            "asked_on",
            "id",
            sqlite_where=UNANSWERED,
            postgresql_where=UNANSWERED,
        ),
    )

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str | None = Field(default=None, foreign_key="request.id")
    asked_by_id: str | None = Field(default=None, foreign_key="account.id")
    role: str = Field(max_length=100)
    name: str = Field(default="", max_length=150)
    service: str = Field(default="", max_length=150)
    why: str = Field(default="", max_length=2000)
    asked_on: date
    entered_by_id: str | None = Field(default=None, foreign_key="account.id")
    """Staff who put it down, where the family said it by telephone or on paper."""
    advice_request_id: str | None = Field(default=None, foreign_key="advice_request.id")
    refused_reason: str | None = Field(default=None, max_length=4000)
    answered_by_id: str | None = Field(default=None, foreign_key="account.id")
    answered_on: date | None = None


class RequestNotice(Record, table=True):
    """Whom the law has us tell of a request that was taken up, and how they heard (s36, Reg 4)."""

    __tablename__ = "request_notice"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("request_id", "who"),)

    case_id: str = Field(foreign_key="case.id", index=True)
    request_id: str = Field(foreign_key="request.id")
    who: str = Field(max_length=40)
    """A value of ``domain.advicelaw.Told``."""
    name: str = Field(default="", max_length=200)
    told_on: date | None = None
    """The day on which it went to their page or e-mail; empty while it waits for a letter."""
    document_id: str | None = Field(default=None, foreign_key="document.id")
    """The letter, which goes by post."""
    made_at: datetime = moment()


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
