"""Files that were chosen in one of our own forms: taken in, checked, scanned and stored."""

from collections.abc import Iterable
from typing import BinaryIO, cast

from flask import current_app, request
from flask_babel import gettext as _

from ehcportal.services import uploads
from ehcportal.services.uploads import Gate, Kept, Unwanted
from ehcportal.web.context import current_profile
from ehcportal.web.oversized import is_oversized
from ehcportal.web.posted import Posted

FILES, MOST_FILES = "files", 10


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


def take_all(form: Posted, name: str = FILES) -> list[Kept] | None:
    """Store every file of a field, before any transaction; None, with why, if one is not taken.

    What was taken in beside it goes away again: the sender chooses anew.
    """
    if is_oversized():
        form.errors[name] = _("Your files are too large together. Add some of them by themselves")
        return None
    chosen = [each for each in request.files.getlist(name) if each.filename]
    if len(chosen) > MOST_FILES:
        form.errors[name] = _("You can add up to %(most)s files", most=MOST_FILES)
        return None
    kept: list[Kept] = []
    for file in chosen:
        with file.stream:
            try:
                found = uploads.receive(gate(), cast(BinaryIO, file.stream), file.filename or "")
                kept.append(found)
            except Unwanted as unwanted:
                form.errors[name] = f"{(file.filename or '')[:100]}: {unwanted}"
                drop(*kept)
                return None
    return kept


def drop(*kept: Kept) -> None:
    """Take stored files away again that no row will name."""
    for key in _keys(kept):
        current_app.extensions["storage"].delete(key)


def _keys(kept: Iterable[Kept]) -> list[str]:
    return [key for each in kept for key in (each.key, each.sealed_key) if key]
