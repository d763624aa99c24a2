"""The audit: who changed and who read what, with ids only, sealed in hash-chained blocks."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from ehcportal.models.base import JSON_DOCUMENT, Retention, moment


class ChangeRecord(SQLModel, table=True):
    """One change. Triggers forbid to alter it; the worker seals it into a block."""

    __tablename__ = "change_record"
    __retention__: ClassVar[Retention] = Retention.AUDIT
    __table_args__ = (sa.Index("ix_change_record_object", "object_type", "object_id"),)

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    account_id: str | None = Field(default=None, max_length=26, index=True)
    session_id: str | None = Field(default=None, max_length=26)
    action: str = Field(max_length=60)
    object_type: str = Field(max_length=40)
    object_id: str = Field(max_length=64)
    case_id: str | None = Field(default=None, max_length=26, index=True)
    network: str = Field(default="", max_length=64)
    request_id: str = Field(default="", max_length=40)


class ReadRecord(SQLModel, table=True):
    """One reading of a case or a file."""

    __tablename__ = "read_record"
    __retention__: ClassVar[Retention] = Retention.AUDIT
    __table_args__ = (sa.Index("ix_read_record_case", "case_id", "seq"),)

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    account_id: str | None = Field(default=None, max_length=26, index=True)
    session_id: str | None = Field(default=None, max_length=26)
    action: str = Field(max_length=60)
    object_type: str = Field(max_length=40)
    object_id: str = Field(max_length=64)
    case_id: str | None = Field(default=None, max_length=26)
    network: str = Field(default="", max_length=64)
    request_id: str = Field(default="", max_length=40)


class AuditBlock(SQLModel, table=True):
    """A sealed run of rows of one audit table, chained to the block before it.

    A row that was committed late, with a number below those already sealed, has a later block.
    """

    __tablename__ = "audit_block"
    __retention__: ClassVar[Retention] = Retention.AUDIT
    __table_args__ = (sa.UniqueConstraint("of_table", "number"),)

    seq: int | None = Field(default=None, primary_key=True)
    of_table: str = Field(max_length=40)
    number: int
    first_seq: int
    last_seq: int
    row_count: int
    row_marks: dict[str, str] = Field(default_factory=dict, sa_type=JSON_DOCUMENT)
    """By number, the beginning of each row's hash: says which row it is that was altered."""
    rows_hash: str = Field(max_length=64)
    previous_hash: str = Field(max_length=64)
    block_hash: str = Field(max_length=64)
    sealed_at: datetime = moment()
