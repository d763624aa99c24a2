"""Returned mail in a Maildir on this machine, as a mail server delivers it."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ehcportal.notifications.channels.protocol import Unreachable
from ehcportal.notifications.returns.protocol import AT_ONCE, ENOUGH

INFO = ":2,"
"""Stands before the flags in the name of a mail (S: read, F: flagged)."""


class FolderBox:
    """Reads ``new`` and what is unread in ``cur``; nothing is ever removed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Return each unread mail under its path inside the box. Raises ``Unreachable``."""
        self.check()
        return islice(self._readable(), AT_ONCE)

    def _readable(self) -> Iterator[tuple[str, bytes]]:
        for path in [*self._mails("new"), *self._mails("cur")]:
            try:
                with path.open("rb") as file:
                    yield str(path.relative_to(self.folder)), file.read(ENOUGH)
            except OSError:  # gone meanwhile, or not ours to read
                continue

    def _mails(self, part: str) -> list[Path]:
        found = sorted((self.folder / part).iterdir())
        return [each for each in found if _is_mail(each) and not _is_read(each.name)]

    def mark(self, key: str, *, for_a_person: bool) -> None:
        """Move a mail into ``cur`` with its flags, which a standard mail program shows."""
        path = self.folder / key
        name, _, flags = path.name.partition(INFO)
        kept = "".join(sorted({*flags, "S", *("F" if for_a_person else "")}))
        try:
            path.rename(self.folder / "cur" / f"{name}{INFO}{kept}")
        except FileNotFoundError:  # somebody moved it: it is theirs now
            return
        except OSError as error:
            raise Unreachable(f"maildir: {type(error).__name__}") from None

    def check(self) -> None:
        """Look whether this is a Maildir in which mails can be moved. Raises ``Unreachable``."""
        for part in ("new", "cur"):
            if not os.access(self.folder / part, os.R_OK | os.W_OK | os.X_OK):
                raise Unreachable(f"maildir: {part} cannot be read and written")

    def close(self) -> None:
        """Nothing is held open."""


def _is_mail(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith(".")


def _is_read(name: str) -> bool:
    return "S" in name.partition(INFO)[2]
