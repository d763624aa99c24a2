"""Files added to a form: taken in, looked at, scanned, stored, and only then a row."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from sqlmodel import Session, col, select

from ehcportal.models.document import FileState, StoredFile
from ehcportal.models.form import Draft, DraftFile
from ehcportal.profile import Profile
from ehcportal.security import audit
from ehcportal.security.audit import Trace
from ehcportal.security.keyring import KeyRing
from ehcportal.storage import Received, Storage, TooLargeError
from ehcportal.storage.checks import Accepted, Door, Limits, Reason, inspect, refused
from ehcportal.storage.checks.refusals import RefusalError
from ehcportal.storage.scan import Clean, Infected, Scanner

DOORS = (Door.DOCUMENTS, Door.PICTURES, Door.RECORDINGS)
MEGABYTE = 1024 * 1024


class Unwanted(Exception):
    """A file that is not taken; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything a file meets on its way in."""

    storage: Storage
    scanner: Scanner
    ring: KeyRing
    limits: Limits


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store that no row names yet. Sizes in bytes, the hash as 64 hex digits."""

    name: str
    key: str
    sealed_key: str | None
    sha256: str
    size: int
    mime: str
    kind: str
    state: FileState


def limits_of(profile: Profile) -> Limits:
    """Return the council's sizes in bytes."""
    return Limits(
        document_bytes=profile.limits.document_mb * MEGABYTE,
        picture_bytes=profile.limits.picture_mb * MEGABYTE,
        recording_bytes=profile.limits.video_mb * MEGABYTE,
    )


def receive(gate: Gate, stream: BinaryIO, claimed_name: str) -> Kept:
    """Take a file in, look at it, have it scanned and store it. Raises ``Unwanted``.

    No transaction is open meanwhile: this may take as long as the file needs (security note 20).
    """
    most = max(gate.limits.bytes_for(door) for door in DOORS)
    try:
        with gate.storage.receive(stream, limit=most) as received:
            return _look_and_keep(gate, received, claimed_name)
    except TooLargeError as too_large:
        refusal = refused(Reason.TOO_BIG, DOORS, gate.limits, most=too_large.limit)
        raise Unwanted(refusal.message) from None


def _look_and_keep(gate: Gate, received: Received, claimed_name: str) -> Kept:
    with received.open() as file:
        found = inspect(file, claimed_name, doors=DOORS, limits=gate.limits)
        if not isinstance(found, Accepted):
            raise Unwanted(found.message)
        state = scanned(gate.scanner, file)
        if found.door is Door.PICTURES:
            return keep_picture(gate, file, found, state)
    stored = received.keep()
    return Kept(
        name=found.safe_name,
        key=stored.key,
        sealed_key=None,
        sha256=stored.sha256,
        size=stored.size,
        mime=found.mime,
        kind=found.kind,
        state=state,
    )


def scanned(scanner: Scanner, file: BinaryIO) -> FileState:
    """Ask the scanner; without an answer the file waits and cannot be opened meanwhile."""
    verdict = scanner.scan(file)
    if isinstance(verdict, Infected):
        raise Unwanted(
            "This file did not pass our virus check, so we did not keep it. Send it in another "
            "form, such as a PDF, or give us the paper."
        )
    return FileState.CLEAN if isinstance(verdict, Clean) else FileState.SCANNING


def keep_picture(gate: Gate, file: BinaryIO, found: Accepted, state: FileState) -> Kept:
    """Store a picture twice: redrawn without its place for showing, and the original sealed."""
    file.seek(0)
    try:
        from ehcportal.storage.pictures import prepare

        picture = prepare(file, gate.ring.seal, pixels=gate.limits.pixels)
    except RefusalError as refusal:
        raise Unwanted(refused(refusal.reason, DOORS, gate.limits).message) from None
    shown = gate.storage.put(BytesIO(picture.shown.content))
    sealed = gate.storage.put(BytesIO(picture.sealed_original))
    return Kept(
        name=found.safe_name.rpartition(".")[0] + picture.shown.extension,
        key=shown.key,
        sealed_key=sealed.key,
        sha256=shown.sha256,
        size=shown.size,
        mime=picture.shown.mime,
        kind=found.kind,
        state=state,
    )


def check_room(session: Session, draft: Draft, kept: Kept, profile: Profile) -> None:
    """Raise ``Unwanted`` when the form holds as many files or bytes as the council allows."""
    sizes = session.exec(
        select(StoredFile.size)
        .join(DraftFile, col(DraftFile.file_id) == StoredFile.id)
        .where(DraftFile.draft_id == draft.id)
    ).all()
    if len(sizes) >= profile.limits.files_a_form:
        raise Unwanted(
            f"You can add up to {profile.limits.files_a_form} files to one form. "
            "Remove one that you do not need."
        )
    if sum(sizes) + kept.size > profile.limits.case_mb * MEGABYTE:
        raise Unwanted("The files of this form are too large together. Remove one.")


def add(
    session: Session, trace: Trace, draft: Draft, kept: Kept, *, question_id: str, now: datetime
) -> DraftFile:
    """Write the rows of a file that was stored."""
    stored = file_row(session, kept, draft.account_id, now)
    added = DraftFile(
        draft_id=draft.id,
        question_id=question_id,
        file_id=stored.id,
        name=kept.name,
        added_at=now,
    )
    session.add(added)
    audit.change(session, trace, "file.added", of=("stored_file", stored.id))
    session.flush()
    return added


def file_row(session: Session, kept: Kept, account_id: str | None, now: datetime) -> StoredFile:
    """Write the row of a stored file; another row must name it."""
    stored = StoredFile(
        storage_key=kept.key,
        sealed_original_key=kept.sealed_key,
        sha256=kept.sha256,
        size=kept.size,
        mime=kept.mime,
        kind=kept.kind,
        state=kept.state,
        account_id=account_id,
        uploaded_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def remove(session: Session, trace: Trace, draft: Draft, added_id: str) -> list[str]:
    """Take a file out of a draft; return the keys to remove from the store after the commit."""
    row = session.exec(
        select(DraftFile, StoredFile)
        .join(StoredFile, col(StoredFile.id) == DraftFile.file_id)
        .where(DraftFile.id == added_id, DraftFile.draft_id == draft.id)
    ).first()
    if row is None:
        return []
    added, stored = row
    session.delete(added)
    session.flush()
    session.delete(stored)
    session.flush()
    audit.change(session, trace, "file.removed", of=("stored_file", stored.id))
    return keys_of(stored)


def keys_of(stored: StoredFile) -> list[str]:
    """Return every key under which a file lies in the store."""
    return [key for key in (stored.storage_key, stored.sealed_original_key) if key]
