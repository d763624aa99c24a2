"""What stands today among dated rows: a tie, a post, a name. Access depends on it, so once only."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_

from ehcportal.models.person import NameKind, PersonName, Relationship
from ehcportal.models.staff import StaffMember


def in_force(dated: type[Relationship] | type[StaffMember], today: Any) -> ColumnElement[bool]:
    """Whether a row stands on ``today``, a date or a parameter; its last day still counts."""
    is_open = or_(col(dated.to_on).is_(None), col(dated.to_on) >= today)
    return and_(col(dated.from_on) <= today, is_open)


def is_current_name(person_id: Any, name: type[PersonName] = PersonName) -> ColumnElement[bool]:
    """Whether ``name`` is what the person is called now, not a former or preferred name."""
    return and_(
        col(name.person_id) == person_id,
        col(name.kind) == NameKind.CURRENT,
        col(name.to_on).is_(None),
    )
