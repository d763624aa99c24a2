"""Opening a file: pictures, sound and film in place, a PDF in a tab of its own, the rest saved."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ehcportal import db
from ehcportal.blueprints.forms_desk import owner_now
from ehcportal.queries.files import readable
from ehcportal.web import full_person_or_none, public
from ehcportal.web.downloads import hand_out
from ehcportal.web.reads import note_reading

bp = Blueprint("files", __name__, url_prefix="/files")


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
    return hand_out(found.file, found.name, to_read=True)
