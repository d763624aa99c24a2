"""Stored files that no row knows: left by a program that was killed between file and row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, select

from ehcportal.models.document import StoredFile
from ehcportal.models.voice import CaseArchive
from ehcportal.storage import Storage

YOUNG = timedelta(days=1)
"""A file that is no older may belong to something that is being written now."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Strays:
    """The keys of files without a row, and how many files have one."""

    keys: tuple[str, ...]
    known: int

    @property
    def are_too_many(self) -> bool:
        """Whether so many are unknown that this may be the wrong database for these files."""
        return len(self.keys) > max(self.known, AT_ONCE // 10)


def find(session: Session, storage: Storage, now: datetime) -> Strays:
    """Compare all files that are older than a day with the rows, some at a time."""
    strays: list[str] = []
    known = 0
    for keys in _in_parts(storage.keys()):
        unknown = _unknown(session, keys)
        known += len(keys) - len(unknown)
        strays += (each for each in unknown if storage.is_older(each, than=now - YOUNG))
    return Strays(tuple(strays), known)


def _in_parts(keys: Iterator[str]) -> Iterator[list[str]]:
    while part := list(islice(keys, AT_ONCE)):
        yield part


def _unknown(session: Session, keys: list[str]) -> list[str]:
    """Ask along the index first: hardly anything is left for the other two."""
    left = set(keys)
    for column in (StoredFile.storage_key, StoredFile.sealed_original_key, CaseArchive.storage_key):
        if left:
            left -= set(session.exec(select(column).where(col(column).in_(left))))
    return sorted(left)
