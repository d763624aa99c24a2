"""What the council owes after an order, a concession or an agreement (Regulations 42, 44, 45)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from ehcportal.domain import proceedinglaw as law

if TYPE_CHECKING:
    from ehcportal.domain.facts import CaseFacts


class OrderKind(StrEnum):
    """What the tribunal ordered, or the council conceded (Regulations 44 and 45)."""

    ASSESS = "assess"
    MAKE_PLAN = "make_plan"
    AMEND_CONTENT = "amend_content"
    AMEND_SETTING = "amend_setting"
    RECONSIDER = "reconsider"
    CONTINUE_PLAN = "continue_plan"
    MAY_CEASE = "may_cease"


@dataclass(frozen=True, slots=True)
class OrderFact:
    """An order, or a concession, from which weeks of its own run; ``done_on`` once complied with.

    ``on`` is the day of the order, of the notice to the Tribunal that the appeal is conceded, or of
    an agreement in mediation (Regulation 42).
    """

    kind: OrderKind
    on: date
    done_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class MediationFact:
    """Mediation that the family wants: the council has 30 days to meet them (Regulation 36).

    ``held_on`` is when they met or it was over without a meeting, ``over_on`` when it was over: the
    certificate was given, or it was settled or given up.
    """

    wanted_on: date
    held_on: date | None = None
    id: str = ""
    over_on: date | None = None


@dataclass(frozen=True, slots=True)
class CertificateFact:
    """A mediation certificate that the adviser owes from a day on, under a duty (section 55)."""

    duty: str
    since: date
    given_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationFact:
    """What the Tribunal recommends about health or social care, and when it was answered."""

    made_on: date
    answered_on: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty that follows from an order: its key, where it is counted from, and when it was met."""

    duty: str
    order: OrderFact
    done_on: date | None


DUTIES: Mapping[OrderKind, tuple[str, ...]] = MappingProxyType(
    {
        OrderKind.ASSESS: (law.ORDER_ASSESS, law.ORDER_NO_PLAN, law.ORDER_ASSESSED_PLAN),
        OrderKind.MAKE_PLAN: (law.ORDER_DRAFT, law.ORDER_PLAN),
        OrderKind.AMEND_CONTENT: (law.ORDER_AMEND,),
        OrderKind.AMEND_SETTING: (law.ORDER_SETTING,),
        OrderKind.RECONSIDER: (law.ORDER_RECONSIDER,),
        OrderKind.CONTINUE_PLAN: (law.ORDER_CONTINUE,),
        OrderKind.MAY_CEASE: (),
    }
)


def owed(facts: "CaseFacts") -> Iterator[Owed]:
    """Yield every duty of every order, met or not."""
    for order in sorted(facts.orders, key=lambda each: (each.on, each.id)):
        for duty in DUTIES[order.kind]:
            yield Owed(duty, order, _done_on(duty, order, facts))


def _done_on(duty: str, order: OrderFact, facts: "CaseFacts") -> date | None:
    days = [each for each in MET[duty](facts) if each >= order.on]
    days += [order.done_on] if order.done_on else []
    return min(days, default=None)


def _told(facts: "CaseFacts", *wanted: tuple[str, str]) -> list[date]:
    return [
        each.notified_on
        for each in facts.decisions
        if each.notified_on and (each.kind.value, each.outcome.value) in wanted
    ]


def _any_told(facts: "CaseFacts") -> list[date]:
    """Return the days of every new decision: also one after a review, or a plan that was sent."""
    reviewed = [each for each in facts.reviews if not each.alone]
    told = [each.notified_on for each in facts.decisions]
    told += [day for each in reviewed for day in (each.decided_on, each.kept_on)]
    return [*(each for each in told if each), *_finals(facts)]


def _served(facts: "CaseFacts", *, final: bool) -> list[date]:
    return [each.served_on for each in facts.plans if each.kind.is_final or not final]


def _finals(facts: "CaseFacts") -> list[date]:
    return _served(facts, final=True)


def _drafts(facts: "CaseFacts") -> list[date]:
    return _served(facts, final=False)


AS_IT_IS = ("reassess", "maintain")
"""The answer after a new assessment that the plan stays as it is."""

MET: Mapping[str, Callable[["CaseFacts"], Iterable[date]]] = MappingProxyType(
    {
        law.ORDER_ASSESS: lambda facts: _told(facts, ("assess", "yes"), ("reassess", "yes")),
        law.ORDER_NO_PLAN: lambda facts: [
            *_told(facts, ("issue", "yes"), ("issue", "no"), AS_IT_IS),
            *_drafts(facts),
        ],
        law.ORDER_ASSESSED_PLAN: lambda facts: [
            *_told(facts, ("issue", "no"), AS_IT_IS),
            *_finals(facts),
        ],
        law.ORDER_DRAFT: _drafts,
        law.ORDER_PLAN: _finals,
        law.ORDER_AMEND: _finals,
        law.ORDER_SETTING: _finals,
        law.ORDER_RECONSIDER: _any_told,
        law.ORDER_CONTINUE: lambda _facts: [],
    }
)
"""The days on which something happened that meets a duty."""
