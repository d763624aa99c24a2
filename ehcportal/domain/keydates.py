"""The dates worth showing: the next one that matters, all of them, and the one that was missed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcportal.domain import endclocks, law, orders, proceedingclocks, proceedinglaw
from ehcportal.domain.casedates import CaseDates, ConsultationClock
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.duties import Kind, Who
from ehcportal.domain.facts import Outcome
from ehcportal.domain.reviews import latest_meeting
from ehcportal.domain.stages import Stage, StageState
from ehcportal.domain.standing import Standing, comments_are_open


class KeyDateState(StrEnum):
    """What a key date is: done, still to come, only planned, missed, or open no longer."""

    DONE = "done"
    DUE = "due"
    PLANNED = "planned"
    LATE = "late"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One line of the list of dates. ``key`` names the label; ``due`` answers "Why this date?"."""

    key: str
    on: date
    state: KeyDateState
    due: DueDate | None = None
    done_on: date | None = None
    late_by: int = 0
    """The days after the day set by law on which it was done; the family is never late."""


def late_duty(dates: CaseDates, where: Standing) -> DueDate | None:
    """Return the council's duty that is late, the latest if there are several; None if none is."""
    open_duties = [each for each in owed_by_council(dates, where) if each is not None]
    late = [each for each in open_duties if each.is_late(dates.today)]
    return max(late, key=lambda each: each.due_on, default=None)


def owed_by_council(dates: CaseDates, where: Standing) -> Iterator[DueDate | None]:
    """Yield what the council still owes; after a refusal it owes only what was ordered."""
    if where.stage is Stage.ENDED:
        return
    yield from proceedingclocks.ordered(dates)
    if where.state in {StageState.REFUSED, StageState.STOPPED}:
        return
    if dates.clocks is not None and dates.episode.final is None:
        yield from _owed_on_request(dates, where)
    if dates.episode.final is None:
        return
    if _awaits_review_decision(dates):
        yield dates.review_dates.decision if dates.review_dates else None
    yield dates.amendment or dates.review_due
    yield dates.phase_transfer


def _owed_on_request(dates: CaseDates, where: Standing) -> Iterator[DueDate | None]:
    if dates.clocks is None:
        return
    if where.stage is Stage.DECISION_TO_ASSESS:
        yield dates.clocks.decision_to_assess
        return
    if dates.episode.to_issue is None and dates.episode.draft is None:
        yield dates.clocks.decision_to_issue
    yield dates.clocks.final_plan


def _awaits_review_decision(dates: CaseDates) -> bool:
    review = dates.review
    if review is None or review.meeting_on is None or review.meeting_on > dates.today:
        return False
    unsent = review.outcome is Outcome.AMEND and review.notice_on is None
    return review.decided_on is None or unsent


def next_key_date(dates: CaseDates, where: Standing) -> DueDate | None:
    """Return the one date that matters most to the family now, late or not."""
    if where.stage in {Stage.ENDED, Stage.REQUEST}:
        return None
    for ordered in proceedingclocks.ordered(dates):
        return ordered
    if where.state is StageState.REFUSED:
        return _while_open(dates, dates.appeal)
    if dates.episode.final is not None:
        return _next_with_a_plan(dates, where)
    return _next_before_a_plan(dates, where)


def _next_before_a_plan(dates: CaseDates, where: Standing) -> DueDate | None:
    if dates.clocks is None:
        return None
    if where.stage is Stage.DECISION_TO_ASSESS:
        return dates.clocks.decision_to_assess
    if where.stage in {Stage.ASSESSMENT, Stage.DECISION_TO_ISSUE}:
        return dates.clocks.decision_to_issue
    return _comments_if_wanted(dates) or dates.clocks.final_plan


def _while_open(dates: CaseDates, due_date: DueDate | None) -> DueDate | None:
    return due_date if due_date and not due_date.is_late(dates.today) else None


def _comments_if_wanted(dates: CaseDates) -> DueDate | None:
    wanted = comments_are_open(dates) and not dates.episode.comments
    return dates.comments_due if wanted else None


def _next_with_a_plan(dates: CaseDates, where: Standing) -> DueDate | None:
    if where.stage is not Stage.REVIEW:
        return _while_open(dates, dates.appeal) or dates.review_due
    if dates.amendment is not None:
        return _while_open(dates, dates.amendment_comments) or dates.amendment
    if _awaits_review_decision(dates) and dates.review_dates:
        return dates.review_dates.decision
    return dates.review_due


def key_dates(dates: CaseDates, where: Standing) -> tuple[KeyDate, ...]:
    """Return every date to show, in order of time; what can no longer happen is left out."""
    found = [*_request_dates(dates), *_answer_dates(dates, where), *_plan_dates(dates, where)]
    if where.stage is not Stage.ENDED:
        found += _proceeding_dates(dates)
        found += [_line(dates, owed, None) for owed, _about in endclocks.running(dates)]
    return tuple(sorted(found, key=lambda each: each.on))


def _proceeding_dates(dates: CaseDates) -> Iterator[KeyDate]:
    """Yield what an order or mediation asks of the council, met or not.

    What stands in the place of a clock of the request is shown there.
    """
    there = _in_place_of_a_request(dates)
    for beside in proceedingclocks.every(dates):
        yield _line(dates, beside.due, beside.done_on)
    for owed in orders.owed(dates.facts):
        due_date = dates.due(owed.duty, owed.order.on)
        if due_date not in there:
            yield _line(dates, due_date, owed.done_on)


def _in_place_of_a_request(dates: CaseDates) -> tuple[DueDate, ...]:
    if dates.clocks is None or dates.episode.refused is not None:
        return ()
    clocks = dates.clocks
    return (clocks.decision_to_assess, clocks.decision_to_issue, clocks.final_plan)


