"""One thread: what was said, with its files, as one of the family or the council reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.message import (
    Message,
    MessageFile,
    MessageReading,
    Thread,
    ThreadMember,
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message."""

    id: str
    name: str
    size: int
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a thread."""

    id: str
    author: str
    is_own: bool
    from_council: bool
    body: str
    sent_at: datetime
    is_new: bool
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A thread, the oldest message first."""

    id: str
    version: int
    kind: str
    subject: str
    handled_by_id: str | None
    reply_due_on: date | None
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
    """Return a thread of this case that the account takes part in, in two statements."""
    takes_part = (
        select(ThreadMember.id)
        .where(ThreadMember.thread_id == thread_id, ThreadMember.account_id == account_id)
        .exists()
    )
    return _thread(session, case_id, account_id, thread_id, takes_part)


def for_council(
    session: Session, case_id: str, account_id: str, thread_id: str
) -> OpenThread | None:
    """Return any thread of a case that the council opened through the policy."""
    return _thread(session, case_id, account_id, thread_id)


def _thread(
    session: Session, case_id: str, account_id: str, thread_id: str, *conditions: Any
) -> OpenThread | None:
    rows = session.exec(
        select(Thread, Message, Account, MessageReading.id)
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
        .where(col(Thread.id) == thread_id, col(Thread.case_id) == case_id, *conditions)
        .order_by(col(Message.sent_at), col(Message.id))
    ).all()
    if not rows:
        return None
    found, files = rows[0][0], _files(session, thread_id)
    return OpenThread(
        id=found.id,
        version=found.version,
        kind=found.kind,
        subject=found.subject,
        handled_by_id=found.handled_by_id,
        reply_due_on=found.reply_due_on,
        messages=[
            Said(
                id=message.id,
                author=author.name,
                is_own=message.author_id == account_id,
                from_council=message.from_council,
                body=message.body,
                sent_at=message.sent_at,
                is_new=message.author_id != account_id and reading is None,
                files=tuple(files.get(message.id, ())),
            )
            for _, message, author, reading in rows
        ],
    )


def _files(session: Session, thread_id: str) -> dict[str, list[Attached]]:
    rows = session.exec(
        select(MessageFile, StoredFile)
        .join(StoredFile, and_(StoredFile.id == MessageFile.file_id))
        .join(Message, and_(Message.id == MessageFile.message_id))
        .where(col(Message.thread_id) == thread_id)
        .order_by(col(MessageFile.name), col(MessageFile.id))
    )
    found: dict[str, list[Attached]] = {}
    for sent, file in rows:
        is_clean = FileState(file.state) is FileState.CLEAN
        attached = Attached(sent.id, sent.name, file.size, is_clean)
        found.setdefault(sent.message_id, []).append(attached)
    return found


def file(session: Session, thread_id: str, file_id: str) -> tuple[StoredFile, str] | None:
    """Return a file of a thread that was opened, with the name it was sent under."""
    return session.exec(
        select(StoredFile, MessageFile.name)
        .join(MessageFile, and_(MessageFile.file_id == StoredFile.id))
        .join(Message, and_(Message.id == MessageFile.message_id))
        .where(col(MessageFile.id) == file_id, col(Message.thread_id) == thread_id)
    ).first()
