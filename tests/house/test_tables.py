"""Every table says how long it is kept, and the migrations make just the tables of the models."""

from alembic import command
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import ehcportal.models  # noqa: F401
from ehcportal import migrations
from ehcportal.models.base import Retention


def tables() -> list[type[SQLModel]]:
    found = [
        mapper.class_
        for mapper in SQLModel._sa_registry.mappers
        if hasattr(mapper.class_, "__tablename__")
    ]
    return sorted(found, key=lambda table: str(table.__tablename__))


def test_a_table_names_its_retention_class() -> None:
    without = [
        table.__tablename__
        for table in tables()
        if not isinstance(getattr(table, "__retention__", None), Retention)
    ]
    assert without == []


def test_the_migrations_and_the_models_say_the_same(database_url: str) -> None:
    command.check(migrations.config(database_url))


def test_the_newest_version_by_name_is_the_newest_by_history() -> None:
    history = ScriptDirectory(str(migrations.HERE))
    assert migrations.newest() == history.get_current_head()


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    assert migrations.migrate(database_url) == (migrations.newest(), migrations.newest())
