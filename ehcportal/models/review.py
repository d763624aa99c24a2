"""Reviews of a plan: the meeting, who is invited, what each sends beforehand, the report."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class ReviewKind(StrEnum):
    """Why a plan is reviewed."""

    ANNUAL = "annual"
    EARLY = "early"
    PHASE_TRANSFER = "phase_transfer"
    """Before the child moves from one phase of education to the next (Reg 18)."""


class Review(Versioned, table=True):
    """One review of a plan (section 44 of the Act)."""

    __tablename__ = "review"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    kind: ReviewKind = Field(default=ReviewKind.ANNUAL, sa_type=closed_set(ReviewKind))
    due_on: date | None = None
    setting_id: str | None = Field(default=None, foreign_key="setting.id", index=True)
    """Who holds the meeting; empty when no setting is attended and the council does (Reg 21)."""
    reason: str = Field(default="", max_length=2000)
    """Why it is early."""
    meeting_on: date | None = None
    """The day of the meeting as it stands now; every change of it is a ``ReviewMeeting``."""
    report_on: date | None = None
    notice_on: date | None = None
    """The day on which proposed changes were served (Reg 22(2)(a))."""
    dropped_on: date | None = None
    dropped_reason: str | None = Field(default=None, max_length=2000)
    created_at: datetime = moment()


class MeetingPlace(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class ReviewMeeting(Record, table=True):
    """A day, an hour and a place for the meeting; a change is a further row."""

    __tablename__ = "review_meeting"
    __retention__: ClassVar[Retention] = Retention.CASE

    review_id: str = Field(foreign_key="review.id", index=True)
    on: date
    starts_at: time | None = None
    """In the time of Europe/London."""
    minutes: int = 90
    how: MeetingPlace = Field(default=MeetingPlace.IN_PERSON, sa_type=closed_set(MeetingPlace))
    place: str = Field(default="", max_length=300)
    """Address or the address of the video room; never in an e-mail."""
    short_notice_reason: str | None = Field(default=None, max_length=1000)
    """Why people have less than two weeks' notice (Reg 20(3))."""
    held_on: date | None = None
    set_by_id: str | None = Field(default=None, foreign_key="account.id")
    set_at: datetime = moment()


class GuestRole(StrEnum):
    """As what somebody is invited to a review (Reg 20(2))."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SETTING = "setting"
    COUNCIL = "council"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    OTHER = "other"


class GuestAnswer(StrEnum):
    """What somebody said to the invitation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"
    """They asked for another day."""


class ReviewGuest(Versioned, table=True):
    """Somebody invited to a review (guide row S07)."""

    __tablename__ = "review_guest"
    __retention__: ClassVar[Retention] = Retention.CASE

    review_id: str = Field(foreign_key="review.id", index=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    role: GuestRole = Field(sa_type=closed_set(GuestRole))
    name: str = Field(default="", max_length=150)
    """Of somebody without an account."""
    service: str = Field(default="", max_length=150)
    address: str = Field(default="", max_length=300)
    """Of somebody without an account: where they are reached, by post or e-mail."""
    link_hash: str | None = Field(default=None, max_length=64, index=True)
    """Of the link in the newest e-mail to somebody without an account."""
    link_until: datetime | None = None
    invited_on: date | None = None
    meeting_id: str | None = Field(default=None, foreign_key="review_meeting.id")
    """The meeting the answer is about."""
    answer: GuestAnswer | None = Field(default=None, sa_type=closed_set(GuestAnswer))
    answered_at: datetime | None = None
    proposal: str = Field(default="", max_length=500)
    reply: str = Field(default="", max_length=500)
    """Why the day stays although they asked for another one."""
    attended: bool | None = None
    uninvited_on: date | None = None

    @property
    def hears_by_mail(self) -> bool:
        """Whether somebody without an account was sent our e-mail with a link, and hears by it."""
        by_link = self.account_id is None and self.link_hash is not None
        return by_link and "@" in self.address


class SentWhat(StrEnum):
    """What goes to a guest without an account."""

    INVITATION = "invitation"
    PAPERS = "papers"
    REPORT = "report"


class SentHow(StrEnum):
    """How it goes."""

    POST = "post"
    EMAIL = "email"
    HAND = "hand"
    PHONE = "phone"


class ReviewSending(Record, table=True):
    """That something went to a guest of a review who has no account (Reg 20(3), (4) and (9))."""

    __tablename__ = "review_sending"
    __retention__: ClassVar[Retention] = Retention.CASE

    guest_id: str = Field(foreign_key="review_guest.id", index=True)
    what: SentWhat = Field(sa_type=closed_set(SentWhat))
    how: SentHow = Field(sa_type=closed_set(SentHow))
    sent_on: date
    by_id: str | None = Field(default=None, foreign_key="account.id")
    noted_at: datetime = moment()


class PaperKind(StrEnum):
    """What is gathered for a review, and what comes of it."""

    CHILD_VIEWS = "child_views"
    PARENT_VIEWS = "parent_views"
    ADVICE = "advice"
    REPORT = "report"


class ReviewPaper(Record, table=True):
    """Views, advice or a report of a review (forms 11 to 14), and when it went to everybody."""

    __tablename__ = "review_paper"
    __retention__: ClassVar[Retention] = Retention.CASE

    review_id: str = Field(foreign_key="review.id", index=True)
    kind: PaperKind = Field(sa_type=closed_set(PaperKind))
    submission_id: str | None = Field(default=None, foreign_key="submission.id", unique=True)
    document_id: str | None = Field(default=None, foreign_key="document.id")
    sent_by_id: str | None = Field(default=None, foreign_key="account.id")
    received_on: date
    circulated_on: date | None = None
    """The day on which it went to all invited, two clear weeks before the meeting (Reg 20(4))."""
    added_at: datetime = moment()


class ReviewList(Record, table=True):
    """That a setting, or the health body, was told which reviews are due (Code 9.173 to 9.175)."""

    __tablename__ = "review_list"
    __retention__: ClassVar[Retention] = Retention.COUNCIL
    __table_args__ = (sa.UniqueConstraint("setting_id", "term_on"),)

    setting_id: str | None = Field(default=None, foreign_key="setting.id")
    """Without one it is the health body that was told."""
    term_on: date
    """The first day of the term."""
    sent_by_id: str | None = Field(default=None, foreign_key="account.id")
    sent_at: datetime = moment()
