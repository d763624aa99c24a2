"""An order puts days of its own in the place of those that ran from the request (Reg 44, 45)."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ehcportal.domain import proceedinglaw as law
from ehcportal.domain.orders import OrderFact, OrderKind

if TYPE_CHECKING:
    from ehcportal.domain.episodes import Episode
    from ehcportal.domain.facts import CaseFacts

Replaced = Mapping[str, tuple[str, date]]
"""By the name of the clock of a request: the duty that stands there now, and since when."""


def replaced(facts: "CaseFacts", episode: "Episode") -> Replaced:
    """Return which clocks of the request an order has replaced; the newest order counts."""
    found: dict[str, tuple[str, date]] = {}
    for order in sorted(facts.orders, key=lambda each: each.on):
        if _is_about(order, episode):
            found |= _of(order, episode)
    return found


def _is_about(order: OrderFact, episode: "Episode") -> bool:
    """Whether the order came in this episode, and before the plan that ended it."""
    if episode.started_on is None or order.on < episode.started_on:
        return False
    return episode.final is None or episode.final.served_on >= order.on


def _of(order: OrderFact, episode: "Episode") -> dict[str, tuple[str, date]]:
    if order.kind is OrderKind.MAKE_PLAN:
        return {"final_plan": (law.ORDER_PLAN, order.on)}
    if order.kind is not OrderKind.ASSESS:
        return {}
    found = {
        "decision_to_issue": (law.ORDER_NO_PLAN, order.on),
        "final_plan": (law.ORDER_ASSESSED_PLAN, order.on),
    }
    answer = episode.to_assess
    if episode.is_assessing and answer and answer.notified_on and answer.notified_on >= order.on:
        found["decision_to_assess"] = (law.ORDER_ASSESS, order.on)
    return found
