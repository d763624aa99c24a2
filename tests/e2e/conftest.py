"""A real portal in a process of its own, and a real browser to walk through it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from ehcportal import migrations
from tests.databases import PostgresServer
from tests.e2e.mailbox import Mail
from tests.run import browser as installed_browser

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
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


@dataclass
class Running:
    """A portal that is being served."""

    base_url: str
    instance: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    has_scripts: bool
    cast: dict[str, dict[str, Any]]

    def command(self, *arguments: str) -> str:
        """Run ``ehcportal`` on this portal; return what it printed."""
        line = [sys.executable, "-m", "ehcportal", *arguments]
        done = subprocess.run(
            line, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def mail(self) -> Mail:
        """What the portal has sent."""
        return Mail(self.instance / "mail")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start(instance: Path, database_url: str, *, has_scripts: bool, **extra: str) -> Running:
    """Migrate, load the demo and serve."""
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("EHCPORTAL_")},
        "EHCPORTAL_INSTANCE": str(instance),
        "EHCPORTAL_DATABASE_URL": database_url,
        "EHCPORTAL_BASE_URL": f"http://127.0.0.1:{port}",
        "EHCPORTAL_LOG_LEVEL": "ERROR",
        **extra,
    }
    migrations.migrate(database_url)
    cast_file = instance / "cast.json"
    line = [sys.executable, "-m", "ehcportal"]
    subprocess.run([*line, "demo", "--json", str(cast_file)], env=environment, check=True)
    process = subprocess.Popen([*line, "serve", "--port", str(port)], env=environment)
    wait_until_it_answers(port, process)
    cast = {member["key"]: member for member in json.loads(cast_file.read_text())["cast"]}
    return Running(f"http://127.0.0.1:{port}", instance, environment, process, has_scripts, cast)


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Try to connect until the server listens; a process that ended fails the test."""
    for _ in range(3000):
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            probe.settimeout(0.1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
            process_wait(process)
    pytest.fail("the server does not listen")


def process_wait(process: subprocess.Popen[bytes]) -> None:
    """Give the server a moment, unless it ends."""
    try:
        process.wait(0.02)
    except subprocess.TimeoutExpired:
        return


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
    )
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    """A phone of 360 by 640."""
    context = open_context(browser, running, PHONE)
    yield context
    context.close()


@pytest.fixture
def desktop(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    """A desktop window of 1280 by 800."""
    context = open_context(browser, running, DESKTOP)
    yield context
    context.close()
