"""Files that are chosen in a page together with words: nobody chooses one twice.

Whatever has to be put right, the words come back in the page, and the files wait under the
sender's account, until they go with the words or a day has passed.
"""

from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ehcportal import db
from ehcportal.forms.fields.base import line
from ehcportal.queries import pending_files
from ehcportal.queries.pending_files import Pending
from ehcportal.services import message_files, uploads
from ehcportal.services.uploads import Kept, Unwanted
from ehcportal.web import incoming
from ehcportal.web.oversized import is_oversized
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted

MOST_FILES = 10
FILES, KEPT = "files", "kept"


@dataclass
class WithFiles(Posted):
    """What was typed, with the files that were chosen for it before."""

    pending: list[Pending] = field(default_factory=list)


def find_pending(form: WithFiles) -> None:
    """Find what waits for this form, and say what is no longer here or was blocked."""
    ids = set(request.form.getlist(KEPT))
    found = pending_files.chosen(db.session(), current_person().account_id, ids)
    form.pending = [each for each in found if not each.is_blocked]
    for each in found:
        if each.is_blocked:
            form.errors[FILES] = _("%(name)s did not pass our virus check", name=each.name)
    if len(found) < len(ids):
        form.errors[FILES] = _("A file that you added is no longer here. Choose it again")


def put_aside(form: WithFiles, kept: list[Kept] | None = None) -> None:
    """Let files wait for words that were not sent: those just chosen, or already taken in."""
    kept = taken_in(form) if kept is None else kept
    if kept:
        remove = current_app.extensions["storage"].delete
        who = current_person().account_id
        form.pending += message_files.put_aside(db.writing(), who, kept, remove)


def start_over(form: WithFiles, kept: list[Kept]) -> None:
    """Forget what was begun, since somebody else was first; words and files stay with the form."""
    db.forget()
    find_pending(form)
    put_aside(form, kept)


def taken_in(form: WithFiles, beside: int = 0) -> list[Kept]:
    """Store what was chosen; whatever is refused is said beside the field, one after another.

    ``beside`` is how many files go with the words already.
    """
    chosen = [each for each in request.files.getlist(FILES) if each.filename]
    if is_oversized():
        form.errors[FILES] = _("Your files are too large together. Send some in another message")
    elif len(chosen) + len(form.pending) + beside > MOST_FILES:
        form.errors[FILES] = _("You can add up to %(most)s files", most=MOST_FILES)
    else:
        taken = [_received(form, each) for each in chosen]
        return [each for each in taken if each is not None]
    for file in chosen:
        file.close()
    return []


def _received(form: WithFiles, file: FileStorage) -> Kept | None:
    name = file.filename or ""
    try:
        with file.stream:
            return uploads.receive(incoming.gate(), cast(BinaryIO, file.stream), name)
    except Unwanted as unwanted:
        why = f"{line(name)[:100]}: {unwanted}"
        form.errors[FILES] = " ".join(filter(None, (form.errors.get(FILES), why)))
        return None
