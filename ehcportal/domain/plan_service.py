"""The day on which a plan counts as served, and until when the family can comment on it."""

from datetime import date

from ehcportal.domain import law
from ehcportal.domain.clocks import DueDate, due, served_by_post
from ehcportal.domain.facts import PlanKind
from ehcportal.domain.rules import STANDARD_COUNTING, Counting


def served_on(
    today: date,
    posted_on: date | None,
    counting: Counting = STANDARD_COUNTING,
    *,
    before: date | None = None,
) -> date:
    """Return the day of service: publication today or, where it also goes by post, that day.

    The later of the two counts, so that nobody has less time than the law gives. Nor does a version
    count as served before the one that it follows, which is ``before``: that may be in the post.
    """
    posted = today if posted_on is None else served_by_post(posted_on, counting)
    return max(today, posted, before or today)


def comments_due(
    kind: PlanKind, served: date, counting: Counting = STANDARD_COUNTING
) -> DueDate | None:
    """Return the last day to comment by law (Reg 13(1)(a), 22(2)(c)); none for a final plan."""
    if kind.is_final:
        return None
    key = law.COMMENTS if kind is PlanKind.DRAFT else law.AMENDMENT_COMMENTS
    return due(key, served, counting=counting)


def is_long_enough(wanted: date, by_law: DueDate, before: date | None = None) -> bool:
    """Say whether a window may end on a day: it is lengthened at will and never shortened."""
    return wanted >= max(by_law.due_on, before or by_law.due_on)
