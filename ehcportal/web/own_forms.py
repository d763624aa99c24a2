"""The forms of this portal in use: read at the start, and again after ``ehcportal forms check``."""

from pathlib import Path

import structlog
from flask import Flask, current_app

from ehcportal.forms.catalogue import InUse, forms_in_use
from ehcportal.services.effects import EFFECTS

log = structlog.get_logger("ehcportal.forms")

MARK = ".checked"
"""The file in ``instance/forms`` whose time says when the forms were last checked and sound."""


def take_up(app: Flask, instance: Path) -> None:
    """Read every form; what is wrong with one of the council's own is noted, and stops nothing."""
    checked_at = mark_of(instance)
    found = forms_in_use(instance, frozenset(EFFECTS))
    for fault in found.faults:
        log.warning("form.left_out", fault=str(fault))
    app.extensions["forms"] = found.catalogue
    app.extensions["forms_in_use"] = found
    app.extensions["forms_checked_at"] = checked_at


def take_up_anew() -> None:
    """Read the forms again when they were checked since: one look at a file's time a request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    instance: Path = app.extensions["settings"].instance
    if mark_of(instance) != app.extensions["forms_checked_at"]:
        take_up(app, instance)


def mark_of(instance: Path) -> int:
    """Return when the forms were last checked and sound; 0 if they never were."""
    try:
        return (instance / "forms" / MARK).stat().st_mtime_ns
    except OSError:
        return 0


def left_out() -> list[str]:
    """Return a line for each fault of a form that is left out, with the file's name alone."""
    found: InUse = current_app.extensions["forms_in_use"]
    return [str(fault).replace(fault.file, Path(fault.file).name, 1) for fault in found.faults]
