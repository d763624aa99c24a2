"""Messages as files in a standard Maildir, which any mail program reads."""

import mailbox
import os
from email import policy
from email.message import EmailMessage
from pathlib import Path

from ehcportal.notifications.channels.protocol import Unreachable

PARTS = ("tmp", "new", "cur")
"""What a Maildir is made of. Two workers may make it at once; ``cur`` comes last."""

FILES = policy.default.clone(max_line_length=998)


class MaildirPost:
    """Writes each message as a file of its own, synced to the disk before it counts as sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Put ``message`` into ``new``. Raises ``Unreachable`` when the folder cannot be used."""
        try:
            self._box().add(message.as_bytes(policy=FILES))
        except OSError as error:
            raise Unreachable(f"maildir: {type(error).__name__}") from None

    def check(self) -> None:
        """Make the folder if it is not there. Raises ``Unreachable``."""
        try:
            self._box()
        except OSError as error:
            raise Unreachable(f"maildir: {type(error).__name__}") from None
        if not os.access(self.folder / "tmp", os.W_OK):
            raise Unreachable("maildir: cannot be written to")

    def _box(self) -> mailbox.Maildir:
        for part in PARTS:
            (self.folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)
        return mailbox.Maildir(self.folder, create=False)

    def close(self) -> None:
        """Nothing is held open."""
