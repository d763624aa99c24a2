"""Opening a file: pictures, sound and film in place, a PDF in a tab of its own, the rest saved."""

from flask import Blueprint, Response, abort, current_app, send_file
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.forms_desk import owner_now
from ehcportal.models.document import StoredFile
from ehcportal.queries.files import readable
from ehcportal.storage import MissingObjectError
from ehcportal.web import full_person_or_none, public
from ehcportal.web.reads import note_reading

bp = Blueprint("files", __name__, url_prefix="/files")

SEALED = "default-src 'none'; sandbox; frame-ancestors 'none'"
IN_A_TAB = "default-src 'none'; frame-ancestors 'none'"
"""A sandbox leaves the browser's PDF viewer blank."""


@bp.get("/<file_id>/<name>")
@public
def show(file_id: str, name: str) -> ResponseReturnValue:
    """Give out a clean file to whom it belongs, and record the reading.

    What is not there, not clean or not theirs is the same 404 (security notes 2 and 19). The name
    in the address is only for people; the row's own name counts.
    """
    person = full_person_or_none()
    found = readable(db.session(), file_id, owner_now(), person.actor if person else None)
    if found is None:
        abort(404)
    note_reading("read_file", "stored_file", found.file.id, case_id=found.case_id)
    return answer_with(found.file, found.name)


def answer_with(file: StoredFile, name: str) -> Response:
    """Return the answer that gives out ``file``, whose opening was permitted before."""
    try:
        stream = current_app.extensions["storage"].open(file.storage_key)
    except MissingObjectError:
        abort(404)
    in_place = file.mime == "application/pdf" or file.mime.partition("/")[0] in {
        "image",
        "audio",
        "video",
    }
    answer = send_file(
        stream, mimetype=file.mime, as_attachment=not in_place, download_name=name, max_age=0
    )
    answer.content_length = file.size
    answer.headers["Cache-Control"] = "no-store"
    is_pdf = file.mime == "application/pdf"
    answer.headers["Content-Security-Policy"] = IN_A_TAB if is_pdf else SEALED
    return answer
