"""Templates without a portal around them: what a macro makes is a matter of its arguments."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader

from ehcportal import filters, profile, words

TEMPLATES = Path(__file__).resolve().parents[2] / "ehcportal" / "templates"

Show = Callable[..., Tag]


@pytest.fixture(scope="session")
def environment() -> Environment:
    """Our components, and beside them the design system's own."""
    design_system = {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}
    loader = ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader(design_system)])
    made = Environment(loader=loader, autoescape=True)
    made.filters.update(weekday_date=filters.weekday_date, text=profile.text)
    words.install(made)
    return made


@pytest.fixture
def show(environment: Environment) -> Show:
    """Call one macro of one component: ``show("mark", "mark", "Late", "late")``."""

    def call(component: str, macro: str, *args: object, **kwargs: object) -> Tag:
        module = environment.get_template(f"components/{component}.html").module
        return BeautifulSoup(getattr(module, macro)(*args, **kwargs), "html.parser")

    return call
