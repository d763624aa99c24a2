"""The pieces of a child's and a parent's own voice, as far as somebody may see them (row S03)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, and_, col, select

from ehcportal.models.account import Account
from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.queries.voice_sight import Audience, Looking, may_remove, visible

MOST = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it is shown."""

    id: str
    voice: VoiceOf
    topic: str
    kind: PieceKind
    words: str
    symbols: list[str]
    seconds: int | None
    helped_by: str | None
    seen_by: list[str]
    made_at: datetime
    made_by: str
    is_own: bool
    is_removable: bool
    mime: str | None
    is_ready: bool
    has_still: bool


def pieces(session: Session, looking: Looking, voice: VoiceOf | None = None) -> list[Piece]:
    """Return what may be seen, the oldest first, in one statement."""
    query = (
        select(VoicePiece, StoredFile, Account, may_remove(looking))
        .join(StoredFile, and_(StoredFile.id == VoicePiece.file_id), isouter=True)
        .join(Account, and_(Account.id == VoicePiece.made_by_id))
        .where(*visible(looking))
        .order_by(col(VoicePiece.made_at), col(VoicePiece.id))
        .limit(MOST)
    )
    if voice is not None:
        query = query.where(col(VoicePiece.voice) == voice)
    return [
        _piece(row, file, by, looking, is_removable=bool(mine))
        for row, file, by, mine in session.exec(query)
    ]


def _piece(
    row: VoicePiece, file: StoredFile | None, by: Account, looking: Looking, *, is_removable: bool
) -> Piece:
    is_own = row.made_by_id == looking.account_id
    names_them = is_own or looking.audience is Audience.COUNCIL
    return Piece(
        id=row.id,
        voice=row.voice,
        topic=row.topic,
        kind=row.kind,
        words=row.words,
        symbols=[str(each) for each in row.symbols],
        seconds=row.seconds,
        helped_by=row.helped_by,
        seen_by=[str(each) for each in row.seen_by],
        made_at=row.made_at,
        made_by=by.name if names_them else "",
        is_own=is_own,
        is_removable=is_removable,
        mime=file.mime if file else None,
        is_ready=file is None or file.state is FileState.CLEAN,
        has_still=row.still_file_id is not None,
    )


def file_of(
    session: Session, looking: Looking, piece_id: str, *, still: bool = False
) -> tuple[StoredFile, VoicePiece] | None:
    """Return the clean file of a piece, or its still, if this person may see the piece."""
    which = VoicePiece.still_file_id if still else VoicePiece.file_id
    return session.exec(
        select(StoredFile, VoicePiece)
        .join(VoicePiece, and_(which == StoredFile.id))
        .where(
            col(VoicePiece.id) == piece_id,
            col(StoredFile.state) == FileState.CLEAN,
            *visible(looking),
        )
    ).first()


def removable(session: Session, looking: Looking, piece_id: str) -> VoicePiece | None:
    """Return a piece that this person may take away, locked for it."""
    return session.exec(
        select(VoicePiece)
        .where(
            col(VoicePiece.id) == piece_id,
            may_remove(looking),
            col(VoicePiece.case_id) == looking.case_id,
            col(VoicePiece.removed_at).is_(None),
        )
        .with_for_update()
    ).first()


def used(session: Session, case_id: str) -> tuple[int, int]:
    """Return how many pieces a case has, and how many bytes their files take."""
    row = session.exec(
        select(sa.func.count(), sa.func.coalesce(sa.func.sum(StoredFile.size), 0))
        .select_from(VoicePiece)
        .join(StoredFile, and_(StoredFile.id == VoicePiece.file_id), isouter=True)
        .where(VoicePiece.case_id == case_id, col(VoicePiece.removed_at).is_(None))
    ).one()
    return int(row[0]), int(row[1])
