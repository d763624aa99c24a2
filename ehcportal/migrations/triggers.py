"""Triggers that keep the audit append-only, on SQLite and on Postgres (security note 22).

Rows are never updated. They are deleted in whole sealed blocks only, by retention, which first
writes the number of the last block that may go into the ``counter`` table.
"""

from sqlalchemy.engine import Connection

TABLES = ("change_record", "read_record")
ALLOWANCE = "audit_retention_{table}"
"""Name of the counter that says up to which row retention may delete."""


def create(connection: Connection) -> None:
    """Create the triggers."""
    for table in TABLES:
        for statement in _statements(connection.dialect.name, table):
            connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Remove the triggers."""
    for table in TABLES:
        for verb in ("update", "delete"):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def _statements(dialect: str, table: str) -> list[str]:
    allowed = f"(SELECT last FROM counter WHERE name = '{ALLOWANCE.format(table=table)}')"  # noqa: S608
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN OLD.seq > COALESCE({allowed}, 0) "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND OLD.seq <= COALESCE({allowed}, 0) THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the audit is append-only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
    ]
