"""The words of the templates in the portal's own language, which need no looking up.

Flask-Babel looks for the language and its catalogue at each call: some 15 microseconds, thirty
times a page. A council that writes English only is spared that; others take the long way.
"""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup


def install(environment: Environment) -> None:
    """Let the templates of ``environment`` say their English words directly."""
    environment.globals.update(_=_said, gettext=_said, ngettext=_counted)


def _said(words: str, **values: object) -> Markup:
    """Return ``words``, which a template wrote, with ``values`` put in and escaped."""
    written = _written(words)
    return written % values if values or "%" in words else written


@cache
def _written(words: str) -> Markup:
    """Return the same object each time: a page says some fifty of these."""
    return Markup(words)  # noqa: S704 - never what a person typed


def _counted(one: str, many: str, num: int, **values: object) -> Markup:
    return _said(one if num == 1 else many, num=num, **values)
