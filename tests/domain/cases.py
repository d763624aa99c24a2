"""One case at each point of its way, for the tests of stages and dates."""

from dataclasses import replace
from datetime import date

from ehcportal.domain.facts import (
    AdviceFact,
    CaseFacts,
    DecisionFact,
    DecisionKind,
    Outcome,
    PlanFact,
    PlanKind,
    RequestFact,
)
from ehcportal.domain.journey import Journey

RECEIVED = date(2026, 1, 5)
D6 = date(2026, 2, 15)
D16 = date(2026, 4, 26)
D20 = date(2026, 5, 24)
ASSESSED = date(2026, 2, 10)
ADVICE_DUE = date(2026, 3, 23)
DRAFTED = date(2026, 4, 20)
COMMENTS_DUE = date(2026, 5, 4)
FINISHED = date(2026, 5, 20)


def told(kind: DecisionKind, outcome: Outcome, on: date, **more: object) -> DecisionFact:
    """A decision the family was told of on the day it was made."""
    return replace(DecisionFact(kind, outcome, on, on), **more)


YES_TO_ASSESS = told(DecisionKind.ASSESS, Outcome.YES, ASSESSED)
NO_TO_ASSESS = told(DecisionKind.ASSESS, Outcome.NO, ASSESSED)
YES_TO_ISSUE = told(DecisionKind.ISSUE, Outcome.YES, date(2026, 4, 1))
NO_TO_ISSUE = told(DecisionKind.ISSUE, Outcome.NO, date(2026, 4, 1))

REQUESTED = CaseFacts(requests=(RequestFact(RECEIVED),))
ASSESSING = replace(
    REQUESTED,
    decisions=(YES_TO_ASSESS,),
    advice=(AdviceFact("school", ASSESSED), AdviceFact("psychologist", ASSESSED)),
)
ADVISED = replace(
    ASSESSING,
    advice=tuple(replace(each, received_on=date(2026, 3, 20)) for each in ASSESSING.advice),
)
DRAFT = replace(ADVISED, plans=(PlanFact(PlanKind.DRAFT, 1, DRAFTED),))
PLANNED = replace(DRAFT, plans=(*DRAFT.plans, PlanFact(PlanKind.FINAL, 2, FINISHED)))

CASES = (CaseFacts(), REQUESTED, ASSESSING, ADVISED, DRAFT, PLANNED)


def states(shown: Journey) -> str:
    """The tracker as one line, a letter for each stage."""
    return " ".join(f"{view.state.value}" for view in shown.tracker)
