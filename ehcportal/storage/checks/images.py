"""Pictures: opened with a cap on their size, whatever they claim to be."""

from typing import BinaryIO, Final

import pillow_heif
from PIL import Image

from ehcportal.storage.checks.kinds import Limits
from ehcportal.storage.checks.refusals import Reason, RefusalError

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit only warns up to twice its size; ``open_picture`` refuses before unpacking."""

FORMATS: Final = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "HEIF": "heic",
    "WEBP": "webp",
    "GIF": "gif",
}
"""What Pillow calls them. Many phones write MPO: a JPEG with a second one behind it."""
READERS: Final = ["JPEG", "PNG", "HEIF", "WEBP", "GIF"]
"""The JPEG reader recognises MPO by itself."""


def open_picture(file: BinaryIO, *, pixels: int) -> Image.Image:
    """Return the picture, not yet unpacked.

    Raises ``RefusalError`` when it is none of our kinds or has more than ``pixels`` pixels.
    """
    file.seek(0)
    try:
        picture = Image.open(file, formats=READERS)
    except Exception:  # decoders raise many kinds of errors on hostile bytes
        raise RefusalError(Reason.DAMAGED) from None
    if picture.width * picture.height > pixels:
        raise RefusalError(Reason.TOO_MANY_PIXELS)
    return picture


def check_picture(file: BinaryIO, limits: Limits) -> None:
    """Refuse a picture that cannot be unpacked to its last line."""
    picture = open_picture(file, pixels=limits.pixels)
    try:
        picture.load()
    except Exception:  # as above
        raise RefusalError(Reason.DAMAGED) from None
