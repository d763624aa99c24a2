"""Messages of a case as one account sees them: only threads it takes part in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.message import Message, MessageReading, Thread, ThreadMember
from ehcportal.queries.panels import of_threads

MOST = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """A line of the inbox or of the sent items (guide row U12)."""

    thread_id: str
    kind: str
    subject: str
    author: str
    is_own: bool
    sent_at: datetime
    is_new: bool


def letters(
    session: Session, case_id: str, account_id: str, *, oldest_first: bool = False
) -> list[Letter]:
    """Return the messages of the account's threads, in one statement."""
    read = sa.exists().where(
        col(MessageReading.message_id) == Message.id, col(MessageReading.account_id) == account_id
    )
    sent_at: Any = col(Message.sent_at)
    rows = session.connection().execute(
        of_threads(case_id, account_id)
        .join(Account, col(Account.id) == Message.author_id)
        .with_only_columns(
            col(Thread.id),
            col(Thread.kind),
            col(Thread.subject),
            col(Account.forename) + " " + col(Account.surname),
            col(Message.author_id) == account_id,
            col(Message.sent_at),
            sa.and_(col(Message.author_id) != account_id, ~read),
        )
        .order_by(sent_at if oldest_first else sent_at.desc(), col(Message.id))
        .limit(MOST)
    )
    return [Letter(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread."""

    id: str
    author: str
    is_own: bool
    body: str
    sent_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A thread that the account takes part in, the oldest message first."""

    id: str
    kind: str
    subject: str
    messages: list[Said]

    @property
    def others(self) -> list[str]:
        """The names of the others who have written."""
        return list(dict.fromkeys(each.author for each in self.messages if not each.is_own))

    @property
    def unread(self) -> list[str]:
        """The ids of the messages that have not been read."""
        return [each.id for each in self.messages if each.is_new]


def thread(session: Session, case_id: str, account_id: str, thread_id: str) -> OpenThread | None:
    """Return a thread of this case that the account takes part in, in one statement."""
    rows = session.exec(
        select(Thread, Message, Account, MessageReading.id)
        .join(ThreadMember, and_(col(ThreadMember.thread_id) == Thread.id))
        .join(Message, and_(col(Message.thread_id) == Thread.id))
        .join(Account, and_(col(Account.id) == Message.author_id))
        .join(
            MessageReading,
            and_(
                col(MessageReading.message_id) == Message.id,
                col(MessageReading.account_id) == account_id,
            ),
            isouter=True,
        )
        .where(
            col(Thread.id) == thread_id,
            col(Thread.case_id) == case_id,
            col(ThreadMember.account_id) == account_id,
        )
        .order_by(col(Message.sent_at), col(Message.id))
    ).all()
    if not rows:
        return None
    found = rows[0][0]
    said = [_said(message, author, reading, account_id) for _, message, author, reading in rows]
    return OpenThread(found.id, found.kind, found.subject, said)


def _said(message: Message, author: Account, reading: str | None, account_id: str) -> Said:
    is_own = message.author_id == account_id
    return Said(
        id=message.id,
        author=author.name,
        is_own=is_own,
        body=message.body,
        sent_at=message.sent_at,
        is_new=not is_own and reading is None,
    )
