"""What a store of files must be able to do, wherever it keeps them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol


class StorageError(Exception):
    """The store cannot do what was asked; one line for the operator, no names of people."""


class MissingObjectError(StorageError):
    """There is no stored object with this key."""


class TooLargeError(StorageError):
    """More bytes came than the caller allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What is written into the row: random key, size in bytes, SHA-256 as 64 hex digits."""

    key: str
    size: int
    sha256: str


class Received(Protocol):
    """Bytes that have arrived safely and are not yet kept: checks and scan happen now."""

    @property
    def size(self) -> int:
        """Size in bytes."""

    @property
    def sha256(self) -> str:
        """SHA-256 as 64 hex digits."""

    def open(self) -> BinaryIO:
        """Open the bytes for reading, from the start, seekable. The caller closes."""

    def keep(self) -> StoredObject:
        """Make the bytes a stored object, all of it or nothing, and return what to note."""


class Storage(Protocol):
    """A store of unnamed byte strings. Names, types and owners live in the database."""

    def receive(self, stream: BinaryIO, *, limit: int) -> AbstractContextManager[Received]:
        """Take in at most ``limit`` bytes; what is not kept inside the ``with`` is thrown away.

        Raises ``TooLargeError`` as soon as the limit is passed.
        """

    def put(self, stream: BinaryIO) -> StoredObject:
        """Store all of ``stream`` at once: for what the program itself has made."""

    def open(self, key: str) -> BinaryIO:
        """Open a stored object, seekable. Raises ``MissingObjectError``. The caller closes."""

    def delete(self, key: str) -> bool:
        """Remove the object and say whether it was there."""

    def exists(self, key: str) -> bool:
        """Whether an object with this key is stored."""

    def keys(self) -> Iterator[str]:
        """Yield every key, in no order, so that rows and files can be compared."""

    def is_older(self, key: str, *, than: datetime) -> bool:
        """Whether the object is stored, and was written before that moment."""

    def clear_abandoned(self, *, before: datetime) -> int:
        """Remove uploads that began before that moment and were never kept; say how many."""

    def free_space(self) -> int | None:
        """Bytes still free, or None where there is no such limit."""

    def check(self) -> None:
        """Write, read and remove a few bytes. Raises ``StorageError`` saying what is wrong."""
