"""Every table says how long it is kept, and the migrations make just the tables of the models."""

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import ehcportal.models  # noqa: F401
from ehcportal import migrations
from ehcportal.models.base import Retention

CHILD = (
    "insert into person (id, version, birth_date_estimated, protected, lacks_capacity, created_at)"
    " values ('p', 1, false, false, false, '2026-01-01 00:00:00')"
)
NAME = (
    "insert into person_name (id, person_id, kind, forename, surname, folded)"
    " values (:id, 'p', :kind, :forename, :surname, 'obrien zoe')"
)


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


def test_a_name_that_was_there_before_is_found_by_its_first_name(database_url: str) -> None:
    migrations.migrate(database_url)
    engine = sa.create_engine(database_url)
    command.downgrade(migrations.config(database_url), "0004")
    child = {"id": "c", "kind": "current", "forename": "Zoë", "surname": "O’Brien"}
    with engine.begin() as connection:
        connection.execute(sa.text(CHILD))
        connection.execute(sa.text(NAME), child)
    migrations.migrate(database_url)
    with engine.begin() as connection:
        found = connection.scalar(sa.text("select turned from person_name where id = 'c'"))
    engine.dispose()
    assert found == "zoe obrien"
