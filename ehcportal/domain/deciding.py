"""Which decisions the council can lawfully make in a case now, and what a decision must say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ehcportal.domain import requeststeps
from ehcportal.domain.casedates import CaseDates
from ehcportal.domain.facts import DecisionFact, DecisionKind, Outcome

WAYS: Mapping[DecisionKind, tuple[Callable[[CaseDates], str], Callable[[CaseDates], str]]] = (
    MappingProxyType(
        {
            DecisionKind.ASSESS: (requeststeps.agree_to_assess, requeststeps.refuse_to_assess),
            DecisionKind.ISSUE: (requeststeps.agree_to_issue, requeststeps.refuse_to_issue),
        }
    )
)
"""When a yes and when a no is lawful."""


TURNS: Mapping[tuple[DecisionKind, Outcome], Callable[[CaseDates], str]] = MappingProxyType(
    {
        (DecisionKind.ASSESS, Outcome.YES): requeststeps.agree_to_assess,
        (DecisionKind.ASSESS, Outcome.NO): requeststeps.take_back_assessment,
        (DecisionKind.ISSUE, Outcome.YES): requeststeps.agree_to_issue,
        (DecisionKind.ISSUE, Outcome.NO): requeststeps.take_back_issue,
    }
)
"""When a decision that was an error can be turned into the other one."""

OVERTAKEN = "Another answer has followed this one."


@dataclass(frozen=True, slots=True)
class Decidable:
    """A decision that can be made. After a no only a yes is left: a no is never given twice.

    ``stays`` is why the correction of a decision cannot turn a yes into a no, or a no into a yes.
    """

    kind: DecisionKind
    since: date
    request_id: str | None = None
    only_yes: bool = False
    stays: str = ""


def decidable(dates: CaseDates, kind: DecisionKind) -> Decidable | None:
    """Return how a decision of a kind can be made now, or nothing when it cannot."""
    if dates.facts.ended_on is not None or why_not(dates, kind):
        return None
    requests = dates.episode.requests
    return Decidable(
        kind,
        since=_since(dates, kind),
        request_id=requests[0].id if len(requests) == 1 else None,
        only_yes=bool(WAYS[kind][1](dates)),
    )


def correctable(dates: CaseDates, old: DecisionFact) -> Decidable | None:
    """Return how a decision can be put right now: its words always, its outcome if that is lawful.

    Nothing can be put right any more in a case that has ended.
    """
    if dates.facts.ended_on is not None:
        return None
    started = dates.episode.started_on
    since = min(started, old.decided_on) if started else old.decided_on
    return Decidable(old.kind, since, old.request_id or None, stays=_why_it_stays(dates, old))


def _why_it_stays(dates: CaseDates, old: DecisionFact) -> str:
    answers = {
        DecisionKind.ASSESS: dates.episode.to_assess,
        DecisionKind.ISSUE: dates.episode.to_issue,
    }
    now = answers.get(old.kind)
    if now is None or now.id != old.id:
        return OVERTAKEN
    other = Outcome.NO if old.outcome is Outcome.YES else Outcome.YES
    return TURNS[old.kind, other](dates)


def _since(dates: CaseDates, kind: DecisionKind) -> date:
    """Return the day before which no such decision can have been made."""
    began = dates.episode.to_assess
    if kind is DecisionKind.ISSUE and began is not None:
        return began.decided_on
    return dates.episode.started_on or dates.today


def why_not(dates: CaseDates, kind: DecisionKind) -> str:
    """Return why neither a yes nor a no is lawful now; empty when one of them is."""
    agree, refuse = (way(dates) for way in WAYS[kind])
    return agree and refuse and agree


class LimbFault(StrEnum):
    """Why an outcome does not follow from the two limbs of the legal test."""

    MUST_BE_YES = "must_be_yes"
    MUST_BE_NO = "must_be_no"


def limb_fault(*, has_needs: bool, needs_plan: bool, outcome: Outcome) -> LimbFault | None:
    """Return why an outcome is unlawful: it follows from the test, and no local threshold counts.

    Sections 36(8) and 37(1) of the Act: yes to both limbs obliges, no to one of them forbids.
    """
    obliged = has_needs and needs_plan
    if obliged and outcome is not Outcome.YES:
        return LimbFault.MUST_BE_YES
    if not obliged and outcome is not Outcome.NO:
        return LimbFault.MUST_BE_NO
    return None
