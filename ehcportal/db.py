"""The database: one session a request, one commit at the edge, on SQLite and on Postgres.

A request starts with a read transaction. ``writing`` opens the write transaction right before
the service call, and it is committed once, after the view has answered: the unit of work decides
what is kept, not the HTTP status. A view that raises keeps nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session

from ehcportal.settings import Settings

WRITES = {"writes": True}
BUSY_TIMEOUT = 10_000
"""Milliseconds that a writer waits for another one on SQLite."""


class Database:
    """An engine with the pragmas and the kind of transaction that the promises need."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _sqlite(url) if url.startswith("sqlite") else _postgres(url)
        self.before_commit: list[Callable[[Session], None]] = []
        """What is done last in every unit of work, within its transaction."""

    def commit(self, session: Session) -> None:
        """End a unit of work: what follows from its changes is written with them."""
        for last in self.before_commit:
            last(session)
        session.commit()

    def session(self) -> Session:
        """Return a new session that starts with a read transaction."""
        return Session(self.engine, expire_on_commit=False)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit of work of its own: committed at the end, rolled back when something is raised."""
        with self.session() as session:
            begin_writing(session)
            yield session
            self.commit(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing."""
        with self.session() as session:
            yield session
            session.rollback()


def begin_writing(session: Session) -> None:
    """End the read transaction of ``session`` and begin one that holds the right to write.

    On SQLite this takes the one write lock at once (``BEGIN IMMEDIATE``), so that two writers
    queue instead of losing an update.
    """
    if session.info.get("writing"):
        return
    session.commit()
    session.connection(execution_options=WRITES)
    session.info["writing"] = True


def _sqlite(url: str) -> Engine:
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT / 1000})

    @sa.event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: str) -> Engine:
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its database, and each request its commit and its end."""
    app.extensions["database"] = Database(settings.sqlalchemy_url)
    app.after_request(_commit)
    app.teardown_request(_close)


def database() -> Database:
    """Return the database of the running application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """Return the one session of this request."""
    if "database_session" not in g:
        g.database_session = database().session()
    found: Session = g.database_session
    return found


def writing() -> Session:
    """Return the session of this request with its write transaction begun."""
    found = session()
    begin_writing(found)
    return found


def unit() -> Any:
    """Return a unit of work of its own, outside the request's (counters, access log)."""
    return database().unit()


def forget() -> None:
    """Roll back what this request has written so far; the session starts anew."""
    found = session()
    found.rollback()
    found.info.clear()


def _commit(response: Response) -> Response:
    found: Session | None = g.get("database_session")
    if found is not None and found.info.get("writing"):
        database().commit(found)
        found.info.pop("writing")
    for then in g.pop("after_commit", []):
        then()
    return response


def after_commit(then: Any) -> None:
    """Call ``then`` once the request's transaction has been committed."""
    g.setdefault("after_commit", []).append(then)


def _close(_error: BaseException | None) -> None:
    found: Session | None = g.pop("database_session", None)
    if found is not None:
        found.close()
