"""Which tables a page reads from end to end, as the database's own planner tells it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Engine

WHOLE = re.compile(r"^SCAN (\w+)$")
FEW = re.compile(r"^(team|service|setting|staff_member|factor_loss|anon_\d+)$")
"""What grows with the council and not with its cases, and selects inside a statement."""

SMALL = """
SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
SET LOCAL seq_page_cost = 10000;
SET LOCAL cpu_tuple_cost = 100; SET LOCAL cpu_index_tuple_cost = 100;
DELETE FROM pg_statistic;
UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE relnamespace = 'public'::regnamespace
"""
LARGE = """
UPDATE pg_class SET relpages = 1, reltuples = 1000000
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%(large)s)
"""
"""Let Postgres plan with the few rows of a test as with many, until the end of a transaction.

A join by hash or by merge reads a side whole, so it is left out: what remains has an index or not.
"""

PRESUMED = (
    ["account", "case", "case_assignment", "person_name"],
    ["person"],
)
"""Which tables are taken for large ones, one list after the other.

Where no index serves, a table is read whole whatever the others hold; else by chance, once.
"""

WAYS = """
SELECT coalesce(trim(pg_get_expr(indpred, indrelid), '()'), pg_get_indexdef(indexrelid, 1, true))
FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = 'public'::regnamespace AND relname = %(table)s
"""
"""Of each index of a table its first column, or the rows it holds: which is taken, rows decide."""

WAITING = re.compile(r"_(open|unheard|waiting|waits)$")
"""Indexes of what waits alone: to read one from end to end is what it is there for."""

TO_THE_END = {"Sort", "Aggregate", "Hash", "Materialize", "Unique", "SetOp", "WindowAgg"}
"""Steps that take all of their rows before they give one, whatever limit stands above them."""

_known: dict[tuple[str, str], frozenset[str]] = {}
"""What was found for a kind of database and a statement: it is explained once in a worker."""


@contextmanager
def scans(engine: Engine) -> Iterator[set[str]]:
    """Collect the tables that a statement of ``engine`` reads whole meanwhile."""
    seen: set[str] = set()
    kind = engine.dialect.name
    explain = _on_sqlite if kind == "sqlite" else _on_postgres

    def look(
        connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool
    ) -> None:
        if statement.lstrip("(").startswith(("SELECT", "WITH")):
            key = kind, statement
            if key not in _known:
                found = explain(connection, statement, values)
                _known[key] = frozenset(each for each in found if not FEW.match(each))
            seen.update(_known[key])

    sa.event.listen(engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", look)


def _on_sqlite(connection: Any, statement: str, values: Any) -> Iterator[str]:
    raw = connection.connection.dbapi_connection
    for line in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values):
        if found := WHOLE.match(line[3]):
            yield found[1]


def _on_postgres(connection: Any, statement: str, values: Any) -> Iterator[str]:
    """Ask on a connection of its own, so that the page's own plans stay as they are."""
    address = connection.engine.url.set(drivername="postgresql")
    found: set[str] | None = None
    with psycopg.connect(address.render_as_string(hide_password=False)) as asking:
        asking.execute(SMALL)
        for large in PRESUMED:
            if found != set():
                asking.execute(LARGE, {"large": large})
                whole = set(_found(asking, statement, values))
                found = whole if found is None else found & whole
        asking.rollback()
    yield from found or ()


def _found(asking: psycopg.Connection[Any], statement: str, values: Any) -> Iterator[str]:
    row = asking.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()
    assert row
    for table, condition in _read_whole(row[0][0]["Plan"], ends_early=False):
        ways = asking.execute(WAYS, {"table": table}).fetchall()
        if not FEW.match(table) and not any(way in ways for way in _clauses(condition)):
            yield table


def _read_whole(node: dict[str, Any], *, ends_early: bool) -> Iterator[tuple[str, str]]:
    """Yield what is read without a search in an index; in order up to a limit is no fault."""
    step = node["Node Type"]
    whole = step in {"Index Scan", "Index Only Scan"} and "Index Cond" not in node
    waits = WAITING.search(node.get("Index Name", ""))
    if step == "Seq Scan" or (whole and not waits and not ends_early):
        yield node["Relation Name"], node.get("Filter", "")
    ends_early = step == "Limit" or (ends_early and step not in TO_THE_END)
    for each in node.get("Plans", ()):
        yield from _read_whole(each, ends_early=ends_early)


def _clauses(condition: str) -> Iterator[tuple[str]]:
    """Yield what each part of a condition asks of a row: its column, or the part as it is.

    A part that leaves a choice is no way to a row.
    """
    depth, part = 0, ""
    for letter in condition.replace(") AND (", ")\n("):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter != "\n" or depth > 1:
            part += letter
        if (letter == "\n" and depth == 1) or depth == 0:
            said = part.strip("()")
            if " OR " not in said:
                yield (said.partition(" = ")[0],)
            part = ""
