"""What every page's answer carries: no caching, the part it varies by, and compression."""

import time

import brotli
import structlog
from flask import Flask, Response, g, request

from ehcportal.web.trace import request_id

BROTLI_QUALITY = 5
BROTLI_WINDOW = 16
"""Look back over 64 KB, about a page: the usual 4 MB make no page smaller, and take their room."""

WORTH_COMPRESSING = 500
"""Bytes under which compression gains nothing."""

log = structlog.get_logger("ehcportal.web")


def init_app(app: Flask) -> None:
    """Finish every answer of the application."""
    app.before_request(_start_clock)
    app.after_request(_finish)


def _start_clock() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id())


def _finish(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("HX-Request")
    _compress(response)
    if request.endpoint not in {"public.healthz", "public.readyz"}:
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
        )
    return response


def _compress(response: Response) -> None:
    if response.mimetype != "text/html" or response.is_streamed or response.direct_passthrough:
        return
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING or request.accept_encodings.quality("br") <= 0:
        return
    response.set_data(brotli.compress(body, quality=BROTLI_QUALITY, lgwin=BROTLI_WINDOW))
    response.headers["Content-Encoding"] = "br"
