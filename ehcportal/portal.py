"""What the portal is made of, for the parts that work without a request: worker and commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ehcportal import profile as profiles
from ehcportal.db import Database
from ehcportal.profile import Profile
from ehcportal.security import keyring
from ehcportal.security.keyring import KeyRing
from ehcportal.settings import Settings


@dataclass(frozen=True, slots=True)
class Portal:
    """The settings, the database, the key ring and the council of one portal."""

    settings: Settings
    database: Database
    keyring: KeyRing
    profile: Profile

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open a portal without a web application. Raises what a wrong setting raises."""
        return cls(
            settings=settings,
            database=Database(settings.sqlalchemy_url),
            keyring=keyring.read_or_create(settings.inside(settings.secret_key_file)),
            profile=profiles.load(settings.council, beside=settings.instance),
        )

    @classmethod
    def of(cls, extensions: Mapping[str, Any]) -> Self:
        """Return the portal whose parts a web application already holds."""
        return cls(
            settings=extensions["settings"],
            database=extensions["database"],
            keyring=extensions["keyring"],
            profile=extensions["profile"],
        )
