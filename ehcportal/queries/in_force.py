"""What stands today among dated rows: a tie, a post, a name. Access depends on it, so once only."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_

from ehcportal.models.person import NameKind, PersonName, Placement, Relationship
from ehcportal.models.setting import ServiceMembership, SettingMembership
from ehcportal.models.staff import StaffMember, TeamMembership

Dated = (
    type[Relationship]
    | type[StaffMember]
    | type[TeamMembership]
    | type[SettingMembership]
    | type[ServiceMembership]
)


def in_force(dated: Dated, today: Any) -> ColumnElement[bool]:
    """Whether a row stands on ``today``, a date or a parameter.

    Its last day still counts. What ends at once is given the day before as its last one.
    """
    is_open = or_(col(dated.to_on).is_(None), col(dated.to_on) >= today)
    return and_(col(dated.from_on) <= today, is_open)


def placed(today: Any) -> ColumnElement[bool]:
    """Whether a placement stands on ``today``; one without a beginning has always stood."""
    has_begun = or_(col(Placement.from_on).is_(None), col(Placement.from_on) <= today)
    is_open = or_(col(Placement.to_on).is_(None), col(Placement.to_on) >= today)
    return and_(has_begun, is_open)


def is_current_name(person_id: Any, name: type[PersonName] = PersonName) -> ColumnElement[bool]:
    """Whether ``name`` is what the person is called now, not a former or preferred name."""
    return and_(
        col(name.person_id) == person_id,
        col(name.kind) == NameKind.CURRENT,
        col(name.to_on).is_(None),
    )
