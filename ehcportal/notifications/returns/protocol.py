"""What every place promises in which returned mail lies."""

from collections.abc import Iterator
from typing import Protocol

ENOUGH = 256 * 1024
"""Bytes of a mail that are read: a notice says what it has to say at its beginning."""

AT_ONCE = 200
"""Mails that are read in one round; the rest has its turn in the next one."""


class Box(Protocol):
    """Mails that nobody has read yet; each is marked as read once it was dealt with."""

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Return some of them, each with its key in this box. Raises ``Unreachable``."""

    def mark(self, key: str, *, for_a_person: bool) -> None:
        """Mark one as read; with a flag (a star in mail programs) if a person has to look."""

    def check(self) -> None:
        """Go as far as one can without reading. Raises ``Unreachable``."""

    def close(self) -> None:
        """Let go of any connection."""
