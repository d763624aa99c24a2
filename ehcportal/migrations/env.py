"""How Alembic runs our migrations: one history, written so that both databases take it."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import ehcportal.models  # noqa: F401
from ehcportal.migrations import types


def render_item(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write column types in terms that stay true when the models move on."""
    if kind != "type":
        return False
    if isinstance(thing, sa.JSON):
        autogen.imports.add("from ehcportal.migrations import types")
        return "types.JSON_DOCUMENT"
    if type(thing).__name__ == "UTCDateTime":
        autogen.imports.add("from ehcportal.migrations import types")
        return "types.Moment()"
    if isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    if isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.Text()"
    return False


def compare_type(
    _context: Any, _column: Any, _metadata_column: Any, database_type: Any, model_type: Any
) -> bool | None:
    """Take a closed set or a text for what it is in the database: a string of some length."""
    return types.differ(database_type, model_type)


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave the tables alone in which huey keeps its queue on Postgres."""
    return kind != "table" or not (name or "").startswith("huey")


def run() -> None:
    """Run the migrations on the database that ``attributes['url']`` names."""
    engine = sa.create_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
            types.check_foreign_keys(connection)
    engine.dispose()


run()
