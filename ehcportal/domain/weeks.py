"""Which of the weeks that the law gives for a plan a request is in, for a bar beside its words."""

from dataclasses import dataclass

from ehcportal.domain.calendar import DAYS_IN_A_WEEK
from ehcportal.domain.casedates import CaseDates


@dataclass(frozen=True, slots=True)
class Week:
    """The week a request is in, of so many; beyond them the plan is late."""

    number: int
    of: int

    @property
    def is_over(self) -> bool:
        """Whether the weeks have passed."""
        return self.number > self.of

    @property
    def percent(self) -> int:
        """How much of the weeks has begun."""
        return min(100, self.number * 100 // self.of)


def week_of(dates: CaseDates) -> Week | None:
    """Return the week of an open request; none once it was answered by a plan or a no."""
    episode = dates.episode
    is_answered = episode.final is not None or episode.refused is not None
    if dates.clocks is None or is_answered or dates.facts.ended_on is not None:
        return None
    final = dates.clocks.final_plan
    days = (dates.today - final.started_on).days
    if days < 0:
        return None
    days = days if dates.counting.first_day_counts else max(0, days - 1)
    return Week(days // DAYS_IN_A_WEEK + 1, final.duty.limit.length)
