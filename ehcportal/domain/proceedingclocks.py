"""The clocks of mediation and of orders, which run beside the stages and after a no."""

from collections.abc import Iterator

from ehcportal.domain import orders, proceedinglaw
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate


def running(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield each mediation that is to be held, with the id of the step that asked for it."""
    for each in dates.facts.mediations:
        if each.held_on is None:
            yield dates.due(proceedinglaw.MEDIATION_MEETING, each.wanted_on), each.id


def ordered(dates: CaseDates) -> list[DueDate]:
    """Return what orders still ask of the council, earliest first; the newest of a kind counts."""
    newest = {
        owed.duty: dates.due(owed.duty, owed.order.on)
        for owed in orders.owed(dates.facts)
        if owed.done_on is None
    }
    return sorted(newest.values(), key=lambda each: each.due_on)
