"""Every page of the journey, opened by whom it is for: axe, small phones, titles, targets."""

import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import SCRIPTS_FIRST, open_context
from tests.e2e.inside import COOKIE, Inside
from tests.e2e.portal import PHONE, Running
from tests.e2e.steps.soundness import examine
from tests.e2e.steps.visitor import Visitor
from tests.place import Place
from tests.places import PLACES


@pytest.fixture(scope="module")
def windows(running: Running) -> Iterator[dict[str, Visitor]]:
    """One browser for each person, opened once: half of what a page costs is its window."""
    opened: dict[str, Visitor] = {}
    yield opened
    for visitor in opened.values():
        visitor.context.close()


def _in_turn(place: Place) -> list[pytest.MarkDecorator]:
    """Leave every second page of staff to the full run: axe takes a second a page."""
    of_staff = place.path.startswith("/council/")
    return [pytest.mark.full] if of_staff and zlib.crc32(place.name.encode()) % 2 else []


@pytest.mark.parametrize("running", SCRIPTS_FIRST, indirect=True)
@pytest.mark.parametrize(
    "place", [pytest.param(each, id=each.name, marks=_in_turn(each)) for each in PLACES]
)
def test_a_page_is_sound_for_everybody(
    browser: Browser,
    running: Running,
    inside: Inside,
    windows: dict[str, Visitor],
    place: Place,
) -> None:
    if place.who not in windows:
        windows[place.who] = Visitor(running, open_context(browser, running, PHONE))
    visitor = windows[place.who]
    path = inside.demo.path(place)
    if place.who != "nobody":
        address = {"url": running.base_url}
        visitor.context.add_cookies(
            [{"name": COOKIE, "value": inside.cookie(place.who), **address}]
        )
    visitor.goes_to(path)
    assert visitor.page.url == running.base_url + path, "the page led somewhere else"
    faults = [*visitor.watch.faults, *examine(visitor.page, running, whole=True)]
    visitor.watch.faults.clear()
    assert not faults, "\n" + "\n".join(faults)
