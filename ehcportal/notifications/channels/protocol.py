"""What every way of sending promises, and the ways in which it fails."""

from email.message import EmailMessage
from typing import Protocol


class Refused(Exception):
    """The other side will never take this message. The text is a code, never an address."""


class NotNow(Exception):
    """The other side asks to try this message again later; others may go."""


class Unreachable(Exception):
    """Nothing at all can be sent just now."""


class Post(Protocol):
    """Carries messages one after another; a connection is kept until ``close``."""

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` over for good. Raises ``Refused``, ``NotNow`` or ``Unreachable``."""

    def check(self) -> None:
        """Go as far as one can without sending anything. Raises ``Unreachable``."""

    def close(self) -> None:
        """Let go of any connection."""
