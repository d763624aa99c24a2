"""The clocks of a case that run now: what is awaited, from whom, by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcportal.domain import endclocks, proceedingclocks
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.duties import Kind, Who
from ehcportal.domain.exceptions import excusing
from ehcportal.domain.keydates import owed_by_council
from ehcportal.domain.stages import Stage, StageState
from ehcportal.domain.standing import Standing, comments_are_open


@dataclass(frozen=True, slots=True)
class OpenClock:
    """Something that is awaited. ``about`` is the id of what it is about, where there are several.

    ``excused`` says that an exception of the law fell in its time; ``due_on`` stays where it is.
    """

    due: DueDate
    about: str = ""
    excused: bool = False

    @property
    def due_on(self) -> date:
        """The last day."""
        return self.due.due_on

    @property
    def waiting_for(self) -> Who:
        """Who has to act."""
        return self.due.who

    @property
    def is_statutory(self) -> bool:
        """Whether the law sets the date."""
        return self.due.kind is Kind.STATUTORY


def open_clocks(dates: CaseDates, where: Standing) -> tuple[OpenClock, ...]:
    """Return every clock that runs, in order of time.

    After a no the council owes nothing more, and the case waits for the family: it can appeal
    until the last day (section 51 of the Act, rule 20).
    """
    running = list(_running(dates, where))
    known = dates.facts.exceptions
    found = [OpenClock(due, about, bool(excusing(known, due, about))) for due, about in running]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.due.key, each.about)))


def _running(dates: CaseDates, where: Standing) -> Iterator[tuple[DueDate, str]]:
    owed = {each.key: each for each in owed_by_council(dates, where) if each is not None}
    for each in owed.values():
        yield each, ""
    if where.stage is not Stage.ENDED:
        yield from endclocks.running(dates)
        yield from proceedingclocks.running(dates)
        back = endclocks.taken_back(dates)
        if back is not None:
            yield back, ""
    if where.state is StageState.REFUSED and dates.appeal and not dates.appeal.is_late(dates.today):
        yield dates.appeal, ""
    if not where.goes_on:
        return
    if dates.episode.final is None:
        yield from _before_a_plan(dates)
    else:
        yield from _with_a_plan(dates)


def _before_a_plan(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    for advice in dates.advice:
        if advice.received_on is None:
            yield advice.due, advice.id
    if dates.comments_due and comments_are_open(dates) and not dates.episode.comments:
        yield dates.comments_due, ""
    for asked in dates.consultations:
        if asked.answered_on is None:
            yield asked.due, asked.id


def _with_a_plan(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    comments = dates.amendment_comments
    if comments is not None and not comments.is_late(dates.today):
        yield comments, ""
    yield from _asked_with_a_plan(dates)
    review = dates.review
    if review is None or review.meeting_on is None or dates.review_dates is None:
        return
    held = review.meeting_on < dates.today
    if held and review.report_on is None and review.decided_on is None:
        yield dates.review_dates.report, ""


def _asked_with_a_plan(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield what a reassessment and proposed changes wait for, as the first plan did."""
    since = endclocks.reassessing_since(dates)
    for advice in dates.advice:
        if since is not None and advice.received_on is None and advice.asked_on >= since:
            yield advice.due, advice.id
    changes = dates.amendment_comments
    if changes is None:
        return
    for asked in dates.consultations:
        if asked.answered_on is None and asked.due.started_on >= changes.started_on:
            yield asked.due, asked.id
