"""What a decision is as a step of the process, and from which day it counts."""

from datetime import date

from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import Decision

WAYS = {
    (DecisionKind.ASSESS, Outcome.YES): Step.AGREE_TO_ASSESS,
    (DecisionKind.ASSESS, Outcome.NO): Step.REFUSE_TO_ASSESS,
    (DecisionKind.ISSUE, Outcome.YES): Step.AGREE_TO_ISSUE,
    (DecisionKind.ISSUE, Outcome.NO): Step.REFUSE_TO_ISSUE,
}

TURNS = {
    **WAYS,
    (DecisionKind.ASSESS, Outcome.NO): Step.TAKE_BACK_ASSESSMENT,
    (DecisionKind.ISSUE, Outcome.NO): Step.TAKE_BACK_ISSUE,
}
"""What a correction is that turns a decision into the other one."""


def step_of(kind: DecisionKind, outcome: Outcome, old: Decision | None) -> Step | None:
    """Return the step that the law must allow; none where only the words are put right."""
    if old is None:
        return WAYS[kind, outcome]
    return None if old.outcome is outcome else TURNS[kind, outcome]


def told_before(old: Decision | None, outcome: Outcome, decided_on: date) -> date | None:
    """Return when the family was first told the same, where a correction changes only words."""
    if old is None or old.outcome is not outcome or old.notified_on is None:
        return None
    return old.notified_on if decided_on <= old.notified_on else None
