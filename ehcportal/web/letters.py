"""A message as it was written in one of our pages: its words, and the files chosen with it.

Whatever has to be put right, nobody types or chooses anything twice: the words come back in the
page, and the files wait for the message under the sender's account.
"""

import unicodedata

from flask_babel import gettext as _

from ehcportal.profile import text
from ehcportal.services.messages import Opening, Written
from ehcportal.web import kept_files, posted
from ehcportal.web.context import current_profile
from ehcportal.web.kept_files import KEPT, WithFiles, put_aside
from ehcportal.web.posted import Posted

__all__ = ["Letter", "empty", "kinds", "opening", "put_aside", "read", "start_over", "written"]

SUBJECT, BODY = 200, 5000

Letter = WithFiles
"""A message as it was typed, with its files."""


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
    kept_files.find_pending(form)
    return form


def _is_unseen(words: str) -> bool:
    """Whether nothing of it can be seen: a link of that name could not be found or pressed."""
    return all(unicodedata.category(sign)[0] in "CZ" for sign in words)


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
    kept = kept_files.taken_in(form)
    if form.errors:
        put_aside(form, kept)
        return None
    return Written(form["body"], tuple(kept), tuple(each.id for each in form.pending))


def start_over(form: Letter, lost: Written) -> None:
    """Forget what was begun, since somebody else was first; words and files stay with the form."""
    kept_files.start_over(form, list(lost.files))
