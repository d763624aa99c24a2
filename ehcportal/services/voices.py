"""Pieces of somebody's own voice: added, and taken away when they change their mind (row S03)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from ehcportal import clock
from ehcportal.content.labels import label
from ehcportal.models.case import Case
from ehcportal.models.document import StoredFile
from ehcportal.models.voice import PieceKind, VoiceOf, VoicePiece
from ehcportal.profile import Profile
from ehcportal.queries import voices
from ehcportal.queries.voice_sight import Audience, Looking
from ehcportal.security.audit import Trace
from ehcportal.services import timeline
from ehcportal.services.draft_endings import remove_after_commit
from ehcportal.services.uploads import MEGABYTE, Unwanted, file_row, keys_of
from ehcportal.services.voice_files import KeptVoice

MOST_PIECES = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to add."""

    voice: VoiceOf
    topic: str
    kind: PieceKind
    words: str
    symbols: list[str]
    helped_by: str
    seen_by: list[str]


def check_room(session: Session, case_id: str, kept: KeptVoice | None, profile: Profile) -> None:
    """Raise ``Unwanted`` when a case holds as many pieces or bytes as the council allows."""
    count, size = voices.used(session, case_id)
    if count >= MOST_PIECES:
        raise Unwanted("There are as many things here as fit. Take something away first.")
    if kept and size + kept.file.size > profile.limits.case_mb * MEGABYTE:
        raise Unwanted("The files here are too large together. Take something away first.")


def add(
    session: Session, trace: Trace, case: Case, said: Said, kept: KeptVoice | None = None
) -> VoicePiece:
    """Write a piece down with its file, a line on the timeline and the audit."""
    by, now = trace.account_id, clock.now()
    file = file_row(session, kept.file, by, now) if kept else None
    still = file_row(session, kept.still, by, now) if kept and kept.still else None
    piece = VoicePiece(
        case_id=case.id,
        voice=said.voice,
        topic=said.topic,
        kind=kept.kind if kept else said.kind,
        words=said.words,
        symbols=said.symbols,
        file_id=file.id if file else None,
        still_file_id=still.id if still else None,
        seconds=kept.seconds if kept else None,
        helped_by=said.helped_by or None,
        seen_by=said.seen_by,
        made_by_id=trace.account_id or "",
    )
    session.add(piece)
    session.flush()
    _record(session, trace, piece, "voice.added")
    return piece


def remove(
    session: Session,
    trace: Trace,
    looking: Looking,
    piece_id: str,
    *,
    delete: Callable[[str], object],
) -> VoicePiece:
    """Take a piece away: its words at once, its files with the commit; the row says that it was.

    A young person may do so with what an adult added to About Me; the adult reads that it is gone.
    Raises ``LookupError`` for a piece that is not this person's to remove.
    """
    piece = voices.removable(session, looking, piece_id)
    if piece is None:
        raise LookupError(piece_id)
    files = [session.get(StoredFile, each) for each in (piece.file_id, piece.still_file_id) if each]
    piece.file_id = piece.still_file_id = piece.helped_by = None
    piece.words, piece.symbols = "", []
    piece.removed_at, piece.removed_by_id = clock.now(), trace.account_id
    session.add(piece)
    session.flush()
    _record(session, trace, piece, "voice.removed")
    if piece.made_by_id != trace.account_id:
        _tell_maker(session, trace, piece)
    keys = [key for file in files if file for key in keys_of(file)]
    for file in files:
        session.delete(file)
    session.flush()
    remove_after_commit(session, keys, delete)
    return piece


def _tell_maker(session: Session, trace: Trace, piece: VoicePiece) -> None:
    timeline.record(
        session,
        trace,
        "voice.taken_away",
        of=("voice_piece", piece.id),
        case_id=piece.case_id,
        only_account_id=piece.made_by_id,
        facts={"page": label("voice", piece.voice)},
    )


def _record(session: Session, trace: Trace, piece: VoicePiece, kind: str) -> None:
    """Write the line that the maker reads, and the council where it may see the piece."""
    told = kind if Audience.COUNCIL in piece.seen_by else f"{kind}_privately"
    timeline.record(
        session,
        trace,
        told,
        of=("voice_piece", piece.id),
        case_id=piece.case_id,
        only_account_id=trace.account_id,
        facts={"page": label("voice", piece.voice)},
    )
