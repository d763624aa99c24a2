"""What each page of the journey costs somebody with a slow phone: bytes, requests, movement.

The limits are those of the performance budget; they are exact, so they fail here. Times are not,
so they are compared in ``make bench``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.inside import COOKIE, Inside
from tests.e2e.portal import PHONE, Running, start
from tests.e2e.weight import Scales, Visit
from tests.place import Place, Weight
from tests.places import PLACES

pytestmark = pytest.mark.xdist_group("budgets")

LIMITS = {Weight.LIGHT: 14_600, Weight.FULL: 20_000}
"""Bytes of page and style sheet with headers; ten packets carry 14,600 before any is answered."""

EVERYTHING = 32_000
STEP_WITHOUT_SCRIPTS, STEP = 4_096, 2_048
"""Bytes of a compressed answer to one step of a form: the page, and the part that is replaced."""

REQUESTS_COLD, REQUESTS_WARM = 4, 1
SHIFT = 0.01
STARTER = 200
"""Bytes of the one script that may be fetched early: it only fetches the other one later."""


@dataclass(frozen=True)
class Weighed:
    """A page, and what it took the first time and the second."""

    place: Place
    base_url: str
    cold: Visit
    warm: Visit


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A portal with the demo on SQLite."""
    instance: Path = tmp_path_factory.mktemp("instance")
    found = start(instance, f"sqlite:///{instance / 'ehcportal.db'}", has_scripts=True)
    yield found
    found.process.terminate()
    found.process.wait(20)


@pytest.fixture(scope="module")
def inside(portal: Running) -> Iterator[Inside]:
    """The portal from within."""
    found = Inside(portal)
    yield found
    found.close()


def window(browser: Browser, inside: Inside, who: str) -> BrowserContext:
    """Open an empty browser on a phone, in which ``who`` has signed in."""
    context = browser.new_context(base_url=inside.running.base_url, viewport=PHONE, locale="en-GB")
    context.set_default_timeout(15_000)
    if who != "nobody":
        url = inside.running.base_url
        context.add_cookies([{"name": COOKIE, "value": inside.cookie(who), "url": url}])
    return context


@pytest.fixture(scope="module")
def scales() -> Iterator[dict[str, Scales]]:
    """A window for each person: opening one costs as much as a page."""
    opened: dict[str, Scales] = {}
    yield opened
    for each in opened.values():
        each.context.close()


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: place.name)
def weighed(
    request: pytest.FixtureRequest, browser: Browser, inside: Inside, scales: dict[str, Scales]
) -> Weighed:
    """Each page in turn, loaded with an empty cache and then again."""
    place: Place = request.param
    path = inside.demo.path(place)
    if place.who not in scales:
        scales[place.who] = Scales(window(browser, inside, place.who))
    cold, warm = scales[place.who].twice(path)
    assert cold.fetched[0].status == 200, path
    assert cold.url == inside.running.base_url + path, "the page led somewhere else"
    return Weighed(place, inside.running.base_url, cold, warm)


def test_what_must_come_before_the_page_can_be_read_is_small(weighed: Weighed) -> None:
    needed = weighed.cold.bytes("Document", "Stylesheet")
    assert needed <= LIMITS[weighed.place.weight], weighed.cold.table


def test_a_first_visit_is_small_with_everything(weighed: Weighed) -> None:
    assert weighed.cold.bytes() <= EVERYTHING, weighed.cold.table


def test_a_page_needs_few_requests_and_only_itself_the_second_time(weighed: Weighed) -> None:
    assert weighed.cold.asked <= REQUESTS_COLD, weighed.cold.table
    assert weighed.warm.asked <= REQUESTS_WARM, weighed.warm.table


def test_nothing_comes_from_another_host_and_no_font_is_fetched(weighed: Weighed) -> None:
    for one in weighed.cold.fetched:
        assert one.url.startswith(weighed.base_url + "/"), one.url
        assert one.kind != "Font", one.url
        assert one.status == 200, one.url


def test_scripts_come_when_the_page_has_loaded_and_never_hold_it_up(weighed: Weighed) -> None:
    scripts = weighed.cold.scripts
    assert not [one.url for one in scripts if one.blocks]
    assert not [one.url for one in scripts if one.is_early and one.bytes > STARTER]


def test_nothing_moves_while_the_page_loads(weighed: Weighed) -> None:
    assert weighed.cold.shift <= SHIFT
    assert weighed.warm.shift <= SHIFT


@pytest.fixture
def parent(browser: Browser, inside: Inside) -> Iterator[Page]:
    """The parent's browser, whose clock the test moves."""
    context = window(browser, inside, "parent")
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


def body(answer: Response) -> int:
    """Bytes of a compressed answer; its headers are the same for a page and a part of one."""
    return answer.request.sizes()["responseBodySize"]


def test_a_step_of_a_form_without_scripts_is_a_small_page(parent: Page, inside: Inside) -> None:
    steps = [place for place in PLACES if place.path.startswith("/forms/draft")]
    taken = {place.name: body(parent.goto(inside.demo.path(place))) for place in steps}
    assert {name: number for name, number in taken.items() if number > STEP_WITHOUT_SCRIPTS} == {}


def test_an_answer_that_brings_up_questions_costs_little(parent: Page, inside: Inside) -> None:
    parent.goto(inside.path("form-child"), wait_until="networkidle")
    with parent.expect_response(lambda answer: answer.request.method == "POST") as told:
        parent.locator("#same_address-2").check()
    assert body(told.value) <= STEP


def test_saving_while_somebody_types_costs_little(parent: Page, inside: Inside) -> None:
    parent.goto(inside.path("form-child"), wait_until="networkidle")
    parent.locator("#known_as").fill("May")
    with parent.expect_response("**/autosave") as told:
        parent.clock.run_for(2_000)
    assert body(told.value) <= STEP


def test_the_panels_that_refresh_by_themselves_cost_little(parent: Page, inside: Inside) -> None:
    parent.goto(inside.path("dashboard"), wait_until="networkidle")
    with parent.expect_response("**/panels") as told:
        parent.clock.run_for(61_000)
    assert body(told.value) <= STEP
