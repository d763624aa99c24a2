"""What commands share: settings or one clear line, and a database outside any request."""

import sys

import click

from ehcportal import logs, profile, settings
from ehcportal.db import Database
from ehcportal.portal import Portal
from ehcportal.security import keyring
from ehcportal.services import clockwork
from ehcportal.settings import Settings


def fail(line: str) -> None:
    """Print ``line`` to standard error and end with status 1."""
    click.echo(line, err=True)
    sys.exit(1)


def chosen_settings() -> Settings:
    """Return the settings, or end with the one line that names the wrong one."""
    try:
        found = settings.load()
    except settings.SettingsError as error:
        fail(str(error))
        raise
    logs.configure(found)
    return found


def open_portal(found: Settings | None = None) -> Portal:
    """Return settings, database, key ring and profile, or end with one line for what is wrong."""
    chosen = found or chosen_settings()
    try:
        portal = Portal(
            settings=chosen,
            database=Database(chosen.sqlalchemy_url),
            keyring=keyring.read_or_create(chosen.inside(chosen.secret_key_file)),
            profile=profile.load(chosen.council, beside=chosen.instance),
        )
    except (keyring.KeyRingError, profile.ProfileError) as error:
        fail(str(error))
        raise
    clockwork.wind(portal.database, lambda: portal.profile)
    click.get_current_context().call_on_close(portal.database.engine.dispose)
    return portal
