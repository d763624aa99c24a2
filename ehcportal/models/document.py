"""Stored files, the documents made of them, and to whom they were published."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import Record, Retention, Versioned, closed_set, moment


class FileState(StrEnum):
    """Nothing but a clean file can be opened."""

    RECEIVED = "received"
    SCANNING = "scanning"
    CLEAN = "clean"
    BLOCKED = "blocked"


class StoredFile(Versioned, table=True):
    """A file in the store, under a random name."""

    __tablename__ = "stored_file"
    __retention__: ClassVar[Retention] = Retention.CASE

    storage_key: str = Field(max_length=100, unique=True)
    sealed_original_key: str | None = Field(default=None, max_length=100)
    """A picture as it came, encrypted; what is served was re-encoded without its location."""
    sha256: str = Field(max_length=64)
    size: int
    mime: str = Field(max_length=100)
    kind: str = Field(max_length=40)
    state: FileState = Field(default=FileState.RECEIVED, sa_type=closed_set(FileState))
    blocked_reason: str | None = Field(default=None, max_length=200)
    account_id: str | None = Field(default=None, foreign_key="account.id", index=True)
    uploaded_at: datetime = moment()


class Document(Versioned, table=True):
    """A paper of a case, with its versions."""

    __tablename__ = "document"
    __retention__: ClassVar[Retention] = Retention.CASE

    case_id: str = Field(foreign_key="case.id", index=True)
    title: str = Field(max_length=200)
    kind: str = Field(max_length=60)
    document_on: date
    created_by_id: str | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = moment()
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = Field(default=None, max_length=500)


class DocumentVersion(Record, table=True):
    """One version of a document."""

    __tablename__ = "document_version"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.UniqueConstraint("document_id", "number"),)

    document_id: str = Field(foreign_key="document.id")
    number: int = 1
    file_id: str = Field(foreign_key="stored_file.id")
    name: str = Field(max_length=200)
    added_at: datetime = moment()


class DocumentAudience(StrEnum):
    """Who may see a publication."""

    FAMILY = "family"
    SETTING = "setting"
    STAFF = "staff"


class Publication(Record, table=True):
    """A document shown to an audience, or to one account of it, from a day on."""

    __tablename__ = "publication"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_publication_case", "case_id", "published_at"),)

    case_id: str = Field(foreign_key="case.id")
    document_id: str = Field(foreign_key="document.id", index=True)
    version_number: int = 1
    audience: DocumentAudience = Field(sa_type=closed_set(DocumentAudience))
    only_account_id: str | None = Field(default=None, foreign_key="account.id")
    published_at: datetime = moment()
    published_by_id: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by_id: str | None = Field(default=None, foreign_key="account.id")


class DocumentOpening(Record, table=True):
    """Proof of when a person opened a publication."""

    __tablename__ = "document_opening"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_document_opening", "publication_id", "account_id"),)

    publication_id: str = Field(foreign_key="publication.id")
    account_id: str = Field(foreign_key="account.id")
    opened_at: datetime = moment()
