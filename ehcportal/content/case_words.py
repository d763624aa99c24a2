"""The dates and counts of one case in words, ready to be filled into its cards."""

from collections.abc import Iterator, Mapping
from datetime import date

from ehcportal.content.labels import Labels, own_labels
from ehcportal.content.texts import ENGLISH
from ehcportal.domain import endclocks, endlaw, proceedingclocks, proceedinglaw
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.dates import counted, lateness_words, weekday_words
from ehcportal.domain.exceptions import ExceptionFact
from ehcportal.domain.facts import Outcome
from ehcportal.domain.journey import Journey
from ehcportal.domain.phases import transfer_dates


def case_words(
    journey: Journey, *, labels: Labels | None = None, language: str = ENGLISH
) -> dict[str, str]:
    """Return every name that a card may use and that the case itself can fill.

    The caller adds what is no date of the case: child, coordinator, phone, advice_service and
    mediation_adviser.
    """
    words = {name: weekday_words(on) for name, on in _days(journey.dates) if on is not None}
    words |= _counts(journey)
    words |= _lateness(journey)
    names = labels or own_labels()
    if journey.exception is not None:
        words["reason"] = names.word("ground", journey.exception.ground.value, language)
    exception = journey.exception or _open_exception(journey)
    if exception is not None:
        words |= _exception(exception, names, language)
        words["exception_law_date"] = _excused_date(journey, exception)
    return words


def _days(dates: CaseDates) -> Iterator[tuple[str, date | None]]:
    for name, due_date in _due_dates(dates).items():
        yield name, due_date.due_on if due_date else None
    yield "received_on", dates.episode.started_on
    yield "meeting_on", dates.review.meeting_on if dates.review else None
    yield "transfer_by", dates.facts.phase_transfer_by
    yield "rights_on", dates.facts.rights_pass_on
    by = dates.facts.phase_transfer_by
    yield "transfer_meeting_by", transfer_dates(by).meeting.due_on if by else None
    yield from _beside(dates)


def _beside(dates: CaseDates) -> Iterator[tuple[str, date | None]]:
    """Yield the next days of what runs beside the stages: an order, mediation, a new assessment."""
    yield "order_due", next((each.due_on for each in proceedingclocks.ordered(dates)), None)
    days: dict[str, date] = {}
    for owed, _about in (*endclocks.running(dates), *proceedingclocks.running(dates)):
        days[owed.key] = min(owed.due_on, days.get(owed.key, owed.due_on))
    yield "mediation_due", days.get(proceedinglaw.MEDIATION_MEETING)
    yield "reassess_answer_due", days.get(endlaw.REASSESSMENT_ANSWER)
    yield "reassess_plan_due", days.get(endlaw.REASSESSMENT_PLAN)
    for name, on in _ahead(dates):
        yield name, on if on is not None and on >= dates.today else None


def _ahead(dates: CaseDates) -> Iterator[tuple[str, date | None]]:
    """Yield days that are worth naming only while they are to come."""
    yield "hearing_on", min((on for on in dates.facts.hearings if on >= dates.today), default=None)
    review, by = dates.review, dates.facts.phase_transfer_by
    is_weighed = review is not None and review.outcome is Outcome.CEASE
    decision = dates.review_dates.decision if dates.review_dates and is_weighed else None
    yield "ending_answer_due", decision.due_on if decision else None
    safe = transfer_dates(by).meeting.due_on if by else None
    met = review.meeting_on if review and review.report_on is None else None
    yield "choice_by", min((on for on in (safe, met) if on and on >= dates.today), default=None)


def _due_dates(dates: CaseDates) -> Mapping[str, DueDate | None]:
    clocks, review = dates.clocks, dates.review_dates
    waiting = [each.due for each in dates.consultations if each.answered_on is None]
    return {
        "decision_due": clocks.decision_to_assess if clocks else None,
        "plan_answer_due": clocks.decision_to_issue if clocks else None,
        "final_due": clocks.final_plan if clocks else None,
        "advice_due": dates.last_advice,
        "draft_due": dates.draft_target,
        "comments_due": dates.comments_due,
        "consult_due": max(waiting, key=lambda each: each.due_on, default=None),
        "appeal_by": dates.appeal,
        "review_due": dates.review_due,
        "circulate_by": review.circulation if review else None,
        "report_due": review.report if review else None,
        "review_decision_due": review.decision if review else None,
        "amend_comments_due": dates.amendment_comments,
        "amended_due": dates.amendment,
    }


def _counts(journey: Journey) -> dict[str, str]:
    words: dict[str, str] = {}
    if journey.advice:
        words["arrived"] = str(sum(1 for each in journey.advice if each.received_on))
        words["asked"] = str(len(journey.advice))
    late = journey.dates.late_advice
    if late:
        words["late_role"] = late[0].role
        words["late_due"] = weekday_words(late[0].due.due_on)
    waiting = [each.setting for each in journey.consultations if each.answered_on is None]
    if waiting:
        words["settings"] = _listed(waiting)
    key_date = journey.next_key_date
    if key_date is not None and not key_date.is_late(journey.today):
        words["days_left"] = counted(key_date.days_left(journey.today), "day")
    return words


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _lateness(journey: Journey) -> dict[str, str]:
    if journey.late is None:
        return {}
    return {
        "law_date": weekday_words(journey.late.due_on),
        "lateness": lateness_words(journey.late.days_late(journey.today)),
    }


def _open_exception(journey: Journey) -> ExceptionFact | None:
    open_now = [each for each in journey.dates.facts.exceptions if each.covers(journey.today)]
    return max(open_now, key=lambda each: each.from_on, default=None)


def _exception(exception: ExceptionFact, labels: Labels, language: str) -> dict[str, str]:
    return {
        "ground": labels.word("ground", exception.ground.value, language),
        "exception_from": weekday_words(exception.from_on),
    }


def _excused_date(journey: Journey, exception: ExceptionFact) -> str:
    """Return the day by law of the duty that the exception is about; it never moves."""
    due_dates = [each.due for each in journey.key_dates if each.due]
    fitting = [each.due_on for each in due_dates if each.key == exception.duty_key]
    return weekday_words(max(fitting)) if fitting else ""
