"""The pictures of section A on paper: the child's and the family's own, with words for each."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, and_, col

from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.voice import PieceKind, VoicePiece
from ehcportal.queries.plan_pages import ShownPlan
from ehcportal.queries.voice_sight import Audience
from ehcportal.storage import MissingObjectError, Storage
from ehcportal.storage.checks.refusals import RefusalError

PICTURES = (PieceKind.PICTURE, PieceKind.SCAN, PieceKind.FILM)
MOST = 30
EVERYBODY = frozenset({Audience.FAMILY.value, Audience.SETTING.value})
"""Paper goes to the whole family and to settings: only what was meant for both is printed."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a JPEG, with what its maker wrote of it; of a film, its still."""

    content: bytes
    kind: PieceKind
    alt: str


def of(session: Session, storage: Storage, plan: ShownPlan) -> dict[str, Picture]:
    """Return the pictures that may be printed, by the key of their line, in one statement."""
    keys = {
        line.voice.id: line.key
        for line in plan.lines
        if line.voice is not None and line.voice.kind in PICTURES and not line.voice.is_removed
    }
    if not keys:
        return {}
    rows = session.execute(
        sa.select(VoicePiece, StoredFile)
        .join(
            StoredFile,
            and_(
                StoredFile.id == sa.func.coalesce(VoicePiece.still_file_id, col(VoicePiece.file_id))
            ),
        )
        .where(
            col(VoicePiece.id).in_(keys),
            col(VoicePiece.removed_at).is_(None),
            col(StoredFile.state) == FileState.CLEAN,
            col(StoredFile.mime).startswith("image/"),
        )
        .order_by(col(VoicePiece.made_at), col(VoicePiece.id))
        .limit(MOST)
    )
    meant = [(piece, file) for piece, file in rows if set(piece.seen_by) >= EVERYBODY]
    return {
        keys[piece.id]: Picture(content, piece.kind, piece.words)
        for piece, file in meant
        for content in _drawn(storage, file)
    }


def _drawn(storage: Storage, file: StoredFile) -> Iterator[bytes]:
    """Return the picture for paper; nothing when it cannot be read: a plan goes out without it."""
    from ehcportal.storage.pictures import for_paper

    try:
        with storage.open(file.storage_key) as content:
            yield for_paper(content)
    except (MissingObjectError, RefusalError):
        return
