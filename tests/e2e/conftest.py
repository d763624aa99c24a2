"""A real portal and a real browser: on SQLite with scripts and on Postgres without."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.databases import PostgresServer
from tests.e2e import later
from tests.e2e.inside import Inside
from tests.e2e.portal import DESKTOP, PHONE, PROGRAM, Running, load_demo, serve
from tests.e2e.steps.keyboard import Keyboard
from tests.e2e.steps.visitor import Visitor
from tests.run import browser as installed_browser

SQLITE = "ehcportal.db"
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

PAIRS = [
    pytest.param(("sqlite", True), id="sqlite-with-scripts"),
    pytest.param(("postgres", False), id="postgres-without-scripts"),
    pytest.param(("sqlite", False), id="sqlite-without-scripts", marks=pytest.mark.full),
    pytest.param(("postgres", True), id="postgres-with-scripts", marks=pytest.mark.full),
]


SCRIPTS_FIRST = [
    PAIRS[0],
    *(pytest.param(*pair.values, id=pair.id, marks=pytest.mark.full) for pair in PAIRS[1:]),
]
"""For what is much the same either way: with scripts each time, the rest in the full product."""

WITHOUT_FIRST = [
    *(pytest.param(*pair.values, id=pair.id, marks=pytest.mark.full) for pair in PAIRS[:1]),
    PAIRS[1],
    *PAIRS[2:],
]
"""The other half of such journeys: on Postgres without scripts each time."""


@dataclass(frozen=True)
class Prepared:
    """A portal with the demo in it that nobody walks through: each module takes a copy."""

    instance: Path
    database: str
    """The file's name, or the name of the Postgres database."""


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demo in an SQLite file."""
    instance = tmp_path_factory.mktemp("prepared")
    load_demo(instance, f"sqlite:///{instance / SQLITE}")
    return Prepared(instance, SQLITE)


@pytest.fixture(scope="session")
def prepared_postgres(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Prepared:
    """The demo in a Postgres database."""
    instance = tmp_path_factory.mktemp("prepared")
    database = postgres.fresh()
    load_demo(instance, postgres.sqlalchemy_url(database))
    return Prepared(instance, database)


@pytest.fixture(scope="module", params=PAIRS)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A portal with the demo, on SQLite with scripts and on Postgres without.

    A module whose ``PRESET`` names another council's ways has its portal under that preset; in one
    whose ``TIME_PASSES`` the clock can be set ahead.
    """
    kind, has_scripts = request.param
    prepared: Prepared = request.getfixturevalue(f"prepared_{kind}")
    instance = tmp_path_factory.mktemp("instance") / "portal"
    shutil.copytree(prepared.instance, instance)
    url = f"sqlite:///{instance / SQLITE}"
    if kind == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.sqlalchemy_url(server.fresh(of=prepared.database))
    preset = getattr(request.module, "PRESET", "standard")
    program = later.PROGRAM if getattr(request.module, "TIME_PASSES", False) else PROGRAM
    found = serve(instance, url, has_scripts=has_scripts, program=program, EHCPORTAL_COUNCIL=preset)
    yield found
    found.process.terminate()
    found.process.wait(20)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("EHCPORTAL_TEST_BROWSER") or installed_browser()
    assert path, "the browser tests need Chromium: apt install chromium"
    found = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
    yield found
    found.close()


def open_context(browser: Browser, running: Running, size: dict[str, int]) -> BrowserContext:
    """Return a browser window of its own, on the portal."""
    context = browser.new_context(
        base_url=running.base_url,
        viewport=size,
        java_script_enabled=running.has_scripts,
        locale="en-GB",
        accept_downloads=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Visitor]:
    """Somebody with a phone of 360 by 640."""
    visitor = Visitor(running, open_context(browser, running, PHONE))
    yield visitor
    visitor.leaves()


@pytest.fixture
def desktop(browser: Browser, running: Running) -> Iterator[Visitor]:
    """Somebody at a desk, with a window of 1280 by 800."""
    visitor = Visitor(running, open_context(browser, running, DESKTOP))
    yield visitor
    visitor.leaves()


@pytest.fixture
def keyboard(browser: Browser, running: Running) -> Iterator[Keyboard]:
    """Somebody who uses nothing but the keyboard."""
    visitor = Keyboard(running, open_context(browser, running, DESKTOP))
    yield visitor
    visitor.leaves()


@pytest.fixture(scope="module")
def inside(running: Running) -> Iterator[Inside]:
    """The running portal from within."""
    found = Inside(running)
    yield found
    found.close()
