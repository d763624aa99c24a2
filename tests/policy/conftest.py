"""One portal with everybody on stage, for all questions about who may see what."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ehcportal import create_app
from ehcportal.settings import load
from tests.databases import PostgresServer
from tests.policy.rehearsal import Rehearsed, rehearse


def _rehearsed(url: str, folder: Path) -> Iterator[Rehearsed]:
    app = create_app(load(instance=folder, database_url=url, testing=True, log_level="ERROR"))
    stage = rehearse(app)
    yield stage
    stage.database.close()


@pytest.fixture(scope="session")
def on_sqlite(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    """The stage on SQLite."""
    folder = tmp_path_factory.mktemp("stage")
    copy = folder / "ehcportal.db"
    shutil.copy(sqlite_file, copy)
    yield from _rehearsed(f"sqlite:///{copy}", folder)


@pytest.fixture(scope="session")
def on_postgres(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rehearsed]:
    """The stage on Postgres."""
    name = postgres.fresh()
    yield from _rehearsed(postgres.sqlalchemy_url(name), tmp_path_factory.mktemp("stage"))
    postgres.drop(name)
