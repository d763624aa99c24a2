"""A message as it was written in one of our pages: its words, and the files chosen with it.

Whatever has to be put right, nobody types or chooses anything twice: the words come back in the
page, and the files wait for the message under the sender's account.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ehcportal import db
from ehcportal.forms.fields.base import line
from ehcportal.profile import text
from ehcportal.queries import pending_files
from ehcportal.queries.pending_files import Pending
from ehcportal.services import message_files, uploads
from ehcportal.services.messages import Opening, Written
from ehcportal.services.uploads import Kept, Unwanted
from ehcportal.web import incoming, posted
from ehcportal.web.context import current_profile
from ehcportal.web.oversized import is_oversized
from ehcportal.web.people import current_person
from ehcportal.web.posted import Posted

SUBJECT, BODY, MOST_FILES = 200, 5000, 10
FILES, KEPT = "files", "kept"


@dataclass
class Letter(Posted):
    """What was typed, with the files that were chosen for it before."""

    pending: list[Pending] = field(default_factory=list)


def empty() -> Letter:
    """Return a message that nobody has begun."""
    return Letter(values={})


def read(*names: str, many: tuple[str, ...] = ()) -> Letter:
    """Read a message with the named fields beside it, and check what must be there."""
    typed = posted.read(*names, many=(*many, KEPT), long=("body",))
    form = Letter(typed.values, typed.errors)
    for name in {"subject", "body"} & set(form.values):
        form.values[name] = "" if _is_unseen(form[name]) else form[name]
    if "kind" in names and form["kind"] not in kinds():
        form.errors["kind"] = _("Choose a message type")
    if "subject" in names:
        form.require("subject", _("Write what it is about"))
        form.at_most("subject", SUBJECT, _("Use %(limit)s characters or fewer", limit=SUBJECT))
    form.require("body", _("Write your message"))
    too_long = _("Make your message shorter: %(limit)s characters or fewer", limit=f"{BODY:,}")
    form.at_most("body", BODY, too_long)
    _find_pending(form)
    return form


def _is_unseen(words: str) -> bool:
    """Whether nothing of it can be seen: a link of that name could not be found or pressed."""
    return all(unicodedata.category(sign)[0] in "CZ" for sign in words)


def _find_pending(form: Letter) -> None:
    ids = set(request.form.getlist(KEPT))
    found = pending_files.chosen(db.session(), current_person().account_id, ids)
    form.pending = [each for each in found if not each.is_blocked]
    for each in found:
        if each.is_blocked:
            form.errors[FILES] = _("%(name)s did not pass our virus check", name=each.name)
    if len(found) < len(ids):
        form.errors[FILES] = _("A file that you added is no longer here. Choose it again")


def kinds() -> list[str]:
    """Return the message types of the council's list."""
    return [text(each)[:40] for each in current_profile().messages.types] or [_("General")]


def opening(form: Posted) -> Opening:
    """Return what a new thread is about."""
    return Opening(form["kind"], form["subject"])


def written(form: Letter) -> Written | None:
    """Take the chosen files in, before any transaction; None when something is to be put right.

    What could be taken in then waits for the message.
    """
    kept = _taken_in(form)
    if form.errors:
        put_aside(form, kept)
        return None
    return Written(form["body"], tuple(kept), tuple(each.id for each in form.pending))


def put_aside(form: Letter, kept: list[Kept] | None = None) -> None:
    """Let files wait for a message that was not sent: those just chosen, or already taken in."""
    kept = _taken_in(form) if kept is None else kept
    if kept:
        remove = current_app.extensions["storage"].delete
        who = current_person().account_id
        form.pending += message_files.put_aside(db.writing(), who, kept, remove)


def start_over(form: Letter, lost: Written) -> None:
    """Forget what was begun, since somebody else was first; words and files stay with the form."""
    db.forget()
    _find_pending(form)
    put_aside(form, list(lost.files))


def _taken_in(form: Letter) -> list[Kept]:
    """Store what was chosen; whatever is refused is said beside the field, one after another."""
    chosen = [each for each in request.files.getlist(FILES) if each.filename]
    if is_oversized():
        form.errors[FILES] = _("Your files are too large together. Send some in another message")
    elif len(chosen) + len(form.pending) > MOST_FILES:
        form.errors[FILES] = _("You can add up to %(most)s files", most=MOST_FILES)
    else:
        taken = [_received(form, each) for each in chosen]
        return [each for each in taken if each is not None]
    for file in chosen:
        file.close()
    return []


def _received(form: Letter, file: FileStorage) -> Kept | None:
    name = file.filename or ""
    try:
        with file.stream:
            return uploads.receive(incoming.gate(), cast(BinaryIO, file.stream), name)
    except Unwanted as unwanted:
        why = f"{line(name)[:100]}: {unwanted}"
        form.errors[FILES] = " ".join(filter(None, (form.errors.get(FILES), why)))
        return None
