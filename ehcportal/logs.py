"""Logs: one JSON object a line, in UTC, with the request's id and nothing personal."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger

from ehcportal.settings import Settings


def configure(settings: Settings) -> None:
    """Send the program's own logs and those of its libraries to standard error as JSON lines."""
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr, format="%(message)s")


def _trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write a fault as its kind and the lines it passed.

    Neither its message nor any variable: both can hold what a person typed.
    """
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["fault_kind"] = type(error).__name__
        event["trace"] = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames]
    return event


def _short(path: str) -> str:
    """Keep the part of a path that says which module it is."""
    return "/".join(path.split("/")[-3:])
