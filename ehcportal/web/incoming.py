"""A file that was chosen in one of our own forms: taken in, checked, scanned and stored."""

from typing import BinaryIO, cast

from flask import current_app, request

from ehcportal.services import uploads
from ehcportal.services.uploads import Gate, Kept
from ehcportal.web.context import current_profile


def gate() -> Gate:
    """Return what every file of this portal meets on its way in (security note 20)."""
    extensions = current_app.extensions
    limits = uploads.limits_of(current_profile())
    return Gate(extensions["storage"], extensions["scanner"], extensions["keyring"], limits)


def has_file(name: str) -> bool:
    """Whether a file was chosen in a field."""
    chosen = request.files.get(name)
    return chosen is not None and bool(chosen.filename)


def take(name: str) -> Kept:
    """Store the file of a field. Raises ``Unwanted``; call it before any transaction begins."""
    file = request.files[name]
    with file.stream:
        return uploads.receive(gate(), cast(BinaryIO, file.stream), file.filename or "")


def drop(kept: Kept) -> None:
    """Take a stored file away again that no row will name."""
    for key in filter(None, (kept.key, kept.sealed_key)):
        current_app.extensions["storage"].delete(key)
