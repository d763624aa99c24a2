"""Who hears of an event: services say what happened, this table decides (principle 12)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ehcportal.models.account import Account, AccountState


class News(StrEnum):
    """Something that people are told by e-mail; the value is the folder of its words."""

    FORM_SENT = "form_sent"
    FORM_REMINDER = "form_reminder"
    FILE_BLOCKED = "file_blocked"
    ACCESS_APPROVED = "access_approved"
    ACCESS_TURNED_DOWN = "access_turned_down"
    REQUEST_JOINED = "request_joined"
    REQUEST_CLOSED = "request_closed"
    REQUEST_TAKEN_UP = "request_taken_up"
    NEW_REQUEST = "new_request_for_staff"
    SET_UP_RECEIVED = "set_up_received"
    SET_UP_FOR_STAFF = "set_up_for_staff"
    SET_UP_REFUSED = "set_up_refused"
    ACCESS_OPEN = "access_open"
    ARCHIVE_READY = "archive_ready"
    FORM_FOR_STAFF = "form_for_staff"
    CASE_NEWS = "case_news_for_staff"


@dataclass(frozen=True, slots=True)
class Reader:
    """An address to which something may be written."""

    email: str
    account_id: str | None = None
    language: str = "en"
    wants_mail: bool = True
    """False when all mail to this person has to stop (guide row C11), or the account is closed."""

    @classmethod
    def of(cls, account: Account) -> Self:
        """Return the owner of an account as a reader, in the language they chose."""
        is_open = account.state is not AccountState.CLOSED
        return cls(account.email, account.id, account.language, wants_mail=is_open)


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody around an event."""

    sender: Reader | None = None
    """Who sent the form, or asked for access."""
    team: Reader | None = None
    """The council's shared inbox, or the officer who works on the case."""


SENDER, TEAM = "sender", "team"

HEARS = {
    News.FORM_SENT: (SENDER,),
    News.FORM_REMINDER: (SENDER,),
    News.FILE_BLOCKED: (SENDER,),
    News.ACCESS_APPROVED: (SENDER,),
    News.ACCESS_TURNED_DOWN: (SENDER,),
    News.REQUEST_JOINED: (SENDER,),
    News.REQUEST_CLOSED: (SENDER,),
    News.REQUEST_TAKEN_UP: (SENDER,),
    News.NEW_REQUEST: (TEAM,),
    News.SET_UP_RECEIVED: (SENDER,),
    News.SET_UP_FOR_STAFF: (TEAM,),
    News.SET_UP_REFUSED: (SENDER,),
    News.ACCESS_OPEN: (SENDER,),
    News.ARCHIVE_READY: (SENDER,),
    News.FORM_FOR_STAFF: (TEAM,),
    News.CASE_NEWS: (TEAM,),
}
"""One person's acts are not another's business (security note 26): nobody hears of what another
member of the family sent or asked."""


def who_hears(news: News, circle: Circle) -> tuple[Reader, ...]:
    """Return the readers of ``news``, leaving out those to whom nothing may be written."""
    parts = {SENDER: circle.sender, TEAM: circle.team}
    readers = (parts[part] for part in HEARS[news])
    return tuple(reader for reader in readers if reader is not None and reader.wants_mail)
