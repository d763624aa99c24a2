"""Orders and mediation as the law counts them, from the steps of proceedings."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ehcportal.domain import proceedinglaw
from ehcportal.domain.orders import (
    CertificateFact,
    MediationFact,
    OrderFact,
    OrderKind,
    RecommendationFact,
)
from ehcportal.domain.proceedings import ENDS, ORDERED, StepKind

if TYPE_CHECKING:
    from ehcportal.queries.fact_rows import FactRow

MET = frozenset({StepKind.MEDIATION_HELD, StepKind.WITHDRAWN, StepKind.AGREEMENT})


def orders(steps: Iterable["FactRow"]) -> Iterator[OrderFact]:
    """Yield each order, concession and agreement in whose own proceeding weeks run."""
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
            over = _first(rows, each.about, ENDS)
            yield MediationFact(each.first, _first(rows, each.about, MET), each.key, over)


OWING = {
    StepKind.MEDIATION_NOT_WANTED: proceedinglaw.CERTIFICATE_UNWANTED,
    StepKind.MEDIATION_HELD: proceedinglaw.CERTIFICATE_AFTER,
}
"""Steps after which the mediation adviser owes a certificate, and under which duty."""


def certificates(steps: Iterable["FactRow"]) -> Iterator[CertificateFact]:
    """Yield each certificate that is owed; one given, or an end without one, meets it."""
    rows = list(steps)
    for each in rows:
        duty = next((duty for kind, duty in OWING.items() if each.word == kind), "")
        if duty and each.first:
            yield CertificateFact(duty, each.first, _first(rows, each.about, ENDS), each.key)


def recommendations(steps: Iterable["FactRow"]) -> Iterator[RecommendationFact]:
    """Yield what the Tribunal recommended about health or social care."""
    rows = list(steps)
    for each in rows:
        if each.word == StepKind.RECOMMENDATION and each.first:
            answered = _first(rows, each.about, {StepKind.RECOMMENDATION_ANSWERED})
            yield RecommendationFact(each.first, answered, each.key)


def hearings(steps: Iterable["FactRow"]) -> Iterator[date]:
    """Yield the newest day of hearing in each appeal that is not over."""
    rows = list(steps)
    days = {
        each.about: each.first
        for each in sorted(rows, key=lambda each: each.key or "")
        if each.word == StepKind.HEARING and each.first and not _first(rows, each.about, ENDS)
    }
    yield from days.values()


def ceasing_dismissed(steps: Iterable["FactRow"]) -> Iterator[date]:
    """Yield the days on which an appeal against the end of the plan was dismissed."""
    for each in steps:
        if each.word == StepKind.DISMISSED and each.number and each.first:
            yield each.first


def _first(rows: list["FactRow"], about: str | None, kinds: Iterable[str]) -> date | None:
    days = [each.first for each in rows if each.about == about and each.word in kinds]
    return min((each for each in days if each), default=None)
