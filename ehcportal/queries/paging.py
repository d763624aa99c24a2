"""Long lists, page by page from a key: as quick on the last page as on the first."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place in a list after which a page begins: the key of the order, and the row's id."""

    key: str
    id: str

    def __str__(self) -> str:
        """Return the place as it stands in an address."""
        raw = f"{self.id}|{self.key}".encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def read(cls, value: str | None) -> "Cursor | None":
        """Return the place named in an address; anything that is none begins at the start."""
        if not value:
            return None
        try:
            raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
        row_id, bar, key = raw.partition("|")
        return cls(key, row_id) if bar and "\x00" not in raw else None


def moment_of(key: str) -> datetime:
    """Return the moment that a key names. Raises ``ValueError``, also for one without a zone."""
    found = datetime.fromisoformat(key)
    if found.tzinfo is None:
        raise ValueError("a moment has a zone")
    return found


def begins(after: Cursor | None, read: Callable[[str], date]) -> tuple[date, str] | None:
    """Return the place after which a page begins; what names none begins at the start."""
    try:
        return (read(after.key), after.id) if after is not None else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A page of rows, and where the next one begins if there is one."""

    rows: Sequence[Row]
    next: Cursor | None = None


def cut(rows: Sequence[Row], size: int, place: Callable[[Row], Cursor]) -> Listed[Row]:
    """Return a page of ``size`` rows from one row more than that."""
    if len(rows) <= size:
        return Listed(rows)
    kept = rows[:size]
    return Listed(kept, place(kept[-1]))
