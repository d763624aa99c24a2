"""Thin views, from an address to a sentence. This list is the map of the portal."""

from flask import Flask

from ehcportal.blueprints import public
from ehcportal.settings import Settings

ALL = [
    public.bp,
]


def init_app(app: Flask, settings: Settings) -> None:
    """Register every blueprint."""
    for blueprint in ALL:
        app.register_blueprint(blueprint)
