"""The whole story of a case on a day: its stages, its situation, its dates, and what is late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ehcportal.domain.calendar import NO_BANK_HOLIDAYS
from ehcportal.domain.casedates import (
    AdviceClock,
    CaseDates,
    ConsultationClock,
    RequestClocks,
    case_dates,
    request_clocks,
)
from ehcportal.domain.clocks import DueDate
from ehcportal.domain.episodes import running_requests
from ehcportal.domain.exceptions import ExceptionFact, excusing
from ehcportal.domain.facts import CaseFacts
from ehcportal.domain.keydates import KeyDate, key_dates, late_duty, next_key_date
from ehcportal.domain.rules import STANDARD_COUNTING, Counting
from ehcportal.domain.situations import Situation, besides, situation
from ehcportal.domain.stages import SHOWN_ON_TRACKER, Stage, StageView
from ehcportal.domain.standing import Standing, standing
from ehcportal.domain.tracker import stage_views


@dataclass(frozen=True, slots=True)
class Journey:
    """What every page shows of a case; derived on each reading, never stored.

    ``situation`` is the main card and ``besides`` the further ones. ``late`` is the council's duty
    whose day has passed; ``exception`` is what excuses it, if anything does, and moves no date.
    ``dates`` holds every single date, for pages that need more than the summary.
    """

    today: date
    stages: tuple[StageView, ...]
    current: Stage
    situation: Situation
    besides: tuple[Situation, ...]
    next_key_date: DueDate | None
    key_dates: tuple[KeyDate, ...]
    late: DueDate | None
    exception: ExceptionFact | None
    requests: tuple[RequestClocks, ...]
    dates: CaseDates

    @property
    def advice(self) -> tuple[AdviceClock, ...]:
        """Each person asked, with their own date."""
        return self.dates.advice

    @property
    def consultations(self) -> tuple[ConsultationClock, ...]:
        """Each school or college asked, with its date."""
        return self.dates.consultations

    @property
    def tracker(self) -> tuple[StageView, ...]:
        """The stages that the tracker shows; the end of a case is no aim and stands apart."""
        return tuple(view for view in self.stages if view.stage in SHOWN_ON_TRACKER)

    @property
    def number(self) -> int:
        """The place of the current stage, for "Stage 3 of 7"; the last one when all has ended."""
        return min(self.stage(self.current).number, len(SHOWN_ON_TRACKER))

    def stage(self, stage: Stage) -> StageView:
        """Return one stage."""
        return next(view for view in self.stages if view.stage is stage)


def journey(
    facts: CaseFacts,
    today: date,
    counting: Counting = STANDARD_COUNTING,
    *,
    bank_holidays: Collection[date] = NO_BANK_HOLIDAYS,
) -> Journey:
    """Derive where a case is on a day and every date it has."""
    dates = case_dates(facts, today, counting, bank_holidays)
    where = standing(dates)
    late = late_duty(dates, where)
    excused = next(iter(excusing(facts.exceptions, late)), None) if late else None
    main = _main_situation(dates, where, excused)
    return Journey(
        today=today,
        stages=stage_views(dates, where),
        current=where.stage,
        situation=main,
        besides=besides(dates, where, main),
        next_key_date=next_key_date(dates, where),
        key_dates=key_dates(dates, where),
        late=late,
        exception=excused,
        requests=tuple(request_clocks(each, counting) for each in running_requests(facts)),
        dates=dates,
    )


def _main_situation(dates: CaseDates, where: Standing, excused: ExceptionFact | None) -> Situation:
    if excused is not None and excused.covers(dates.today):
        return Situation.EXCEPTION_CLAIMED
    return situation(dates, where)
