"""The clocks of mediation and of orders, which run beside the stages and after a no."""

from collections.abc import Iterator

from ehcportal.domain import orders, proceedinglaw
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate


def running(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield each that runs, with the id of the step from which it is counted."""
    for each in dates.facts.mediations:
        if each.held_on is None:
            yield dates.due(proceedinglaw.MEDIATION_MEETING, each.wanted_on), each.id
    for owed in orders.owed(dates.facts):
        if owed.done_on is None:
            yield dates.due(owed.duty, owed.order.on), owed.order.id
