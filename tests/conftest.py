"""What tests are given: a portal on a fresh database of each kind, and the cast."""

import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from ehcportal import create_app
from ehcportal.db import Database
from ehcportal.settings import Settings
from tests.browser import Browser
from tests.cast import Cast
from tests.databases import (  # noqa: F401
    DATABASES,
    database_url,
    emptied_postgres,
    emptied_sqlite,
    kept_postgres,
    kept_sqlite,
    postgres,
    postgres_url,
    sqlite_file,
    sqlite_url,
)
from tests.kept import Kept
from tests.scheduling import ByPortal


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPortal | None:
    """Spread the tests over the workers, with one running portal in one of them."""
    return ByPortal(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave one database of each test of a page or a service to ``make test-all``, by its name.

    Half of them run on each. Queries, tables, jobs and mail run on both each time;
    docs/decisions/0017.
    """
    for item in items:
        kind = _database_of(item)
        if kind and {"web", "services"} & set(item.path.parts):
            other = zlib.crc32(item.nodeid.replace(kind, "").encode()) % len(DATABASES)
            if DATABASES[other] == kind:
                item.add_marker(pytest.mark.full)


def _database_of(item: pytest.Item) -> str:
    spec = getattr(item, "callspec", None)
    return str(spec.params.get("database_url", "")) if spec else ""


@pytest.fixture(scope="session")
def kept_portals() -> Iterator[dict[tuple[str, str], Kept]]:
    """The portals that this worker keeps, by database and council."""
    found: dict[tuple[str, str], Kept] = {}
    yield found
    for kept in found.values():
        kept.close()


@pytest.fixture
def council() -> str:
    """The council whose portal it is; a module of tests may name another preset."""
    return "standard"


@pytest.fixture
def settings(
    database_url: str,  # noqa: F811
    council: str,
    kept_portals: dict[tuple[str, str], Kept],
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    """Settings of a portal with nothing in it, on SQLite and then on Postgres."""
    which = (database_url, council)
    if which not in kept_portals:
        kept_portals[which] = Kept(tmp_path_factory.mktemp("instance"), database_url, council)
    return kept_portals[which].emptied()


@pytest.fixture
def app(settings: Settings, kept_portals: dict[tuple[str, str], Kept]) -> Iterator[Flask]:
    """The portal: the kept one, or one of its own where a test has settings of its own."""
    kept = kept_portals.get((settings.database_url, settings.council))
    is_kept = kept is not None and kept.settings is settings
    portal = kept.app() if kept and is_kept else create_app(settings)
    database = portal.extensions["database"]
    yield portal
    database.engine.dispose()


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Flask]:
    """A portal that is made for one test, which changes what cannot be put back."""
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
