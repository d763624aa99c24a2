"""A synthetic case while it is turned into rows: whom it is about, and its timeline."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ehcportal.demo.populate.council import Council
from ehcportal.demo.populate.rows import Rows, noon
from ehcportal.demo.populate.words import REASONS
from ehcportal.domain.facts import CaseFacts, DecisionFact
from ehcportal.models.assessment import Decision
from ehcportal.models.event import Event, EventAudience


@dataclass
class Told:
    """A case while it is turned into rows."""

    rows: Rows
    council: Council
    facts: CaseFacts
    child: tuple[str, str]
    case_id: str
    parents: dict[str, str]
    """The account of each parent by the name that the history gives them; of one alone by none."""
    worker_id: str
    setting_id: str
    request_id: str | None = None
    requests: dict[str, str] = field(default_factory=dict)
    """The row of each request by the id it has in the history."""
    decisions: int = 0
    challenged_id: str | None = None
    """The decision that a mediation or an appeal is about."""

    @property
    def parent_id(self) -> str:
        """The parent who asks and is written to."""
        return next(iter(self.parents.values()))

    def event(self, kind: str, on: date, *, key: bool = False, **facts: Any) -> None:
        """Put a line on the timeline that the family reads too."""
        self.rows.add(
            Event,
            on,
            case_id=self.case_id,
            kind=kind,
            on=on,
            key=key,
            facts=facts,
            audience=EventAudience.FAMILY,
        )

    def decision(self, decided: DecisionFact, **about: Any) -> str:
        """Record a decision of which the family was told; of two on a day the order is kept."""
        self.decisions += 1
        made = self.rows.add(
            Decision,
            decided.decided_on,
            created_at=noon(decided.decided_on) + timedelta(seconds=self.decisions),
            case_id=self.case_id,
            kind=decided.kind,
            outcome=decided.outcome,
            reason=self.rows.rng.choice(REASONS),
            decided_on=decided.decided_on,
            notified_on=decided.notified_on,
            decided_by_id=self.council.manager_id,
            **about,
        )
        self.event(
            f"decision.{decided.kind.value}",
            decided.decided_on,
            key=True,
            outcome=decided.outcome.value,
        )
        return made
