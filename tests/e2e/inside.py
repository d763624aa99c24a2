"""The same portal opened from within, to make in a moment what would take a person many pages."""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask

from ehcportal import create_app, settings
from tests.cast import Cast
from tests.e2e.portal import Running
from tests.places import PLACES, Demo, enter

COOKIE = "ehcportal"


@dataclass
class Inside:
    """A running portal's database and key ring, seen from this process."""

    running: Running

    @cached_property
    def app(self) -> Flask:
        """The portal on the running one's instance folder, database and address."""
        return create_app(
            settings.load(
                instance=self.running.instance,
                database_url=self.running.environment["EHCPORTAL_DATABASE_URL"],
                base_url=self.running.base_url,
                log_level="ERROR",
            )
        )

    @cached_property
    def _entered(self) -> tuple[Cast, Demo]:
        return enter(self.app)

    @property
    def cast(self) -> Cast:
        """Everybody, signed in."""
        return self._entered[0]

    @property
    def demo(self) -> Demo:
        """One thing of each kind, with the addresses of pages about them."""
        return self._entered[1]

    def path(self, name: str) -> str:
        """Return the address of the page of this name."""
        return self.demo.path(next(place for place in PLACES if place.name == name))

    def cookie(self, key: str) -> str:
        """Return the cookie of somebody who has signed in with both factors."""
        found = self.cast[key].client.get_cookie(COOKIE)
        assert found is not None
        return found.value

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["database"].engine.dispose()
