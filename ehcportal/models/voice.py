"""What a child and their family say in their own ways: words, pictures, sound, film, symbols."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from ehcportal.models.base import JSON_DOCUMENT, Record, Retention, Versioned, closed_set, moment


class VoiceOf(StrEnum):
    """Whose page a piece stands on (guide row S03)."""

    CHILD = "child"
    """About Me."""
    PARENT = "parent"
    """My Parent / Carer's Views."""


class PieceKind(StrEnum):
    """In which way something is said."""

    WORDS = "words"
    PICTURE = "picture"
    SOUND = "sound"
    FILM = "film"
    SYMBOLS = "symbols"
    SCAN = "scan"


class VoicePiece(Versioned, table=True):
    """One piece: what it says, who made it, who helped, who may see it.

    Removed when the child changes their mind: the file is then deleted, the row says so.
    """

    __tablename__ = "voice_piece"
    __retention__: ClassVar[Retention] = Retention.CASE
    __table_args__ = (sa.Index("ix_voice_piece_case", "case_id", "voice", "topic"),)

    case_id: str = Field(foreign_key="case.id")
    voice: VoiceOf = Field(sa_type=closed_set(VoiceOf))
    topic: str = Field(max_length=60)
    """A key of the list of topics in ``content``."""
    kind: PieceKind = Field(sa_type=closed_set(PieceKind))
    words: str = ""
    """The text, or the words of every sound and picture for who cannot hear or see it."""
    symbols: list[Any] = Field(default_factory=list, sa_type=JSON_DOCUMENT)
    file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    still_file_id: str | None = Field(default=None, foreign_key="stored_file.id")
    seconds: int | None = None
    helped_by: str | None = Field(default=None, max_length=150)
    seen_by: list[Any] = Field(default_factory=list, sa_type=JSON_DOCUMENT)
    """Who may see it besides who made it: any of family, setting, professionals, council."""
    made_by_id: str = Field(foreign_key="account.id", index=True)
    made_at: datetime = moment()
    removed_at: datetime | None = None
    removed_by_id: str | None = Field(default=None, foreign_key="account.id")


class FeedbackNote(Record, table=True):
    """What somebody thinks of the portal (row H17). It is never part of a case."""

    __tablename__ = "feedback_note"
    __retention__: ClassVar[Retention] = Retention.COUNCIL
    __table_args__ = (
        sa.Index(
            "ix_feedback_note_waits",
            "made_at",
            "id",
            sqlite_where=sa.column("dealt_with_at").is_(None),
            postgresql_where=sa.column("dealt_with_at").is_(None),
        ),
        sa.Index("ix_feedback_note_dealt_with", "dealt_with_at", "id"),
    )

    step: str = Field(default="", max_length=60)
    ease: int | None = None
    helped: str = ""
    in_the_way: str = ""
    wants_reply: bool = False
    sealed_contact: str | None = Field(default=None, max_length=1000)
    made_at: datetime = moment()
    dealt_with_at: datetime | None = None


class CaseArchive(Versioned, table=True):
    """Everything of a case for one person, in one file, kept for a day (guide row S10)."""

    __tablename__ = "case_archive"
    __retention__: ClassVar[Retention] = Retention.SECURITY

    case_id: str = Field(foreign_key="case.id", index=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    asked_at: datetime = moment()
    leased_until: datetime | None = None
    done: int = 0
    total: int = 0
    storage_key: str | None = Field(default=None, max_length=100)
    size: int | None = None
    ready_at: datetime | None = None
    failed_at: datetime | None = None
    expires_at: datetime
    removed_at: datetime | None = None
