"""A portal that is kept from test to test, as it was when it was made.

Making a portal anew for each of two thousand tests costs more than the tests: templates, routes and
statements are the same every time. What a test can change is put back before the next one: the
database, the instance folder, extensions, settings of Flask and the views.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from ehcportal import create_app
from ehcportal.settings import Settings, load


class Kept:
    """One portal on one database, with its own instance folder."""

    def __init__(self, folder: Path, database_url: str, council: str) -> None:
        self.folder = folder
        self.settings = load(
            instance=folder,
            database_url=database_url,
            council=council,
            testing=True,
            log_level="ERROR",
        )
        self._app: Flask | None = None
        self._before: dict[str, dict[str, Any]] = {}
        self._files: set[Path] = set()

    def emptied(self) -> Settings:
        """Return its settings, with nothing in the folder but what a new portal puts there."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if path not in self._files:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self.settings

    def app(self) -> Flask:
        """Return the portal as it was when it was made."""
        if self._app is None:
            self._app = create_app(self.settings)
            self._files = set(self.folder.rglob("*"))
            self._before = {name: dict(part) for name, part in _parts(self._app)}
        for name, part in _parts(self._app):
            part.clear()
            part.update(self._before[name])
        return self._app

    def close(self) -> None:
        """Let go of its connections."""
        if self._app is not None:
            self.app().extensions["database"].engine.dispose()


def _parts(app: Flask) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "extensions", app.extensions
    yield "config", app.config
    yield "views", app.view_functions
