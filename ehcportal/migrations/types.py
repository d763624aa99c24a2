"""Column types as migrations name them, apart from the models, which may move on."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlmodel.sql.sqltypes import AutoString

JSON_DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def Moment() -> sa.DateTime:  # noqa: N802
    """A moment in UTC."""
    return sa.DateTime(timezone=True)


def differ(database_type: Any, model_type: Any) -> bool | None:
    """Whether a column must change; None leaves it to Alembic's own comparison.

    A closed set and a text are strings in the database, of some length or of none.
    """
    if isinstance(model_type, sa.JSON) or type(model_type).__name__ == "UTCDateTime":
        return False
    if isinstance(model_type, sa.String | AutoString) and isinstance(database_type, sa.String):
        return bool(database_type.length != model_type.length)
    return None


class BrokenReference(Exception):
    """A migration left a row that points at nothing."""


def check_foreign_keys(connection: Connection) -> None:
    """Raise ``BrokenReference`` if a migration on SQLite broke a foreign key."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReference(f"table {broken[0][0]} has a row whose {broken[0][2]} is missing")
