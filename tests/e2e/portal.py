"""A real portal in a process of its own, to be walked through by a browser."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ehcportal import migrations
from tests.e2e.mailbox import Mail

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}

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
    examined: dict[str, str] = field(default_factory=dict)
    """The pages that were looked at, each with its title."""
    app_codes: dict[str, list[str]] = field(default_factory=dict)
    """The codes of each app that were used: none is good for a second time."""

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

    def until(self, condition: Callable[[], Found], what: str) -> Found:
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
