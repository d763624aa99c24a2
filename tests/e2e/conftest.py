"""A real portal and a real browser: on SQLite with scripts and on Postgres without."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.databases import PostgresServer
from tests.e2e.inside import Inside
from tests.e2e.portal import DESKTOP, PHONE, Running, start
from tests.e2e.steps.keyboard import Keyboard
from tests.e2e.steps.visitor import Visitor
from tests.run import browser as installed_browser

BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PAIRS = [
    pytest.param(("sqlite", True), id="sqlite-with-scripts"),
    pytest.param(("postgres", False), id="postgres-without-scripts"),
    pytest.param(("sqlite", False), id="sqlite-without-scripts", marks=pytest.mark.full),
    pytest.param(("postgres", True), id="postgres-with-scripts", marks=pytest.mark.full),
]


@pytest.fixture(scope="module", params=PAIRS)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A portal with the demo, on SQLite with scripts and on Postgres without."""
    kind, has_scripts = request.param
    instance = tmp_path_factory.mktemp("instance")
    if kind == "sqlite":
        url = f"sqlite:///{instance / 'ehcportal.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.sqlalchemy_url(server.fresh())
    found = start(instance, url, has_scripts=has_scripts)
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


@pytest.fixture
def inside(running: Running) -> Iterator[Inside]:
    """The running portal from within."""
    found = Inside(running)
    yield found
    found.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one running portal in one worker."""
    for item in items:
        spec = getattr(item, "callspec", None)
        if spec is not None and "running" in spec.params:
            portal = "-".join(str(part) for part in spec.params["running"])
            item.add_marker(pytest.mark.xdist_group(f"{item.path.stem}-{portal}"))
