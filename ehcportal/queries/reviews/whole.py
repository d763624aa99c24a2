"""One review as a page shows it: where it stands, its dates, who comes, what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ehcportal import clock
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.facts import Outcome
from ehcportal.domain.keydates import KeyDate, line_of
from ehcportal.domain.phases import TransferDates
from ehcportal.domain.reviews import ReviewDates
from ehcportal.models.assessment import Decision
from ehcportal.models.review import (
    GuestAnswer,
    GuestRole,
    PaperKind,
    Review,
    ReviewGuest,
    ReviewMeeting,
)
from ehcportal.queries.reviews.written import PaperLine, Written


class Phase(StrEnum):
    """Where a review stands."""

    BEGUN = "begun"
    ARRANGED = "arranged"
    HELD = "held"
    REPORTED = "reported"
    AMENDING = "amending"
    DECIDED = "decided"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class GuestLine:
    """Somebody invited, and what they said to the meeting as it stands now."""

    row: ReviewGuest
    name: str
    answer: GuestAnswer | None
    """Empty as well when the answer was about a day that was changed."""

    @property
    def role(self) -> GuestRole:
        """As what they are invited."""
        return self.row.role


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with all that belongs to it."""

    row: Review
    setting: str
    meetings: Sequence[ReviewMeeting]
    guests: tuple[GuestLine, ...]
    papers: tuple[PaperLine, ...]
    decisions: Sequence[Decision]
    dates: ReviewDates | None
    comments: DueDate | None
    amended: DueDate | None
    transfer: TransferDates | None
    last_of_all: DueDate | None
    """The day that the changed plan may never pass: 12 weeks from the meeting."""
    amended_on: date | None
    """When the changed plan was sent."""
    before: tuple[Written, ...] = ()
    """The reviews before this one for which somebody wrote."""

    @property
    def sent_round_on(self) -> date | None:
        """When what was written first went to everybody invited."""
        days = [each.circulated_on for each in self.papers if each.kind is not PaperKind.REPORT]
        return min((each for each in days if each), default=None)

    @property
    def meeting(self) -> ReviewMeeting | None:
        """The meeting as it stands now."""
        return self.meetings[-1] if self.meetings else None

    @property
    def is_held(self) -> bool:
        """Whether it was noted that the meeting was held."""
        return self.meeting is not None and self.meeting.held_on is not None

    @property
    def decision(self) -> Decision | None:
        """The newest decision that stands."""
        return self.decisions[-1] if self.decisions else None

    @property
    def phase(self) -> Phase:
        """Where the review stands."""
        if self.row.dropped_on:
            return Phase.STOPPED
        if self.decision is not None:
            amends = self.decision.outcome is Outcome.AMEND
            return Phase.AMENDING if amends else Phase.DECIDED
        if self.row.report_on:
            return Phase.REPORTED
        if self.is_held:
            return Phase.HELD
        return Phase.ARRANGED if self.meeting else Phase.BEGUN

    @property
    def waiting(self) -> tuple[PaperLine, ...]:
        """What came and has not gone to everybody yet."""
        return tuple(each for each in self.papers if each.circulated_on is None)

    @property
    def missing(self) -> tuple[GuestRole, ...]:
        """Whom the law wants at the meeting and nobody has invited yet (Regulation 20(2))."""
        invited = {each.role for each in self.guests}
        family = {GuestRole.PARENT, GuestRole.YOUNG_PERSON} & invited
        wanted = [] if family else [GuestRole.PARENT]
        wanted += [GuestRole.SETTING] if self.row.setting_id else []
        wanted += [GuestRole.COUNCIL, GuestRole.HEALTH, GuestRole.SOCIAL_CARE]
        return tuple(each for each in wanted if each not in invited)

    def lines(self, today: date) -> list[KeyDate]:
        """Return every date of the review, as late or in time as all other pages say it."""
        found: list[tuple[DueDate, date | None]] = []
        if self.dates is not None:
            unsent = self.phase is Phase.AMENDING and self.row.notice_on is None
            decided = None if unsent or not self.decisions else self.decisions[0].notified_on
            found += [(self.dates.circulation, self.sent_round_on)]
            found += [(self.dates.report, self.row.report_on), (self.dates.decision, decided)]
        if self.comments is not None and not self.comments.is_late(today):
            found += [(self.comments, None)]
        if self.amended is not None:
            found += [(self.amended, self.amended_on)]
        if self.transfer is not None:
            held_on = self.meeting.held_on if self.meeting else None
            found += [(self.transfer.meeting, held_on), (self.transfer.plan, None)]
        return [line_of(due_date, done_on, today) for due_date, done_on in found]

    def guest_of(self, account_id: str) -> GuestLine | None:
        """Return the invitation of an account."""
        return next((each for each in self.guests if each.row.account_id == account_id), None)

    def starts_at(self) -> datetime | None:
        """Return the moment of the meeting, in UTC; nothing while its hour is open."""
        meeting = self.meeting
        if meeting is None or meeting.starts_at is None:
            return None
        return clock.london_moment(meeting.on, meeting.starts_at)
