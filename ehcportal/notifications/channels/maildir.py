"""Messages as files in a standard Maildir, which any mail program reads."""

import mailbox
from email import policy
from email.message import EmailMessage
from pathlib import Path

from ehcportal.notifications.channels.protocol import Unreachable

FILES = policy.default.clone(max_line_length=998)


class MaildirPost:
    """Writes each message as a file of its own, synced to the disk before it counts as sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Put ``message`` into ``new``. Raises ``Unreachable`` when the folder cannot be used."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            mailbox.Maildir(self.folder, create=True).add(message.as_bytes(policy=FILES))
        except OSError as error:
            raise Unreachable(f"maildir: {type(error).__name__}") from None

    def close(self) -> None:
        """Nothing is held open."""
