"""The inbox and the sent items of one account in a case: only threads it takes part in (U12)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col

from ehcportal.models.account import Account
from ehcportal.models.message import Message, MessageReading, Thread, ThreadMember
from ehcportal.models.staff import StaffMember
from ehcportal.queries.paging import Cursor, Listed, cut, moment_of
from ehcportal.queries.panels import of_threads, unread

PAGE = 25
MOST_SKIPPED = 10_000


class Box(StrEnum):
    """What came, or what was sent."""

    INBOX = "inbox"
    SENT = "sent"


class By(StrEnum):
    """A column of the list."""

    DATE = "date"
    TYPE = "type"
    FROM = "from"
    TO = "to"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the list stands, and whether it goes up."""

    by: By = By.DATE
    up: bool = False

    @classmethod
    def read(cls, by: str | None, way: str | None) -> "Order":
        """Return the order named in an address; anything else is the newest first.

        A small screen names both in one list: ``subject-down``.
        """
        if by and not way:
            by, _dash, way = by.partition("-")
        known = By(by) if by in {each.value for each in By} else By.DATE
        return cls(known, way == "up" or (way != "down" and known is not By.DATE))

    def pressed(self, column: By) -> str:
        """Return the way a column goes when its heading is pressed."""
        if column is self.by:
            return "down" if self.up else "up"
        return "down" if column is By.DATE else "up"

    def sorted(self, column: By) -> str | None:
        """Return what a screen reader says of a column, None of those that do not order."""
        if column is not self.by:
            return None
        return "ascending" if self.up else "descending"


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the inbox or of the sent items (guide row U12)."""

    id: str
    thread_id: str
    kind: str
    subject: str
    author: str
    to: str
    sent_at: datetime
    is_new: bool


def letters(
    session: Session,
    case_id: str,
    account_id: str,
    box: Box = Box.INBOX,
    order: Order | None = None,
    *,
    words: str = "",
    after: Cursor | None = None,
) -> Listed[Letter]:
    """Return a page of one box, in one statement however many messages there are."""
    order = order or Order()
    query = (
        of_threads(case_id, account_id)
        .join(Account, col(Account.id) == Message.author_id)
        .with_only_columns(*_columns(account_id))
        .where(_is_in(box, account_id), *_found(words))
    )
    key = _key(box, order.by)
    ordered = [each if order.up else each.desc() for each in (key, col(Message.id))]
    query = query.order_by(*ordered).limit(PAGE + 1)
    skipped = 0 if key is _BY_DATE else _skipped(after)
    if key is _BY_DATE and (begins := _begins(after)):
        place = sa.tuple_(key, col(Message.id))
        query = query.where(place > begins if order.up else place < begins)
    rows = session.connection().execute(query.offset(skipped)).all()

    def place_after(last: Letter) -> Cursor:
        if key is _BY_DATE:
            return Cursor(last.sent_at.isoformat(), last.id)
        return Cursor(str(skipped + PAGE), "")

    return cut([Letter(*row) for row in rows], PAGE, place_after)


def new_count(session: Session, case_id: str, account_id: str) -> int:
    """Return how many messages of a case this account has not read, in one statement."""
    count = sa.select(sa.func.count()).select_from(unread(case_id, account_id).subquery())
    return session.connection().execute(count).scalar_one()


def _columns(account_id: str) -> tuple[Any, ...]:
    read = sa.exists().where(
        col(MessageReading.message_id) == Message.id, col(MessageReading.account_id) == account_id
    )
    return (
        col(Message.id),
        col(Thread.id),
        col(Thread.kind),
        col(Thread.subject),
        _name(Account),
        _answerer(),
        col(Message.sent_at),
        sa.and_(col(Message.author_id) != account_id, ~read),
    )


def _name(account: Any) -> Any:
    return col(account.forename) + " " + col(account.surname)


def _answerer() -> Any:
    """The name of somebody of the council who takes part; other families' names never."""
    theirs: Any = aliased(Account)
    return (
        sa.select(sa.func.coalesce(sa.func.min(theirs.forename + " " + theirs.surname), ""))
        .join(ThreadMember, and_(ThreadMember.account_id == theirs.id))
        .join(StaffMember, and_(StaffMember.account_id == theirs.id))
        .where(col(ThreadMember.thread_id) == Thread.id)
        .scalar_subquery()
    )


def _is_in(box: Box, account_id: str) -> Any:
    is_own = col(Message.author_id) == account_id
    return is_own if box is Box.SENT else ~is_own


def _found(words: str) -> list[Any]:
    if not words.strip():
        return []
    sought = words.strip()
    texts = (col(Thread.subject), col(Message.body), col(Thread.kind), _name(Account))
    return [sa.or_(*(text.icontains(sought, autoescape=True) for text in texts))]


_BY_DATE: Any = col(Message.sent_at)


def _key(box: Box, by: By) -> Any:
    """Return what a column orders by; in a box where it says the same everywhere, the date."""
    if by is By.FROM and box is Box.INBOX:
        return sa.func.lower(_name(Account))
    if by is By.TO and box is Box.SENT:
        return sa.func.lower(_answerer())
    if by is By.TYPE:
        return sa.func.lower(Thread.kind)
    return sa.func.lower(Thread.subject) if by is By.SUBJECT else _BY_DATE


def _begins(after: Cursor | None) -> tuple[datetime, str] | None:
    try:
        return (moment_of(after.key), after.id) if after else None
    except ValueError:
        return None


def _skipped(after: Cursor | None) -> int:
    """Return how many rows stand before a page of a list by words.

    The address says how many, not after which words: a subject is nobody's business there.
    """
    is_number = after is not None and after.key.isascii() and after.key.isdecimal()
    return min(int(after.key[:6]), MOST_SKIPPED) if after and is_number else 0
