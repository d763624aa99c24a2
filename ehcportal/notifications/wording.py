"""The words of a message, from the templates of ``templates/email`` and ``templates/text``.

A message has a folder with ``subject.txt``, ``body.txt`` and ``body.html``; a text message has
``body.txt`` alone. A folder ``<name>.<language>`` beside it holds a translation. House rule:
nothing personal stands in a subject or a body, not even the reader's name.

A template knows ``profile``, ``council``, ``contacts``, ``language``, ``subject`` (in the body),
``url(path)`` for links, the filters ``text``, ``day`` (12 October 2026) and ``weekday`` (Monday
12 October 2026) for dates, and the values that were put with the message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ehcportal import profile as profiles
from ehcportal.domain import dates
from ehcportal.models.outbox import Channel
from ehcportal.profile import Profile

TEMPLATES = Path(__file__).parent.parent / "templates"
CALENDAR = "calendar"
"""The value of a message that holds its calendar file."""
FOLDERS = {Channel.EMAIL: "email", Channel.TEXT: "text"}


@dataclass(frozen=True, slots=True)
class Words:
    """A message in words. A text message has neither a subject nor an HTML part."""

    text: str
    subject: str = ""
    html: str | None = None
    calendar: str | None = None
    """A calendar file (RFC 5545) that goes along; it names nobody."""


def write(
    template: str,
    values: Mapping[str, Any],
    *,
    profile: Profile,
    base_url: str,
    language: str = "en",
    channel: Channel = Channel.EMAIL,
) -> Words:
    """Return the words of ``template``. Raises a Jinja error when a value is missing."""
    folder = _folder(channel, template, language)
    context = {**_common(profile, base_url, language), **values}
    text = _render(f"{folder}/body.txt", context).strip() + "\n"
    if channel is Channel.TEXT:
        return Words(text)
    subject = " ".join(_render(f"{folder}/subject.txt", context).split())
    html = _render(f"{folder}/body.html", {**context, "subject": subject})
    return Words(text, subject, html, values.get(CALENDAR))


def _folder(channel: Channel, template: str, language: str) -> str:
    translated = f"{FOLDERS[channel]}/{template}.{language}"
    if (TEMPLATES / translated).is_dir():
        return translated
    return f"{FOLDERS[channel]}/{template}"


def _common(profile: Profile, base_url: str, language: str) -> dict[str, Any]:
    return {
        "profile": profile,
        "council": profile.council,
        "contacts": profile.council.contacts,
        "language": language,
        "url": partial(_url, base_url),
    }


def _render(name: str, context: Mapping[str, Any]) -> str:
    return environment().get_template(name).render(context)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return what renders messages: apart from the pages, so that a worker needs no web part."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(text=profiles.text, day=_day, weekday=_weekday)
    return made


def _url(base_url: str, path: str) -> str:
    """Return the public address of one of our own paths. Raises ``ValueError`` for others."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a link in a message leads to a path of the portal")
    return base_url + path


def _day(value: str | date) -> str:
    return dates.date_words(_as_date(value))


def _weekday(value: str | date) -> str:
    return dates.weekday_words(_as_date(value))


def _as_date(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
