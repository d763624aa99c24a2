"""A child's record with its dated rows, and the other records that are of the same child."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, and_, col, or_, select

from ehcportal.models.account import Account
from ehcportal.models.case import Case
from ehcportal.models.ending import RecordJoin
from ehcportal.models.person import Person, PersonAddress, PersonName, Placement
from ehcportal.queries.in_force import is_current_name

Row = TypeVar("Row", PersonName, PersonAddress, Placement)


@dataclass(frozen=True, slots=True)
class Joined:
    """Another record of the same child, or one that was joined once."""

    id: str
    name: str
    birth_date: date | None
    case_id: str | None
    reference: str
    is_kept: bool
    """Whether that other record is the one that is kept."""
    reason: str
    by: str
    joined_at: datetime
    parted_at: datetime | None
    parted_reason: str


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """All that staff see on the page about a child's record; the newest rows come first."""

    person_id: str
    version: int
    birth_date: date | None
    died_on: date | None
    protected: bool
    merged: bool
    names: tuple[PersonName, ...]
    addresses: tuple[PersonAddress, ...]
    placements: tuple[Placement, ...]
    joins: tuple[Joined, ...]


def record(session: Session, person_id: str) -> ChildRecord:
    """Return the record of a child, in five statements."""
    child = session.get_one(Person, person_id)
    return ChildRecord(
        person_id=child.id,
        version=child.version,
        birth_date=child.birth_date,
        died_on=child.died_on,
        protected=child.protected,
        merged=child.merged_into_id is not None,
        names=_newest(session, PersonName, person_id),
        addresses=_newest(session, PersonAddress, person_id),
        placements=_newest(session, Placement, person_id),
        joins=tuple(_joins(session, person_id)),
    )


def _newest(session: Session, table: type[Row], person_id: str) -> tuple[Row, ...]:
    rows = session.exec(select(table).where(table.person_id == person_id)).all()
    return tuple(sorted(rows, key=_place, reverse=True))


def _place(row: PersonName | PersonAddress | Placement) -> tuple[bool, date, str]:
    return (row.to_on is None, row.from_on or date.min, row.id)


def _joins(session: Session, person_id: str) -> list[Joined]:
    is_other_kept = col(RecordJoin.joined_person_id) == person_id
    other_id = sa.case(
        (is_other_kept, col(RecordJoin.kept_person_id)), else_=col(RecordJoin.joined_person_id)
    )
    newest = sa.select(col(Case.id)).where(col(Case.person_id) == Person.id)
    newest = newest.order_by(col(Case.opened_on).desc(), col(Case.id)).limit(1)
    rows = session.execute(
        sa.select(RecordJoin, Account, Person, PersonName, Case)
        .join(Account, and_(Account.id == RecordJoin.joined_by_id), isouter=True)
        .join(Person, col(Person.id) == other_id)
        .join(PersonName, is_current_name(Person.id), isouter=True)
        .join(Case, col(Case.id) == newest.correlate(Person).scalar_subquery(), isouter=True)
        .where(
            or_(RecordJoin.kept_person_id == person_id, RecordJoin.joined_person_id == person_id)
        )
        .order_by(col(RecordJoin.joined_at).desc())
    ).all()
    return [_joined(*row) for row in rows]


def _joined(
    row: RecordJoin, by: Account | None, other: Person, name: PersonName | None, case: Case | None
) -> Joined:
    return Joined(
        id=row.id,
        name=f"{name.forename} {name.surname}" if name else "",
        birth_date=other.birth_date,
        case_id=case.id if case else None,
        reference=case.reference if case else "",
        is_kept=row.kept_person_id == other.id,
        reason=row.reason,
        by=by.name if by else "",
        joined_at=row.joined_at,
        parted_at=row.parted_at,
        parted_reason=row.parted_reason or "",
    )
