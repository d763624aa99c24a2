"""One select of the union of facts: every part has the columns of a ``FactRow``, in its order."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ehcportal.models.proceeding import ProceedingStep
from ehcportal.models.request import Request

MOMENT = Request.__table__.c.closed_at.type  # type: ignore[attr-defined]


def part(
    what: str,
    case_id: Any,
    key: Any,
    first: Any = None,
    second: Any = None,
    *,
    at: Any = None,
    word: Any = None,
    other: Any = None,
    link: Any = None,
    about: Any = None,
    number: Any = None,
    third: Any = None,
) -> sa.Select[Any]:
    """Return a select of one kind of fact; what a kind has not is null."""
    return sa.select(
        sa.cast(sa.literal(what), sa.String(20)).label("what"),
        case_id.label("case_id"),
        key.label("key"),
        _or_null(first, sa.Date()).label("first"),
        _or_null(second, sa.Date()).label("second"),
        _or_null(at, MOMENT).label("at"),
        _word(word).label("word"),
        _word(other).label("other"),
        _or_null(link, sa.String(26)).label("link"),
        _or_null(about, sa.String(26)).label("about"),
        _or_null(number, sa.Integer()).label("number"),
        _or_null(third, sa.Date()).label("third"),
    )


def _or_null(column: Any, kind: Any) -> Any:
    return sa.cast(sa.null(), kind) if column is None else column


def _word(column: Any) -> Any:
    """Return a column of a closed set or of words as plain text."""
    return sa.cast(sa.null() if column is None else column, sa.String(100))


def is_standing(step: type[ProceedingStep]) -> Any:
    """Say whether no further row of its proceeding, by which they are found, has corrected it."""
    further: Any = aliased(step)
    same: Any = further.proceeding_id == step.proceeding_id
    return ~sa.select(further.id).where(further.corrects_id == step.id, same).exists()
