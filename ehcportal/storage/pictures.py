"""Pictures for showing: turned upright, without the place where they were taken, not too large."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO, Final

from PIL import Image, ImageOps

from ehcportal.storage.checks.images import FORMATS, open_picture
from ehcportal.storage.checks.kinds import KINDS, MOST_PIXELS
from ehcportal.storage.checks.refusals import Reason, RefusalError

LONG_EDGE: Final = 3000
"""Pixels: enough to read a photographed letter."""

SHOWN_AS: Final = {"jpg": "JPEG", "heic": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "PNG"}
"""Kinds stay as they are, but for those that browsers show badly or that move."""
ENDINGS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 85, "method": 4},
}
WHITE: Final = (255, 255, 255)
PAPER_EDGE: Final = 1000
"""Pixels: as wide as a sheet prints well."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that may be shown; sizes in pixels."""

    content: bytes
    mime: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """What is kept of an upload: a copy for showing, and the original that only staff unseal."""

    shown: ShownPicture
    sealed_original: bytes


def prepare(
    file: BinaryIO, seal: Callable[[bytes], bytes], *, pixels: int = MOST_PIXELS
) -> PreparedPicture:
    """Return both forms of an accepted picture. ``seal`` encrypts the original.

    Raises ``RefusalError`` when the picture cannot be unpacked.
    """
    shown = for_showing(file, pixels=pixels)
    file.seek(0)
    return PreparedPicture(shown, seal(file.read()))


def for_showing(
    file: BinaryIO, *, long_edge: int = LONG_EDGE, pixels: int = MOST_PIXELS
) -> ShownPicture:
    """Draw the picture again: upright, at most ``long_edge`` pixels long, nothing else kept.

    Place, time, camera, thumbnail and comments stay behind; only the colour profile goes along.
    Raises ``RefusalError`` when the picture cannot be unpacked.
    """
    picture = open_picture(file, pixels=pixels)
    shown_as = SHOWN_AS[FORMATS[str(picture.format)]]
    colours = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
    try:
        drawn = _drawn(picture, shown_as, long_edge)
        content = _encoded(drawn, shown_as, colours)
    except Exception:  # decoders raise many kinds of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None
    kind = KINDS[ENDINGS[shown_as]]
    return ShownPicture(content, kind.mime, kind.extension, drawn.width, drawn.height)


def for_paper(file: BinaryIO, *, pixels: int = MOST_PIXELS) -> bytes:
    """Return a picture as a JPEG on white, which every maker of papers can take in.

    Raises ``RefusalError`` when the picture cannot be unpacked.
    """
    picture = open_picture(file, pixels=pixels)
    try:
        return _encoded(_drawn(picture, "JPEG", PAPER_EDGE), "JPEG", None)
    except Exception:  # decoders raise many kinds of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None


def _drawn(picture: Image.Image, shown_as: str, long_edge: int) -> Image.Image:
    picture.draft("RGB", (long_edge, long_edge))  # a JPEG then unpacks no larger than needed
    upright = ImageOps.exif_transpose(picture)
    flat = _in_plain_colours(upright, shown_as)
    flat.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS)
    fresh = Image.new(flat.mode, flat.size)
    fresh.paste(flat)
    return fresh


def _in_plain_colours(picture: Image.Image, shown_as: str) -> Image.Image:
    """Return the picture as RGB or RGBA; on white where the kind has no see-through parts."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    if shown_as != "JPEG":
        return clear
    ground = Image.new("RGB", clear.size, WHITE)
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _encoded(picture: Image.Image, shown_as: str, colours: bytes | None) -> bytes:
    written = BytesIO()
    picture.save(written, shown_as, icc_profile=colours, **SETTINGS[shown_as])
    return written.getvalue()
