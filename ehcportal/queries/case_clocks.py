"""Every date of a case for staff: what families read, and each clock that runs beside it."""

from ehcportal.content.labels import label
from ehcportal.domain.journey import Journey
from ehcportal.domain.keydates import KeyDateState
from ehcportal.domain.openclocks import OpenClock, open_clocks
from ehcportal.domain.standing import standing
from ehcportal.queries.dashboard import DateLine, date_lines


def all_lines(journey: Journey) -> list[DateLine]:
    """Return every date of a case in order, so that no clock of the work tray is missing."""
    lines = date_lines(journey)
    shown = {(each.due.key, each.due.due_on) for each in lines if each.due}
    for running in open_clocks(journey.dates, standing(journey.dates)):
        if (running.due.key, running.due_on) not in shown:
            lines.append(_line(running, journey))
    return sorted(lines, key=lambda each: each.on)


def _line(running: OpenClock, journey: Journey) -> DateLine:
    late = running.due.is_late(journey.today)
    state = KeyDateState.LATE if late else KeyDateState.DUE
    name = label("key_date", running.due.key)
    return DateLine(name, running.due_on, state, running.due, None)
