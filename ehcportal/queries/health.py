"""Whether the portal can do its work: database, migrations, storage."""

import os

import structlog
from sqlalchemy.exc import SQLAlchemyError

from ehcportal import db, migrations
from ehcportal.settings import Settings

log = structlog.get_logger("ehcportal.health")


def faults(database: db.Database | None = None, settings: Settings | None = None) -> list[str]:
    """Return a line for each thing that is wrong; none when the portal is ready."""
    return [*database_faults(database or db.database()), *storage_faults(settings)]


def database_faults(database: db.Database) -> list[str]:
    """Return what is wrong with the database or its schema."""
    try:
        at = migrations.current(database.engine)
    except SQLAlchemyError as error:
        log.error("database", fault=type(error).__name__)
        return ["database: does not answer"]
    if at != migrations.newest():
        return ["migrations: the schema is not at the newest version; run ehcportal migrate"]
    return []


def storage_faults(settings: Settings | None) -> list[str]:
    """Return what is wrong with the place where files are kept."""
    if settings is None or not settings.storage_url.startswith("file:"):
        return []
    folder = settings.inside(settings.storage_url.removeprefix("file:"))
    if folder.exists() and not os.access(folder, os.W_OK):
        return ["storage: cannot be written to"]
    return []
