"""ehcportal: the portal for Education, Health and Care plans that a council hosts itself."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from ehcportal.settings import Settings


def create_app(given: "Settings | None" = None) -> "Flask":
    """Return the portal, ready to serve. Raises when a setting, the profile or a route is wrong.

    All of the portal is loaded here and not with this module, which stands before every command.
    """
    from ehcportal import application

    return application.create(given)
