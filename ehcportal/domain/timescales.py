"""Every date that follows from the day a request arrived, for staff, tests and the command line."""

from collections.abc import Iterable
from datetime import date

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due, supposing
from ehcportal.domain.dates import weekday_words
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


def timescales(received_on: date, counting: Counting = STANDARD_COUNTING) -> tuple[DueDate, ...]:
    """Return every duty of a request in the order of its last day.

    Dates that depend on something not yet done suppose that it is done on its own last day, and
    ``how`` says so.
    """
    decision = due(law.DECISION_TO_ASSESS, received_on, counting=counting)
    final = due(law.FINAL_PLAN, received_on, counting=counting)
    draft = due(law.DRAFT_TARGET, final.due_on, counting=counting)
    marks = (law.ADVICE_MARKER, law.DECISION_TO_ISSUE)
    dates = (
        decision,
        *(due(key, received_on, counting=counting) for key in marks),
        final,
        draft,
        _if_on(decision, "everyone is asked for advice", law.ADVICE, counting),
        _if_on(draft, "the draft is sent", law.COMMENTS, counting),
        _if_on(draft, "schools are asked", law.CONSULTATION, counting),
        *_review(final, counting),
    )
    return tuple(sorted(dates, key=lambda each: each.due_on))


def _if_on(before: DueDate, event: str, key: str, counting: Counting) -> DueDate:
    condition = f"If {event} on {weekday_words(before.due_on)}:"
    return supposing(condition, due(key, before.due_on, counting=counting))


def _review(final: DueDate, counting: Counting) -> tuple[DueDate, DueDate]:
    condition = f"If the plan is made on {weekday_words(final.due_on)}:"
    review = due(law.REVIEW, final.due_on, counting=counting)
    meeting = due(law.REVIEW_MEETING, review.due_on, counting=counting)
    return supposing(condition, meeting), supposing(condition, review)


def rows(dates: Iterable[DueDate]) -> list[dict[str, str | bool]]:
    """Return the due dates as plain rows, ready for JSON or a table."""
    return [
        {
            "key": each.key,
            "mark": each.duty.mark,
            "name": each.name,
            "who": each.who.value,
            "started_on": each.started_on.isoformat(),
            "due_on": each.due_on.isoformat(),
            "limit": each.duty.limit.words,
            "kind": each.kind.value,
            "regulation": each.regulation,
            "how": each.how,
            "checked": each.duty.checked,
        }
        for each in dates
    ]
