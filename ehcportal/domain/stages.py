"""The stages of a case, in the order in which everybody sees them, and the state of each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcportal.domain.clocks import DueDate
from ehcportal.domain.duties import Kind


class Stage(StrEnum):
    """The stages, in this order everywhere; nothing stores which one a case is in."""

    REQUEST = "request"
    DECISION_TO_ASSESS = "decision_to_assess"
    ASSESSMENT = "assessment"
    DECISION_TO_ISSUE = "decision_to_issue"
    DRAFT_PLAN = "draft_plan"
    FINAL_PLAN = "final_plan"
    REVIEW = "review"
    ENDED = "ended"


ORDER = tuple(Stage)
SHOWN_ON_TRACKER = ORDER[:-1]


class StageState(StrEnum):
    """How far a stage is; always shown in words, never by colour alone."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage as the tracker shows it.

    ``outcome`` is the key of a word ("yes", "no", "withdrawn"). ``arrived`` of ``asked`` counts
    the advice. ``due`` stays after the stage is done, so that a late answer can be seen as late.
    """

    stage: Stage
    state: StageState
    number: int
    done_on: date | None = None
    due: DueDate | None = None
    outcome: str = ""
    arrived: int = 0
    asked: int = 0

    @property
    def was_late(self) -> bool:
        """Say whether the stage was done after the day set by law."""
        if self.done_on is None or self.due is None or self._only_a_no_was_due:
            return False
        return self.due.kind is Kind.STATUTORY and self.due.is_late(self.done_on)

    @property
    def _only_a_no_was_due(self) -> bool:
        """Regulation 10(1) gives a day for the answer no; a yes may come later."""
        return self.stage is Stage.DECISION_TO_ISSUE and self.outcome != "no"
