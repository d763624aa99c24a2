"""What a decision is as a step of the process, and from which day it counts."""

from datetime import date

from sqlmodel import Session

from ehcportal.domain.episodes import current_episode
from ehcportal.domain.facts import DecisionKind, Outcome
from ehcportal.domain.steps import Step
from ehcportal.models.assessment import Decision
from ehcportal.queries import case_facts

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


def answered(session: Session, case_id: str, old: Decision, outcome: Outcome) -> str | None:
    """Return which request a correction answers; None for all that are open together.

    A request that came after a yes has that yes for its answer: if it becomes a no, so has each.
    """
    if old.outcome is outcome:
        return old.request_id
    together = {each.id for each in current_episode(case_facts.for_case(session, case_id)).requests}
    return None if len(together) > 1 and old.request_id in together else old.request_id
