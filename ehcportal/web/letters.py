"""A message as it was written in one of our pages: its words, and the files chosen with it."""

from typing import BinaryIO, cast

from flask import abort, current_app, request
from flask_babel import gettext as _

from ehcportal.forms.fields.base import paragraphs
from ehcportal.profile import text
from ehcportal.services import uploads
from ehcportal.services.messages import Opening, Written
from ehcportal.services.uploads import Gate, Kept, Unwanted
from ehcportal.web import posted
from ehcportal.web.context import current_profile
from ehcportal.web.posted import Posted

SUBJECT, BODY, MOST_FILES = 200, 5000, 10
FILES = "files"


def read(*names: str, many: tuple[str, ...] = ()) -> Posted:
    """Read a message with the named fields beside it, and check what must be there."""
    body = request.form.getlist("body")
    if len(body) > 1 or any(len(each) > posted.LONGEST for each in body):
        abort(400)
    form = posted.read("body", *names, many=many)
    form.values["body"] = paragraphs(body[0]) if body else ""
    if "subject" in names:
        form.require("subject", _("Write what it is about"))
        form.at_most("subject", SUBJECT, _("Use %(limit)s characters or fewer", limit=SUBJECT))
    if "kind" in names and form["kind"] not in kinds():
        form.errors["kind"] = _("Choose a message type")
    form.require("body", _("Write your message"))
    form.at_most("body", BODY, _("Use %(limit)s characters or fewer", limit=BODY))
    return form


def kinds() -> list[str]:
    """Return the message types of the council's list."""
    return [text(each)[:40] for each in current_profile().messages.types] or [_("General")]


def opening(form: Posted) -> Opening:
    """Return what a new thread is about."""
    return Opening(form["kind"], form["subject"])


def written(form: Posted) -> Written | None:
    """Take the chosen files in, before any transaction; None when one is not taken.

    What was taken in beside it goes away again: the sender chooses anew.
    """
    chosen = [each for each in request.files.getlist(FILES) if each.filename]
    if len(chosen) > MOST_FILES:
        form.errors[FILES] = _("You can add up to %(most)s files", most=MOST_FILES)
        return None
    kept: list[Kept] = []
    for file in chosen:
        with file.stream:
            try:
                found = uploads.receive(_gate(), cast(BinaryIO, file.stream), file.filename or "")
                kept.append(found)
            except Unwanted as unwanted:
                form.errors[FILES] = f"{(file.filename or '')[:100]}: {unwanted}"
                drop(kept)
                return None
    return Written(form["body"], tuple(kept))


def drop(kept: list[Kept]) -> None:
    """Take files away that no row names."""
    for each in kept:
        for key in (each.key, each.sealed_key):
            if key:
                current_app.extensions["storage"].delete(key)


def _gate() -> Gate:
    extensions = current_app.extensions
    limits = uploads.limits_of(current_profile())
    return Gate(extensions["storage"], extensions["scanner"], extensions["keyring"], limits)
