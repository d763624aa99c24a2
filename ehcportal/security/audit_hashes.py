"""The rows of the audit, and what is hashed of a row and of a block, in which form."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy.sql import ColumnElement
from sqlmodel import Session, col, select

from ehcportal.models.audit import AuditBlock, ChangeRecord, ReadRecord

Row = ChangeRecord | ReadRecord
Table = type[ChangeRecord] | type[ReadRecord]
TABLES: tuple[Table, ...] = (ChangeRecord, ReadRecord)

START = "0" * 64
"""What the first block holds on to."""

MARK_LENGTH = 16
"""Hexadecimal digits that tell rows apart; the whole hash is in the block's."""


def rows(
    session: Session, table: Table, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[Row]:
    """Return rows of ``table`` in their order."""
    query = select(table).where(*conditions).order_by(col(table.seq)).limit(limit)
    return cast("list[Row]", session.exec(query).all())


def row_hash(row: Row) -> str:
    """Return the SHA-256 of all that a row says. Empty columns are left out of it.

    So a column that is added later, and is empty in old rows, leaves their hashes as they were.
    """
    return _sha256({key: value for key, value in row.model_dump().items() if value is not None})


def mark(row: Row) -> str:
    """Return the short form of a row's hash that names the row which was altered."""
    return row_hash(row)[:MARK_LENGTH]


def rows_hash(of: Iterable[Row]) -> str:
    """Return the SHA-256 over the hashes of these rows, in their order."""
    return _sha256([row_hash(row) for row in of])


def block_hash(block: AuditBlock) -> str:
    """Return the SHA-256 of all that a block says, the hash of the one before it included."""
    return _sha256(block.model_dump(exclude={"seq", "block_hash"}))


def _sha256(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_moment)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _moment(value: object) -> str:
    """Write a moment in UTC to the microsecond, whatever zone the database answers in."""
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
