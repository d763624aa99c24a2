"""The read records of a request, written with whatever else it writes, at its end."""

from flask import Flask, Response, g

from ehcportal import db
from ehcportal.security import audit
from ehcportal.web.trace import actor_trace


def note_reading(action: str, object_type: str, object_id: str, *, case_id: str | None) -> None:
    """Remember that the person read something; it is stored when the request ends well."""
    g.setdefault("readings", []).append((action, object_type, object_id, case_id))


def init_app(app: Flask) -> None:
    """Store the readings of each request before its commit."""
    app.after_request(_store)


def _store(response: Response) -> Response:
    readings = g.pop("readings", [])
    if readings and response.status_code < 400:
        audit.read(db.writing(), actor_trace(), readings)
    return response
