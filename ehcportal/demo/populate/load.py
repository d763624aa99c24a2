"""Writes synthetic cases in batches: what is in memory does not grow with their number."""

import random
from collections import Counter as Tally
from collections.abc import Callable
from datetime import date

from sqlmodel import Session, func, select

from ehcportal import clock
from ehcportal.demo import marks
from ehcportal.demo.populate import cases, council
from ehcportal.demo.populate.histories import History, history
from ehcportal.demo.populate.rows import Rows
from ehcportal.models.account import Account
from ehcportal.models.case import Counter
from ehcportal.portal import Portal
from ehcportal.security import audit
from ehcportal.security.audit import SYSTEM
from ehcportal.services import clockwork, references

BATCH = 250


class OtherData(Exception):
    """The database holds accounts that are neither the demo's nor synthetic."""


def load(portal: Portal, wanted: int, seed: int, told: Callable[[int], None]) -> int:
    """Add the cases of a seed that are not there yet, up to ``wanted``; return how many.

    Each batch is a transaction of its own with the number of the last case, so that a run that
    was broken off goes on where it stopped. ``told`` hears how many there are after each.
    Raises ``OtherData``.
    """
    with portal.database.reading() as session:
        if _holds_other_data(session):
            raise OtherData("This database holds other data, so no case was added.")
        there = _there(session, seed)
    for first in range(there, wanted, BATCH):
        last = min(first + BATCH, wanted)
        with portal.database.unit() as session:
            _write(session, portal, seed, range(first, last))
        told(last)
    return max(0, wanted - there)


def _holds_other_data(session: Session) -> bool:
    if marks.is_loaded(session) or session.get(Counter, council.MARK) is not None:
        return False
    return bool(session.exec(select(func.count()).select_from(Account)).one())


def _mark(seed: int) -> str:
    return f"{council.MARK}-{seed}"


def _there(session: Session, seed: int) -> int:
    mark = session.get(Counter, _mark(seed))
    return mark.last if mark else 0


def _write(session: Session, portal: Portal, seed: int, numbers: range) -> None:
    shared = council.found(session, numbers.start)
    dice = {number: random.Random(f"{seed}-{number}") for number in numbers}  # noqa: S311
    histories = {number: history(dice[number], clock.today()) for number in numbers}
    numbered = _references(session, portal, list(histories.values()))
    rows = Rows(random.Random(seed))  # noqa: S311 - dice for inventions, no secret
    ids = []
    for number, reference in zip(numbers, numbered, strict=True):
        rows.rng = dice[number]
        ids.append(cases.tell(rows, shared, histories[number], reference, f"{seed}.{number}"))
    rows.write(session)
    _count(session, seed, numbers.stop)
    audit.change(session, SYSTEM, "case.populated", of=("case", f"{seed}-{numbers.stop}"))
    clockwork.work_out(session, portal.profile, ids)


def _references(session: Session, portal: Portal, told: list[History]) -> list[str]:
    """Take a reference for each case, with one statement for each year."""
    prefix = portal.profile.council.reference_prefix
    years = [cases.began_on(each.facts).year for each in told]
    taken = {
        year: references.take_many(session, prefix, "", date(year, 1, 1), number)
        for year, number in Tally(years).items()
    }
    return [next(taken[year]) for year in years]


def _count(session: Session, seed: int, last: int) -> None:
    mark = session.get(Counter, _mark(seed)) or Counter(name=_mark(seed))
    mark.last = last
    session.add(mark)
