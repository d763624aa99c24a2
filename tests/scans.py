"""Which tables a page reads from end to end, as SQLite's own planner tells it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

WHOLE = re.compile(r"^SCAN (\w+)$")
FEW = re.compile(r"^(team|service|setting|staff_member|factor_loss|anon_\d+)$")
"""What grows with the council and not with its cases, and selects inside a statement."""


@contextmanager
def scans(engine: Engine) -> Iterator[set[str]]:
    """Collect the tables that a statement of ``engine`` reads whole meanwhile; SQLite alone."""
    seen: set[str] = set()
    if engine.dialect.name != "sqlite":
        yield seen
        return

    def explain(
        connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
    ) -> None:
        if statement.startswith(("SELECT", "WITH")):
            raw = connection.connection.dbapi_connection
            plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            found = (WHOLE.match(line[3]) for line in plan)
            seen.update(each[1] for each in found if each and not FEW.match(each[1]))

    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)
