"""What tests are given: a portal on a fresh database of each kind, and the cast."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from ehcportal import create_app
from ehcportal.db import Database
from ehcportal.settings import Settings, load
from tests.browser import Browser
from tests.cast import Cast
from tests.databases import (  # noqa: F401
    database_url,
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_url,
)
from tests.scheduling import ByPortal


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPortal | None:
    """Spread the tests over the workers, with one running portal in one of them."""
    return ByPortal(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:  # noqa: F811
    """Settings of a portal of its own, on SQLite and then on Postgres."""
    return load(instance=tmp_path, database_url=database_url, testing=True, log_level="ERROR")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The portal."""
    portal = create_app(settings)
    yield portal
    portal.extensions["database"].engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    """The portal's database."""
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A write transaction that is committed when the test is over."""
    with database.unit() as found:
        yield found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody has signed in."""
    return app.test_client()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The cast of the demo, in the database and able to sign in."""
    return Cast.enter(app)


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    """A browser before a portal with the whole cast, for those who sign in page by page."""
    assert cast.accounts
    return Browser(app)
