"""The clocks of mediation and of orders, which run beside the stages and after a no."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ehcportal.domain import orders, proceedinglaw
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.clocks import DueDate


@dataclass(frozen=True, slots=True)
class Beside:
    """A duty that runs beside the stages, with the id of the step it follows from."""

    due: DueDate
    id: str
    done_on: date | None


def every(dates: CaseDates) -> Iterator[Beside]:
    """Yield what mediation and recommendations ask of the council and the adviser, met or not."""
    for wanted in dates.facts.mediations:
        meeting = dates.due(proceedinglaw.MEDIATION_MEETING, wanted.wanted_on)
        yield Beside(meeting, wanted.id, wanted.held_on)
        lapsed_on = meeting.due_on + timedelta(days=1)
        if wanted.held_on is None and lapsed_on <= dates.today:
            given = dates.due(proceedinglaw.CERTIFICATE_LAPSED, lapsed_on)
            yield Beside(given, wanted.id, wanted.over_on)
    for owed in dates.facts.certificates:
        yield Beside(dates.due(owed.duty, owed.since), owed.id, owed.given_on)
    for told in dates.facts.recommendations:
        answer = dates.due(proceedinglaw.RECOMMENDATION, told.made_on)
        yield Beside(answer, told.id, told.answered_on)


def running(dates: CaseDates) -> Iterator[tuple[DueDate, str]]:
    """Yield each that is not met, with the id of the step it follows from."""
    yield from ((each.due, each.id) for each in every(dates) if each.done_on is None)


def ordered(dates: CaseDates) -> list[DueDate]:
    """Return what orders still ask of the council, earliest first; the newest of a kind counts."""
    newest = {
        owed.duty: dates.due(owed.duty, owed.order.on)
        for owed in orders.owed(dates.facts)
        if owed.done_on is None
    }
    return sorted(newest.values(), key=lambda each: each.due_on)
