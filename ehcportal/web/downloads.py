"""Handing out a stored file: clean ones only, under its own strict policy (security note 19)."""

from typing import BinaryIO

from flask import Response, abort, current_app, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from ehcportal.models.document import FileState, StoredFile
from ehcportal.storage import MissingObjectError

SEALED_OFF = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"
READABLE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
"""A sandbox leaves a browser's own viewer of PDFs blank, so these have a policy of their own."""

PDF = "application/pdf"
PLAYED = ("audio/", "video/")
"""Players ask for the stretch that they need (RFC 9110, section 14)."""

SHOWN_IN_PLACE = ("image/", "audio/", "video/")


def hand_out(file: StoredFile, name: str, *, to_read: bool = False) -> Response:
    """Answer with a file to keep or, with ``to_read``, to look at in a tab of its own.

    Nothing but a clean file is handed out; anything else is 404. The browser may not guess types.
    """
    if FileState(file.state) is not FileState.CLEAN:
        abort(404)
    stream = _opened(file)
    in_place = to_read and (file.mime == PDF or file.mime.startswith(SHOWN_IN_PLACE))
    answer = send_file(
        stream, mimetype=file.mime, as_attachment=not in_place, download_name=name, max_age=0
    )
    answer.content_length = file.size
    if in_place and file.mime.startswith(PLAYED):
        _only_a_stretch(answer, file.size)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    is_pdf = in_place and file.mime == PDF
    answer.headers["Content-Security-Policy"] = READABLE if is_pdf else SEALED_OFF
    return answer


def _only_a_stretch(answer: Response, size: int) -> None:
    """Leave of the answer what the player asked for; answer 416 when there is no such stretch."""
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        answer.close()
        raise


def _opened(file: StoredFile) -> BinaryIO:
    stream: BinaryIO
    try:
        stream = current_app.extensions["storage"].open(file.storage_key)
    except MissingObjectError:
        abort(404)
    return stream