def _request_dates(dates: CaseDates) -> Iterator[KeyDate]:
    requests = dates.episode.requests or dates.facts.requests
    for request in requests:
        received = request.received_on
        yield KeyDate("request_received", received, KeyDateState.DONE, done_on=received)
        if request.closed_on is not None:
            closed = request.closed_on
            yield KeyDate("request_closed", closed, KeyDateState.DONE, done_on=closed)


def _answer_dates(dates: CaseDates, where: Standing) -> Iterator[KeyDate]:
    if dates.clocks is None:
        return
    episode = dates.episode
    assessed_on = episode.to_assess.notified_on if episode.to_assess else None
    yield _line(dates, dates.clocks.decision_to_assess, assessed_on)
    for advice in dates.advice:
        yield _line(dates, advice.due, advice.received_on)
    issued_on = episode.to_issue.notified_on if episode.to_issue else None
    if where.stage is Stage.DECISION_TO_ASSESS and where.state is StageState.REFUSED:
        return
    if issued_on or (episode.draft is None and episode.final is None):
        yield _line(dates, dates.clocks.decision_to_issue, issued_on)
    if where.state is StageState.REFUSED:
        return
    drafted_on = episode.draft.served_on if episode.draft else None
    if dates.draft_target and (drafted_on or episode.final is None):
        yield _line(dates, dates.draft_target, drafted_on)
    yield _line(dates, dates.clocks.final_plan, episode.final.served_on if episode.final else None)


def _plan_dates(dates: CaseDates, where: Standing) -> Iterator[KeyDate]:
    if where.stage is Stage.ENDED and dates.facts.ended_on:
        ended = dates.facts.ended_on
        yield KeyDate("ended", ended, KeyDateState.DONE, done_on=ended)
        return
    if dates.comments_due and dates.episode.final is None:
        commented = min((each.sent_on for each in dates.episode.comments), default=None)
        yield _line(dates, dates.comments_due, commented)
    for asked in _asked_settings(dates):
        yield _line(dates, asked.due, asked.answered_on)
    if dates.appeal is not None:
        yield _line(dates, dates.appeal, None)
    yield from _review_lines(dates)


def _asked_settings(dates: CaseDates) -> Iterator[ConsultationClock]:
    """Yield who was asked about the draft, or about the changes that are proposed now."""
    changes = dates.amendment_comments
    for asked in dates.consultations:
        of_changes = changes is not None and asked.due.started_on >= changes.started_on
        if dates.episode.final is None or of_changes:
            yield asked


def _review_lines(dates: CaseDates) -> Iterator[KeyDate]:
    if dates.episode.final is None or dates.review_due is None:
        return
    yield _line(dates, dates.review_due, None)
    if dates.phase_transfer is not None:
        yield _line(dates, dates.phase_transfer, None)
    yield from _meeting_lines(dates)
    for each in (dates.amendment_comments, dates.amendment):
        if each is not None:
            yield _line(dates, each, None)


def _meeting_lines(dates: CaseDates) -> Iterator[KeyDate]:
    """Yield what a meeting brings, or its last safe day; a plan can change without one (Reg 28)."""
    review = dates.review
    if review is None or review.meeting_on is None or dates.review_dates is None:
        if dates.review_due is not None:
            yield _line(dates, latest_meeting(dates.review_due, dates.counting), None)
        return
    held = review.meeting_on < dates.today
    state = KeyDateState.DONE if held else KeyDateState.DUE
    yield KeyDate("review_meeting", review.meeting_on, state)
    yield _line(dates, dates.review_dates.report, review.report_on)
    unsent = review.outcome is Outcome.AMEND and review.notice_on is None
    yield _line(dates, dates.review_dates.decision, None if unsent else review.decided_on)


def _line(dates: CaseDates, due_date: DueDate, done_on: date | None) -> KeyDate:
    return line_of(due_date, done_on, dates.today, was_due=_was_due(dates, due_date))


def line_of(
    due_date: DueDate, done_on: date | None, today: date, *, was_due: bool = True
) -> KeyDate:
    """Return how a duty stands today: done, and how late; still to come, only planned, missed."""
    if done_on is not None:
        late_by = late_by_days(due_date, done_on) if was_due else 0
        return KeyDate(due_date.key, done_on, KeyDateState.DONE, due_date, done_on, late_by)
    return KeyDate(due_date.key, due_date.due_on, _state(due_date, today), due_date)


def _state(due_date: DueDate, today: date) -> KeyDateState:
    if not due_date.is_late(today):
        return KeyDateState.PLANNED if due_date.kind is Kind.TARGET else KeyDateState.DUE
    return KeyDateState.LATE if _binds(due_date) else KeyDateState.PASSED


def _binds(due_date: DueDate) -> bool:
    """Say whether somebody fails who misses it: the law sets it, and not for the family."""
    return due_date.who is not Who.FAMILY and due_date.kind is Kind.STATUTORY


def late_by_days(due_date: DueDate, done_on: date) -> int:
    """Return by how many days a duty of the law was done late; 0 in time."""
    return due_date.days_late(done_on) if _binds(due_date) else 0


ONLY_A_NO = frozenset({law.DECISION_TO_ISSUE, proceedinglaw.ORDER_NO_PLAN})


def _was_due(dates: CaseDates, due_date: DueDate) -> bool:
    """Regulation 10(1), and an order in its place, give a day for a no; a yes may come later."""
    if due_date.key not in ONLY_A_NO:
        return True
    answer = dates.episode.to_issue
    return answer is not None and answer.outcome is Outcome.NO


LABELS_WITHOUT_A_DUTY = ("request_received", "request_closed", law.REVIEW_MEETING, "ended")
