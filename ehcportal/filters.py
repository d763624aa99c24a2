"""How dates, times, sizes and the profile's texts are written on a page."""

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.templating import Environment

from ehcportal import clock, profile, words
from ehcportal.content.labels import label

MEGABYTE, GIGABYTE = 1024**2, 1024**3


def date_words(day: date | datetime | None) -> str:
    """Write a day as ``12 October 2024``; a moment is the London day it falls on."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.london_day(day)
    return f"{day.day} {day:%B %Y}"


def weekday_date(day: date | datetime | None) -> str:
    """Write a day on which somebody must act as ``Saturday 12 October 2024``."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.london_day(day)
    return f"{day:%A} {date_words(day)}"


def up_to(number: int, most: int) -> str:
    """Write a number that was counted no further than ``most``."""
    return str(number) if number < most else f"{most}+"


def short_date(day: date | datetime | None) -> str:
    """Write a day in a narrow list as ``12 Oct``, with its year when that is not this year."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = clock.london_day(day)
    this_year = day.year == clock.today().year
    return f"{day.day} {day:%b}" if this_year else f"{day.day} {day:%b %Y}"


def time_words(moment: datetime | None) -> str:
    """Write a moment as the London time ``14:32``."""
    return f"{clock.london(moment):%H:%M}" if moment else ""


def size_words(size: int) -> str:
    """Write a number of bytes as people say it: ``840 KB``, ``2.4 MB``, ``1.9 GB``."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    if size < GIGABYTE:
        return f"{size / MEGABYTE:.1f} MB"
    return f"{size / GIGABYTE:.1f} GB"


class Templates(Environment):
    """Flask's templates, with what all of them know in one plain dictionary.

    Jinja looks through it at every import of a component, and its own chain of two is slow at that.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows by itself."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Give the templates these filters, and leave out the blank lines that their tags stand on."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(label=label)
    app.jinja_env.filters.update(
        date_words=date_words,
        weekday_date=weekday_date,
        short_date=short_date,
        up_to=up_to,
        time_words=time_words,
        size_words=size_words,
        text=profile.text,
    )
    if app.extensions["profile"].languages[0] == "en":
        words.install(app.jinja_env)
