"""The history of the schema, one for SQLite and Postgres, and how to bring a database up to it.

Alembic is imported only where it migrates: a portal that serves needs none of it in memory.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Engine

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))
"""Where Alembic keeps the revision that a database is at."""


def config(url: str) -> "Config":
    """Return Alembic's configuration for the database at ``url``."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.attributes["url"] = url
    return made


def newest() -> str:
    """Return the newest revision: files are named by theirs, in order."""
    names = sorted(path.name for path in (HERE / "versions").glob("[0-9]*.py"))
    return names[-1].partition("_")[0]


def current(engine: Engine) -> str | None:
    """Return the revision that the database is at, or nothing for an empty one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(VERSION.name):
            return None
        return connection.execute(sa.select(VERSION.c.version_num)).scalar_one_or_none()


def migrate(url: str) -> tuple[str | None, str]:
    """Bring the schema up to the newest version; return the revisions before and after."""
    from alembic import command

    engine = sa.create_engine(url)
    before = current(engine)
    engine.dispose()
    command.upgrade(config(url), "head")
    return before, newest()
