"""The inbox and the sent items of one account in a case: only threads it takes part in (U12)."""

from collections.abc import Callable
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
from ehcportal.queries.paging import Cursor, Listed, cut
from ehcportal.queries.panels import of_threads

PAGE = 25


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
        """Return the order named in an address; anything else is the newest first."""
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
    begins = _begins(after, order.by if key is _BY_DATE else By.SUBJECT)
    if begins is not None:
        place = sa.tuple_(key, col(Message.id))
        query = query.where(place > begins if order.up else place < begins)
    ordered = [each if order.up else each.desc() for each in (key, col(Message.id))]
    rows = session.connection().execute(query.order_by(*ordered).limit(PAGE + 1)).all()
    return cut([Letter(*row) for row in rows], PAGE, lambda last: _place(last, box, order.by))


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


def _begins(after: Cursor | None, by: By) -> tuple[Any, str] | None:
    if after is None:
        return None
    read: Callable[[str], Any] = str if by is By.SUBJECT else datetime.fromisoformat
    try:
        return read(after.key), after.id
    except ValueError:
        return None


def _place(last: Letter, box: Box, by: By) -> Cursor:
    texts = {By.TYPE: last.kind, By.SUBJECT: last.subject}
    if box is Box.INBOX:
        texts[By.FROM] = last.author
    else:
        texts[By.TO] = last.to
    return Cursor(texts[by].lower() if by in texts else last.sent_at.isoformat(), last.id)
