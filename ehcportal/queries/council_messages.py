"""The council's side of messages: all threads of a case, and one inbox over all of one's cases."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

from ehcportal import clock
from ehcportal.models.account import Account
from ehcportal.models.case import Case, CaseAssignment
from ehcportal.models.desk import CaseStanding
from ehcportal.models.message import Message, MessageReading, Thread, ThreadMember
from ehcportal.models.person import PersonName
from ehcportal.models.staff import StaffMember
from ehcportal.queries.in_force import in_force, is_current_name
from ehcportal.queries.paging import Cursor, Listed, cut, moment_of

PAGE = 25
NO_PROMISE = date(9999, 12, 31)
"""Where a thread stands in the list that waits without a promised day: after all others."""


class Show(StrEnum):
    """Which threads of one's cases are listed."""

    WAITING = "waiting"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Talk:
    """A line of the council's lists: a thread, with whom it is, and whose turn it is."""

    thread_id: str
    case_id: str
    child: str
    kind: str
    subject: str
    family: str
    last_at: datetime
    reply_due_on: date | None
    waits: bool
    handled_by: str
    is_new: bool

    def is_late(self, today: date) -> bool:
        """Whether the promised day has gone by without an answer."""
        return self.waits and self.reply_due_on is not None and self.reply_due_on < today


def of_case(
    session: Session, case_id: str, account_id: str, after: Cursor | None = None
) -> Listed[Talk]:
    """Return the threads of a case, those with the newest message first."""
    return _listed(session, [col(Thread.case_id) == case_id], account_id, Show.ALL, after)


def of_staff(
    session: Session, account_id: str, show: Show, after: Cursor | None = None, words: str = ""
) -> Listed[Talk]:
    """Return the threads that somebody answers: handed to them, of their cases, or of nobody's."""
    waits = [_waits()] if show is Show.WAITING else []
    conditions = [_is_mine(account_id, clock.today(), *waits), *waits, *_found(words)]
    return _listed(session, conditions, account_id, show, after)


def waiting_count(session: Session, account_id: str) -> int:
    """Return how many of these threads wait for an answer, in one statement."""
    query = sa.select(sa.func.count()).select_from(Thread)
    wanted = query.where(*waiting(account_id, clock.today()))
    return session.connection().execute(wanted).scalar_one()


def waiting(account_id: Any, today: date) -> tuple[Any, ...]:
    """Return what makes a thread wait for an answer of this person, an id or a parameter."""
    return _is_mine(account_id, today, _waits()), _waits()


def _is_mine(account_id: Any, today: date, *more: Any) -> Any:
    """Whether somebody answers a thread: it was handed to them, or it stays with their case.

    What was handed to one who is away or has left counts with the case again, or nobody sees it;
    so does what is of a case that has nobody. Each part is found by an index of its own.
    """
    ids = sa.select(col(Thread.id)).where(*more)
    stays = ids.where(~_is_here(today))
    part, standing = CaseAssignment, CaseStanding
    current = col(part.to_at).is_(None)
    is_taken = sa.exists().where(col(part.case_id) == Thread.case_id, current)
    theirs = stays.join(part, col(part.case_id) == Thread.case_id)
    nobodys = stays.where(~is_taken)
    if not more:  # few wait, but all that were ever written are many: begin with the cases
        nobodys = nobodys.join(standing, col(standing.case_id) == Thread.case_id)
        nobodys = nobodys.where(col(standing.coordinator_id).is_(None))
    found = sa.union(
        ids.where(col(Thread.handled_by_id) == account_id),
        theirs.where(col(part.account_id) == account_id, current),
        nobodys,
    )
    return col(Thread.id).in_(found)


def _is_here(today: date) -> Any:
    """Whether the one to whom a thread was handed works here and is not away today."""
    begins, ends = col(StaffMember.away_from), col(StaffMember.away_to)
    return sa.exists().where(
        col(StaffMember.account_id) == Thread.handled_by_id,
        in_force(StaffMember, today),
        sa.or_(begins.is_(None), begins > today, ends < today),
    )


def _found(words: str) -> list[Any]:
    if not words:
        return []
    said = sa.exists().where(
        col(Message.thread_id) == Thread.id, col(Message.body).icontains(words, autoescape=True)
    )
    texts = (col(Thread.subject), col(Thread.kind), col(PersonName.surname), _family())
    return [sa.or_(said, *(text.icontains(words, autoescape=True) for text in texts))]


def _listed(
    session: Session, conditions: list[Any], account_id: str, show: Show, after: Cursor | None
) -> Listed[Talk]:
    """Return a page in one statement: by the day that was promised, or the newest first."""
    by_day = show is Show.WAITING
    key = sa.func.coalesce(Thread.reply_due_on, NO_PROMISE) if by_day else col(Thread.last_at)
    place = sa.tuple_(key, col(Thread.id))
    begins = _begins(after, by_day=by_day)
    if begins is not None:
        conditions = [*conditions, place > begins if by_day else place < begins]
    order = [each if by_day else each.desc() for each in (key, col(Thread.id))]
    handler: Any = aliased(Account)
    rows = session.execute(
        sa.select(
            col(Thread.id),
            col(Thread.case_id),
            col(PersonName.surname) + ", " + col(PersonName.forename),
            col(Thread.kind),
            col(Thread.subject),
            _family(),
            col(Thread.last_at),
            col(Thread.reply_due_on),
            _waits(),
            sa.func.coalesce(handler.forename + " " + handler.surname, ""),
            _is_unread(account_id),
        )
        .join(Case, and_(Case.id == Thread.case_id))
        .join(PersonName, is_current_name(Case.person_id))
        .join(handler, handler.id == Thread.handled_by_id, isouter=True)
        .where(*conditions)
        .order_by(*order)
        .limit(PAGE + 1)
    ).all()
    return cut([Talk(*row) for row in rows], PAGE, lambda last: _place(last, by_day=by_day))


def _waits() -> Any:
    """Whether nobody of the council has written since somebody of the family did."""
    return col(Thread.waits_since).is_not(None)


def _is_unread(account_id: str) -> Any:
    """Whether there is something of the family that this person of the council has not read."""
    read = sa.exists().where(
        col(MessageReading.message_id) == Message.id, col(MessageReading.account_id) == account_id
    )
    return sa.exists().where(
        col(Message.thread_id) == Thread.id, col(Message.from_council).is_(False), ~read
    )


def _family() -> Any:
    """The name of who takes part and does not work for the council."""
    works_here = sa.exists().where(col(StaffMember.account_id) == Account.id)
    name = col(Account.forename) + " " + col(Account.surname)
    return (
        sa.select(sa.func.coalesce(sa.func.min(name), ""))
        .join(ThreadMember, and_(ThreadMember.account_id == Account.id))
        .where(col(ThreadMember.thread_id) == Thread.id, ~works_here)
        .scalar_subquery()
    )


def _begins(after: Cursor | None, *, by_day: bool) -> tuple[date, str] | None:
    if after is None:
        return None
    try:
        read = date.fromisoformat if by_day else moment_of
        return read(after.key), after.id
    except ValueError:
        return None


def _place(last: Talk, *, by_day: bool) -> Cursor:
    key = (last.reply_due_on or NO_PROMISE) if by_day else last.last_at
    return Cursor(key.isoformat(), last.thread_id)
