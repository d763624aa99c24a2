"""The order of lines in a section: places with gaps, so that most moves touch one line alone.

A place is changed beside the version of its line: who writes the line meanwhile is not disturbed.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from ehcportal.domain.plan_lines import GAP, place_between
from ehcportal.models.plan import PlanLine, Section


def after(session: Session, version_id: str, section: Section, key: str | None) -> int:
    """Return a place after a line of the section, or at its end."""
    rows = _rows(session, version_id, section)
    keys = [one for one, _ in rows]
    if key not in keys:
        return place_between(rows[-1][1] if rows else None, None) or GAP
    at = keys.index(key)
    following = rows[at + 1][1] if at + 1 < len(rows) else None
    found = place_between(rows[at][1], following)
    if found is None:
        _spread(session, version_id, keys)
        found = (at + 1) * GAP + GAP // 2
    return found


def shift(session: Session, line: PlanLine, *, up: bool) -> bool:
    """Move a line by one place; say whether there was room to move."""
    keys = [key for key, _ in _rows(session, line.plan_version_id, line.section)]
    at = keys.index(line.key)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(keys):
        return False
    keys.insert(to, keys.pop(at))
    _spread(session, line.plan_version_id, keys)
    return True


def renumber(session: Session, line: PlanLine, number: int) -> None:
    """Give a line that came back a number above all that it ever had."""
    table: Any = PlanLine
    session.connection().execute(
        sa.update(table).where(col(PlanLine.id) == line.id).values(version=number)
    )
    session.refresh(line)


def _rows(session: Session, version_id: str, section: Section) -> list[tuple[str, int]]:
    rows = session.exec(
        select(PlanLine.key, PlanLine.place)
        .where(PlanLine.plan_version_id == version_id, PlanLine.section == section)
        .order_by(col(PlanLine.place), col(PlanLine.key))
    )
    return [(key, place) for key, place in rows]


def _spread(session: Session, version_id: str, keys: list[str]) -> None:
    """Give the lines of a section new places in this order, in one statement."""
    table: Any = PlanLine
    order = {key: (number + 1) * GAP for number, key in enumerate(keys)}
    session.connection().execute(
        sa.update(table)
        .where(col(PlanLine.plan_version_id) == version_id, col(PlanLine.key).in_(keys))
        .values(place=sa.case(order, value=col(PlanLine.key)))
    )
