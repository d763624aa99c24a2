"""Reads back what a Maildir caught, for people who try the portal on their own machine."""

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

MOST = 100
"""Messages shown at once, the newest first."""


@dataclass(frozen=True, slots=True)
class Captured:
    """A message as its reader would see it."""

    key: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def newest(folder: Path) -> list[Captured]:
    """Return the newest messages of a Maildir, or nothing while there is none."""
    box = _box(folder)
    if box is None:
        return []
    keys = sorted(box.keys(), key=_age, reverse=True)[:MOST]
    return [_read(box, key) for key in keys]


def one(folder: Path, key: str) -> Captured | None:
    """Return one message by its key, or None."""
    box = _box(folder)
    return _read(box, key) if box is not None and key in box else None


def _box(folder: Path) -> mailbox.Maildir | None:
    """Open a Maildir; ``cur`` is the last of its folders to be made, by the first message."""
    return mailbox.Maildir(folder, create=False) if (folder / "cur").is_dir() else None


def _age(key: str) -> list[int]:
    """Order keys by the moment that begins them, as seconds and then microseconds."""
    return [int(number) for number in re.findall(r"\d+", key)]


def _read(box: mailbox.Maildir, key: str) -> Captured:
    message = message_from_bytes(box.get_bytes(key), policy=policy.default)
    body = message.get_body(("plain",))
    return Captured(
        key=key,
        to=str(message["To"]),
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=str(body.get_content()) if body is not None else "",
    )
