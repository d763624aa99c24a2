"""A portal as the worker sees it."""

from collections.abc import Iterator

import pytest

from ehcportal.portal import Portal
from ehcportal.settings import Settings


@pytest.fixture
def portal(settings: Settings) -> Iterator[Portal]:
    """The portal as the worker sees it; its mail goes to a Maildir."""
    found = Portal.open(settings)
    yield found
    found.database.engine.dispose()
