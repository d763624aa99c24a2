"""Files that come with a comment on a plan: taken in, kept after an error, opened (form 10)."""

from collections.abc import Sequence

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.queries import representations
from ehcportal.queries.said import Said, Speaker
from ehcportal.services import comment_files, message_files
from ehcportal.services.uploads import Kept, Unwanted
from ehcportal.web import incoming, kept_files, posted
from ehcportal.web.context import current_profile
from ehcportal.web.downloads import hand_out
from ehcportal.web.kept_files import WithFiles
from ehcportal.web.reads import note_reading

HAD = "had"
"""The field with the files that stay with a comment."""

MANY = (HAD, kept_files.KEPT)


def read(*names: str, long: tuple[str, ...]) -> WithFiles:
    """Read a comment, and find the files that were chosen for it before."""
    typed = posted.read(*names, many=MANY, long=long)
    form = WithFiles(typed.values, typed.errors)
    kept_files.find_pending(form)
    return form


def staying() -> list[str]:
    """Return the files of the comment whose tick was left."""
    return request.form.getlist(HAD)


def taken_in(form: WithFiles, said: Said | None) -> list[Kept]:
    """Take in what was chosen beside what goes with the comment already, if there is room."""
    kept = kept_files.taken_in(form, beside=len(staying()))
    there = said.row.id if said else None
    try:
        comment_files.check_room(db.session(), there, kept, current_profile())
    except Unwanted as unwanted:
        form.errors[kept_files.FILES] = str(unwanted)
        incoming.drop(*kept)
        return []
    return kept


def keep(account_id: str, comment_id: str, form: WithFiles, kept: Sequence[Kept]) -> None:
    """Give the files to the comment, in the write transaction; take away what was left out."""
    session = db.session()
    comment_files.leave_out(
        session, comment_id, staying(), current_app.extensions["storage"].delete
    )
    waiting = [each.id for each in form.pending]
    files = message_files.take(session, account_id, kept, waiting)
    comment_files.attach(session, comment_id, files)


def open_file(
    case_id: str, comment_file_id: str, speaker: Speaker | None = None
) -> ResponseReturnValue:
    """Hand out a file of one's own comment; the council reads those that were sent."""
    found = representations.file_of(db.session(), case_id, comment_file_id, speaker)
    stored, name = found or abort(404)
    note_reading("read_file", "stored_file", stored.id, case_id=case_id)
    return hand_out(stored, name, to_read=True)
