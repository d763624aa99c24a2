"""Who has opened a child's record, from the audit: what a family may read of it.

A reading by somebody of the council or a professional is shown by the part they had when they
read. Readings of other adults of the family, of whom they asked in, and of anybody protected are
never shown. Staff cannot alter the rows: triggers refuse (``migrations.triggers``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from ehcportal import clock
from ehcportal.models.audit import ReadRecord
from ehcportal.models.person import Relationship
from ehcportal.models.staff import StaffMember
from ehcportal.policy import Action
from ehcportal.queries.readers import Reader, readers

PAGE = 400
"""Readings of a page; a day with more than that goes on on the next."""

BY_STAFF = frozenset({Action.WORK_CASE.value, Action.RUN_CASE.value})
BY_PROFESSIONALS = frozenset({Action.SEE_PUPIL.value, Action.SEE_OWN_ADVICE.value})
A_FILE, A_REQUEST = "read_file", "request"


@dataclass(frozen=True, slots=True)
class Look:
    """What one reader opened on one day: each thing once, with how often and when."""

    reader: Reader
    things: tuple[str, ...]
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """All that was opened on one day, the newest first."""

    on: date
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of days, and the number of the reading before which the next one begins."""

    days: tuple[Day, ...]
    before: int | None = None


def seen(
    session: Session, case_id: str, person_id: str, account_id: str, *, before: int | None
) -> Seen:
    """Return a page of what was opened, in three statements however long the list is."""
    rows = _rows(session, case_id, person_id, account_id, before)
    kept, next_one = _whole_days(rows)
    known = readers(session, case_id, {each.account_id for each in kept})
    days = groupby(kept, key=lambda each: clock.london_day(each.at))
    told = tuple(Day(on, tuple(_looks(list(each), known, account_id))) for on, each in days)
    return Seen(told, next_one)


def _rows(
    session: Session, case_id: str, person_id: str, account_id: str, before: int | None
) -> list[ReadRecord]:
    query = (
        select(ReadRecord)
        .where(
            ReadRecord.case_id == case_id,
            or_(col(ReadRecord.account_id) == account_id, _is_open(person_id)),
        )
        .order_by(col(ReadRecord.seq).desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(col(ReadRecord.seq) < before)
    return list(session.exec(query))


def _is_open(person_id: str) -> Any:
    """Whether a reading was that of a professional or of staff at their work."""
    family = select(Relationship.account_id).where(Relationship.person_id == person_id)
    protected = family.where(col(Relationship.protected).is_(True))
    staff = select(StaffMember.account_id)
    at_work = or_(
        col(ReadRecord.action).in_(BY_STAFF | BY_PROFESSIONALS),
        col(ReadRecord.object_type) == A_REQUEST,
    )
    file_of_work = and_(
        col(ReadRecord.action) == A_FILE,
        col(ReadRecord.account_id).in_(staff),
        col(ReadRecord.account_id).not_in(family),
    )
    return and_(or_(at_work, file_of_work), col(ReadRecord.account_id).not_in(protected))


def _whole_days(rows: list[ReadRecord]) -> tuple[list[ReadRecord], int | None]:
    """Leave a day that may go on for the next page, unless the page is one day alone."""
    if len(rows) <= PAGE:
        return rows, None
    last = clock.london_day(rows[-1].at)
    kept = [each for each in rows if clock.london_day(each.at) != last] or rows[:PAGE]
    return kept, kept[-1].seq


def _looks(rows: list[ReadRecord], known: dict[str, Reader], account_id: str) -> Iterator[Look]:
    by_reader: dict[Reader, list[ReadRecord]] = {}
    for each in rows:
        by_reader.setdefault(_reader(each, known, account_id), []).append(each)
    for reader, read in by_reader.items():
        yield Look(reader, _things(read), len(read), read[-1].at, read[0].at)


def _reader(row: ReadRecord, known: dict[str, Reader], account_id: str) -> Reader:
    if row.account_id == account_id and row.action not in BY_STAFF | BY_PROFESSIONALS:
        return Reader.myself()
    return known.get(row.account_id or "", Reader.unknown())


def _things(rows: Iterable[ReadRecord]) -> tuple[str, ...]:
    """Return what was opened as keys of the labels ``reading``, in the order of the day."""
    found = (A_REQUEST if each.object_type == A_REQUEST else each.action for each in rows)
    return tuple(dict.fromkeys(found))
