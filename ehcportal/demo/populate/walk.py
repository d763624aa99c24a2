"""One way through the process, a step after the other, until today is reached."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ehcportal.domain.episodes import current_episode
from ehcportal.domain.facts import (
    CaseFacts,
    DecisionFact,
    DecisionKind,
    Outcome,
    ProceedingFact,
    ProceedingKind,
)
from ehcportal.domain.steps import Step


class TodayReached(Exception):
    """The next step lies in the future: the case stands where it is."""


@dataclass
class Walk:
    """A case on its way: the day it has reached, and what has happened by then.

    ``taken`` keeps each step with its day and what was so before, to ask whether it was lawful.
    """

    rng: random.Random
    today: date
    day: date
    facts: CaseFacts = field(default_factory=CaseFacts)
    taken: list[tuple[CaseFacts, Step, date]] = field(default_factory=list)

    def go_on(self, least: int, most: int) -> date:
        """Let some days pass. Raises ``TodayReached``."""
        return self.go_to(self.day + timedelta(days=self.rng.randint(least, most)))

    def go_to(self, day: date) -> date:
        """Let the time pass until a day, if it is not there yet. Raises ``TodayReached``."""
        self.day = max(day, self.day)
        if self.day > self.today:
            raise TodayReached
        return self.day

    def chance(self, percent: int) -> bool:
        """Throw the dice."""
        return self.rng.randrange(100) < percent

    def take(self, step: Step, **change: Any) -> None:
        """Take a step on the day that was reached."""
        self.taken.append((self.facts, step, self.day))
        self.facts = replace(self.facts, **change)

    def decide(self, step: Step, kind: DecisionKind, outcome: Outcome) -> None:
        """Decide, and tell the family the same day."""
        asked = current_episode(self.facts).requests
        about = asked[0].id if len(asked) == 1 and kind is not DecisionKind.CEASE else ""
        told = DecisionFact(kind, outcome, self.day, self.day, about)
        self.take(step, decisions=(*self.facts.decisions, told))

    def begin(self, step: Step, kind: ProceedingKind) -> None:
        """Begin something beside the stages."""
        self.take(step, proceedings=(*self.facts.proceedings, ProceedingFact(kind, self.day, None)))

    def close(self) -> None:
        """End what was begun last."""
        *before, last = self.facts.proceedings
        ended = replace(last, ended_on=self.day)
        self.take(Step.CLOSE_PROCEEDING, proceedings=(*before, ended))
