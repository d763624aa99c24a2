"""What a person sees when something cannot be done, and what the log keeps of it."""

import math

import structlog
from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from ehcportal import db
from ehcportal.web.trace import request_id

MINUTE = 60

log = structlog.get_logger("ehcportal.errors")


def init_app(app: Flask) -> None:
    """Answer every error with a calm page."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(InternalServerError, _fault)


def _page(status: int, **context: str) -> Response:
    db.forget()
    try:
        body = render_template(f"errors/{status}.html", **context)
    except TemplateNotFound:
        body = render_template("errors/400.html" if status < 500 else "errors/500.html", **context)
    answer = Response(body, status)
    if request.headers.get("HX-Request") == "true" and status < 500:
        answer.headers["HX-Retarget"] = "body"
    return answer


def _known(error: HTTPException) -> ResponseReturnValue:
    """Answer 404 with the same bytes whether a thing is missing or somebody else's."""
    if error.response is not None:
        return error.get_response()
    answer = _page(error.code or 500, wait=_wait_in_words(error))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _wait_in_words(error: HTTPException) -> str:
    """Say how long a limit makes one wait, as ``Retry-After`` does."""
    seconds = getattr(error, "retry_after", None)
    if not isinstance(seconds, int):
        return ""
    if seconds < MINUTE:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(ngettext("%(num)s minute", "%(num)s minutes", math.ceil(seconds / MINUTE)))


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, reason="csrf")


def _changed_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    return _page(409)


def _fault(error: InternalServerError) -> ResponseReturnValue:
    """Log the fault with the id that the page asks the person to quote."""
    cause = error.original_exception
    log.error("fault", endpoint=request.endpoint, exc_info=cause or error)
    return _page(500, request_id=request_id())
