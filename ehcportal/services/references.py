"""References that people quote: a council's letters, the year and a number in order."""

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
    stem = "-".join(part for part in (prefix, series, str(on.year)) if part)
    return f"{stem}-{_next(session, stem):04d}"


def _next(session: Session, name: str) -> int:
    found = _count_up(session, name)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.connection().execute(sa.insert(Counter).values(name=name, last=1))
    except IntegrityError:
        return _count_up(session, name) or 1
    return 1


def _count_up(session: Session, name: str) -> int | None:
    return (
        session.connection()
        .execute(
            sa.update(Counter)
            .where(col(Counter.name) == name)
            .values(last=Counter.last + 1)
            .returning(col(Counter.last))
        )
        .scalar_one_or_none()
    )
