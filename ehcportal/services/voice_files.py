"""Pictures, sound and film of somebody's own voice on their way in (guide row S03)."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from ehcportal.models.voice import PieceKind
from ehcportal.services.uploads import Gate, Kept, Unwanted, keep_picture, scanned
from ehcportal.storage import Received, TooLargeError
from ehcportal.storage.checks import Accepted, Door, Limits, Reason, inspect, refused
from ehcportal.storage.checks.refusals import RefusalError

PDF = "pdf"
DOORS: dict[PieceKind, tuple[Door, ...]] = {
    PieceKind.PICTURE: (Door.PICTURES,),
    PieceKind.SCAN: (Door.PICTURES, Door.DOCUMENTS),
    PieceKind.SOUND: (Door.RECORDINGS,),
    PieceKind.FILM: (Door.RECORDINGS,),
}
STILL = "still.jpg"


@dataclass(frozen=True, slots=True)
class KeptVoice:
    """What lies in the store for a piece, before any row names it."""

    kind: PieceKind
    file: Kept
    still: Kept | None = None
    seconds: int | None = None

    @property
    def keys(self) -> list[str]:
        """Return every key under which something lies in the store."""
        kept = [each for each in (self.file, self.still) if each]
        return [key for each in kept for key in (each.key, each.sealed_key) if key]


def receive(gate: Gate, stream: BinaryIO, claimed_name: str, kind: PieceKind) -> KeptVoice:
    """Take a file in, look at it, have it scanned and store it. Raises ``Unwanted``.

    A film without pictures is kept as sound and the other way round: what it is decides. No
    transaction is open meanwhile.
    """
    most = max(gate.limits.bytes_for(door) for door in DOORS[kind])
    try:
        with gate.storage.receive(stream, limit=most) as received:
            return _look_and_keep(gate, received, claimed_name, kind)
    except TooLargeError:
        raise too_big(gate.limits, kind) from None


def too_big(limits: Limits, kind: PieceKind) -> Unwanted:
    """Return what is said of a file beyond the council's limit."""
    most = max(limits.bytes_for(door) for door in DOORS[kind])
    return Unwanted(refused(Reason.TOO_BIG, DOORS[kind], limits, most=most).message)


def _look_and_keep(gate: Gate, received: Received, name: str, kind: PieceKind) -> KeptVoice:
    with received.open() as file:
        found = inspect(file, name, doors=DOORS[kind], limits=gate.limits)
        if not isinstance(found, Accepted):
            raise Unwanted(found.message)
        if found.door is Door.DOCUMENTS and found.kind != PDF:
            raise Unwanted("A scan must be a picture or a PDF. Save it as one of them.")
        if found.door is Door.RECORDINGS:
            return _keep_recording(gate, file, found)
        state = scanned(gate.scanner, file)
        if found.door is Door.PICTURES:
            return KeptVoice(kind, keep_picture(gate, file, found, state))
    stored = received.keep()
    kept = Kept(
        name=found.safe_name, key=stored.key, sealed_key=None, sha256=stored.sha256,
        size=stored.size, mime=found.mime, kind=found.kind, state=state,
    )  # fmt: skip
    return KeptVoice(kind, kept)


def _keep_recording(gate: Gate, file: BinaryIO, found: Accepted) -> KeptVoice:
    """Store a recording without the place where it was made, and the still of a film."""
    state = scanned(gate.scanner, file)
    try:
        from ehcportal.storage.media import prepared

        with prepared(file, found.kind, pixels=gate.limits.pixels) as media:
            with media.path.open("rb") as written:
                stored = gate.storage.put(written)
            kind = PieceKind.FILM if media.is_film else PieceKind.SOUND
            kept = Kept(
                name=found.safe_name, key=stored.key, sealed_key=None, sha256=stored.sha256,
                size=stored.size, mime=media.mime, kind=found.kind, state=state,
            )  # fmt: skip
            still = _keep_still(gate, media.still, kept) if media.still else None
            return KeptVoice(kind, kept, still, media.seconds)
    except RefusalError:
        raise Unwanted(
            "We cannot play this recording, so we did not keep it. Record it once more, or choose "
            "another one."
        ) from None


def _keep_still(gate: Gate, content: bytes, of: Kept) -> Kept:
    stored = gate.storage.put(BytesIO(content))
    return Kept(
        name=STILL, key=stored.key, sealed_key=None, sha256=stored.sha256,
        size=stored.size, mime="image/jpeg", kind="jpg", state=of.state,
    )  # fmt: skip
