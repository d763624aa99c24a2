"""The facts of moves, asks and payments, from the rows that ``fact_rows`` reads."""

from collections.abc import Iterable, Iterator

from ehcportal.domain.facts import HealthChangeFact, MoveFact, PaymentFact
from ehcportal.domain.lookagain import AskedFor, AskFact
from ehcportal.models.ending import BudgetStepKind
from ehcportal.models.proceeding import MoveDirection
from ehcportal.queries.fact_rows import FactRow


def moves(rows: Iterable[FactRow]) -> Iterator[MoveFact]:
    """Yield the moves that did not fall through."""
    for each in rows:
        if each.first and each.third:
            yield MoveFact(
                comes_in=each.word == MoveDirection.IN,
                known_on=each.first,
                moves_on=each.third,
                transferred_on=each.second,
                family_told=each.number == 1,
                id=each.key,
            )


def asks(rows: Iterable[FactRow]) -> Iterator[AskFact]:
    """Yield the asks for a new assessment or an early review."""
    for each in rows:
        if each.first:
            yield AskFact(AskedFor(each.word), each.first, each.second, each.key)


def health_changes(rows: Iterable[FactRow]) -> Iterator[HealthChangeFact]:
    """Yield the changes of the NHS body that is responsible."""
    for each in rows:
        if each.first:
            yield HealthChangeFact(each.first, each.second, each.key)


def payments(rows: Iterable[FactRow]) -> Iterator[PaymentFact]:
    """Yield the direct payments that run, with the last day somebody looked at each."""
    steps: dict[str, dict[str, list[FactRow]]] = {}
    for each in rows:
        steps.setdefault(each.key, {}).setdefault(each.word, []).append(each)
    for budget_id, by_kind in steps.items():
        began = [
            each.first for each in by_kind.get(BudgetStepKind.PAYMENT_AGREED, []) if each.first
        ]
        if not began or BudgetStepKind.PAYMENT_ENDED in by_kind:
            continue
        checked = [each.first for each in by_kind.get(BudgetStepKind.CHECKED, []) if each.first]
        yield PaymentFact(max(began), max(checked, default=None), budget_id)
