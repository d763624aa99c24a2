"""The read records of a request, written with whatever else it writes, at its end."""

from flask import Flask, Response, g, request

from ehcportal import db
from ehcportal.security import audit
from ehcportal.web.people import QUIET
from ehcportal.web.trace import actor_trace


def note_reading(action: str, object_type: str, object_id: str, *, case_id: str | None) -> None:
    """Remember that the person read something; it is stored when the request ends well."""
    g.setdefault("readings", []).append((action, object_type, object_id, case_id))


def leave_out_polls() -> None:
    """Forget the readings so far if the page has refreshed by itself: nobody looked anew.

    Only a view of the family's own dashboard calls this. What staff open is always recorded,
    whatever header their browser sends.
    """
    if request.headers.get(QUIET):
        g.pop("readings", None)


def init_app(app: Flask) -> None:
    """Store the readings of each request before its commit."""
    app.after_request(_store)


def _store(response: Response) -> Response:
    readings = g.pop("readings", [])
    if readings and response.status_code < 400:
        audit.read(db.writing(), actor_trace(), readings)
    return response
