"""What families read: the council's own texts over the product's, read anew after a check."""

from pathlib import Path

import structlog
from flask import Flask, current_app

from ehcportal.content import plan_words
from ehcportal.content.council_texts import CONTENT, examine, mark_of
from ehcportal.content.guidance import Guidance
from ehcportal.content.voices import load_voices

log = structlog.get_logger("ehcportal.texts")


def init_app(app: Flask) -> None:
    """Read the texts. While one of the council's own is faulty, the product's are shown."""
    instance: Path = app.extensions["settings"].instance
    checked_at = mark_of(instance)
    found = examine(instance)
    for fault in found.faults:
        log.warning("texts.left_out", fault=fault)
    load_voices.cache_clear()
    plan_words.use(None if found.faults else instance / CONTENT)
    app.extensions["texts"] = found.book
    app.extensions["texts_checked_at"] = checked_at


def own_texts() -> Guidance:
    """Return the texts of this council, read again when they were checked and sound since."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if mark_of(app.extensions["settings"].instance) != app.extensions["texts_checked_at"]:
        init_app(app)
    found: Guidance = app.extensions["texts"]
    return found
