"""Orders and mediation as the law counts them, from the steps of proceedings."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ehcportal.domain.orders import MediationFact, OrderFact, OrderKind
from ehcportal.domain.proceedings import StepKind

if TYPE_CHECKING:
    from ehcportal.queries.fact_rows import FactRow

ORDERED = frozenset({StepKind.ORDER, StepKind.CONCEDED})
MET = frozenset({StepKind.MEDIATION_HELD, StepKind.WITHDRAWN, StepKind.AGREEMENT})


def orders(steps: Iterable["FactRow"]) -> Iterator[OrderFact]:
    """Yield each order and concession that has a proceeding of its own, in which weeks run."""
    rows = list(steps)
    for each in rows:
        if each.word in ORDERED and each.link and each.other and each.first:
            done = _first(rows, each.about, {StepKind.COMPLIED})
            yield OrderFact(OrderKind(each.other), each.first, done, each.key)


def mediations(steps: Iterable["FactRow"]) -> Iterator[MediationFact]:
    """Yield each mediation that a family wanted."""
    rows = list(steps)
    for each in rows:
        if each.word == StepKind.MEDIATION_WANTED and each.first:
            yield MediationFact(each.first, _first(rows, each.about, MET), each.key)


def _first(rows: list["FactRow"], about: str | None, kinds: Iterable[str]) -> date | None:
    days = [each.first for each in rows if each.about == about and each.word in kinds]
    return min((each for each in days if each), default=None)
