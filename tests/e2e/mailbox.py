"""The letters that the portal has sent, as a person finds them in their inbox."""

import mailbox
import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

CODE = re.compile(r"\b(\d{4} \d{4})\b")

LAST_MADE = "cur"
"""Of the three folders of a Maildir; the portal may be making it at this moment."""


class Mail:
    """A Maildir, newest letter last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to an address."""
        if not (self.folder / LAST_MADE).exists():
            return []
        box = mailbox.Maildir(self.folder, create=False)
        letters = [
            BytesParser(_class=EmailMessage, policy=default).parsebytes(box.get_bytes(key))
            for key in sorted(box.keys(), key=lambda key: self._arrived(box, key))
        ]
        return [letter for letter in letters if address in str(letter["To"])]

    def _arrived(self, box: mailbox.Maildir, key: str) -> float:
        return box.get_message(key).get_date()

    def text(self, letter: EmailMessage) -> str:
        """Return the plain text of a letter."""
        body = letter.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    def codes(self, address: str) -> list[str]:
        """Return the codes sent to an address, oldest first."""
        found = [CODE.search(self.text(letter)) for letter in self.to(address)]
        return [match.group(1) for match in found if match]
