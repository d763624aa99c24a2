"""Reading that nearly every page does: written as SQL once, and from then on run as it is.

SQLAlchemy looks at a statement for what it may have become each time that it runs, which takes
ten times as long as SQLite takes to answer. These never change, so there is nothing to look for.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlmodel import Session

Convert = Callable[[Any], Any]


class Prepared:
    """One select of columns with parameters; it is built at its first use."""

    def __init__(self, build: Callable[[], Any], row: Convert | None = None) -> None:
        """Take the function that builds the statement, and what makes a row of a list of values."""
        self._build = build
        self._row = row
        self._written: dict[str, _Written] = {}

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows for these values, with the names of the columns."""
        connection = session.connection()
        written = self._written.get(connection.dialect.name)
        if written is None:
            written = _Written(self._build(), connection.dialect, self._row)
            self._written[connection.dialect.name] = written
        return written.rows(connection, values)

    def first(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Return the first row, or nothing."""
        return next(iter(self.rows(session, values)), None)


class _Written:
    """A statement as one kind of database reads it."""

    def __init__(self, statement: Any, dialect: Dialect, row: Convert | None) -> None:
        compiled = statement.compile(dialect=dialect)
        asked = {name: None for name, each in compiled.binds.items() if each.required}
        state = compiled.construct_expanded_state(asked)
        self.sql = state.statement
        self.order = state.positiontup
        self.binds = {**_binds(compiled, dialect), **state.processors}
        self.known = {name: self._bound(name, value) for name, value in state.parameters.items()}
        columns = list(statement.selected_columns)
        self.row: Convert = row or _named(columns)
        self.converts = [
            (place, convert)
            for place, each in enumerate(columns)
            if (convert := each.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def _bound(self, name: str, value: Any) -> Any:
        bind = self.binds.get(name)
        return bind(value) if bind else value

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        bound = {**self.known, **{name: self._bound(name, given) for name, given in values.items()}}
        sent = bound if self.order is None else tuple([bound[name] for name in self.order])
        for told in connection.dispatch.before_cursor_execute:
            told(connection, None, self.sql, sent, None, False)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self.sql, sent)
            return [self._converted(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def _converted(self, row: Any) -> Any:
        found = list(row)
        for place, convert in self.converts:
            found[place] = convert(found[place])
        return self.row(found)


def _named(columns: list[Any]) -> Convert:
    """Return what makes a row whose values go by the names of the columns."""
    row: Any = namedtuple("Row", [each.key or "" for each in columns], rename=True)
    make: Convert = row._make
    return make


def _binds(compiled: Any, dialect: Dialect) -> dict[str, Convert]:
    """Return what makes a value of a parameter one that the database's driver takes."""
    made = {
        name: each.type.dialect_impl(dialect).bind_processor(dialect)
        for name, each in compiled.binds.items()
    }
    return {name: convert for name, convert in made.items() if convert}
