"""References that people quote: a council's letters, the year and a number in order."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from ehcportal.models.case import Counter


def take(session: Session, prefix: str, series: str, on: date) -> str:
    """Return the next reference of a series, such as ``BR-2026-0430`` or ``BR-F-2026-0017``.

    The number is taken in the caller's transaction, so a roll-back gives it back. ``series`` is
    empty for cases and a letter for everything else.
    """
    return next(take_many(session, prefix, series, on, 1))


def take_many(session: Session, prefix: str, series: str, on: date, number: int) -> Iterator[str]:
    """Return the next references of a series in order, taken in one statement."""
    stem = "-".join(part for part in (prefix, series, str(on.year)) if part)
    last = _next(session, stem, number)
    return iter([f"{stem}-{each:04d}" for each in range(last - number + 1, last + 1)])


def _next(session: Session, name: str, number: int) -> int:
    """Return the last of the numbers that were taken."""
    found = _count_up(session, name, number)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.connection().execute(sa.insert(Counter).values(name=name, last=number))
    except IntegrityError:
        return _count_up(session, name, number) or number
    return number


def _count_up(session: Session, name: str, number: int) -> int | None:
    return (
        session.connection()
        .execute(
            sa.update(Counter)
            .where(col(Counter.name) == name)
            .values(last=Counter.last + number)
            .returning(col(Counter.last))
        )
        .scalar_one_or_none()
    )
