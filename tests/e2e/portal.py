"""A real portal in a process of its own, to be walked through by a browser."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ehcportal import migrations
from tests.e2e.mailbox import Mail

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}

PROGRAM = (sys.executable, "-m", "ehcportal")
CAST = "cast.json"

Found = TypeVar("Found")


@dataclass
class Running:
    """A portal that is being served."""

    base_url: str
    instance: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    has_scripts: bool
    cast: dict[str, dict[str, Any]]
    examined: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The pages that were looked at, each with its title and heading."""
    app_codes: dict[str, list[str]] = field(default_factory=dict)
    """The codes of each app that were used: none is good for a second time."""

    def command(self, *arguments: str) -> str:
        """Run ``ehcportal`` on this portal; return what it printed."""
        done = self._run(*arguments)
        assert done.returncode == 0, f"{done.stdout}{done.stderr}"
        return done.stdout

    def faults(self) -> set[str]:
        """Return what ``ehcportal verify`` finds wrong, a line each."""
        done = self._run("verify")
        return set(f"{done.stdout}{done.stderr}".splitlines()) if done.returncode else set()

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        line = [*PROGRAM, *arguments]
        return subprocess.run(
            line, env=self.environment, capture_output=True, text=True, check=False
        )

    @property
    def mail(self) -> Mail:
        """What the portal has sent."""
        return Mail(self.instance / "mail")

    def letter(self, address: str, subject: str) -> EmailMessage:
        """Wait for a letter with this subject and return it."""
        return self.until(
            lambda: next((one for one in self.mail.to(address) if one["Subject"] == subject), None),
            f"a letter to {address}: {subject}",
        )

    def until(self, condition: Callable[[], Found | None], what: str) -> Found:
        """Look again and again while the portal works, until there is something; return it."""
        for _ in range(600):
            if found := condition():
                return found
            process_wait(self.process)
        pytest.fail(f"waited in vain for {what}")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start(instance: Path, database_url: str, *, has_scripts: bool, **extra: str) -> Running:
    """Migrate, load the demo and serve."""
    load_demo(instance, database_url, **extra)
    return serve(instance, database_url, has_scripts=has_scripts, **extra)


def load_demo(instance: Path, database_url: str, **extra: str) -> None:
    """Make the tables and put the fictional council into them, with a list of its cast."""
    migrations.migrate(database_url)
    environment = environment_of(instance, database_url, **extra)
    line = [*PROGRAM, "demo", "--json", str(instance / CAST)]
    subprocess.run(line, env=environment, check=True, stdout=subprocess.DEVNULL)


def serve(
    instance: Path,
    database_url: str,
    *,
    has_scripts: bool,
    program: tuple[str, ...] = PROGRAM,
    **extra: str,
) -> Running:
    """Serve a portal in which the demo has been loaded."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    environment = environment_of(
        instance, database_url, **{"EHCPORTAL_BASE_URL": base_url, **extra}
    )
    line = [*program, "serve", "--port", str(port)]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL)
    wait_until_it_answers(port, process)
    cast = {member["key"]: member for member in json.loads((instance / CAST).read_text())["cast"]}
    return Running(base_url, instance, environment, process, has_scripts, cast)


def environment_of(instance: Path, database_url: str, **extra: str) -> dict[str, str]:
    """Return the settings of a portal, and none of the machine's own."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("EHCPORTAL_")},
        "EHCPORTAL_INSTANCE": str(instance),
        "EHCPORTAL_DATABASE_URL": database_url,
        "EHCPORTAL_LOG_LEVEL": "ERROR",
        **extra,
    }


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
