"""Everything ``make test`` does, in order, stopping at the first failure."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HEADLESS = "chromium-headless-shell"
BROWSERS = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The same engine without what surrounds a window comes first: it takes a fifth less time."""

CHECKS = (
    ("ruff check .",),
    ("ruff format --check .",),
    ("djlint ehcportal/templates --lint --quiet",),
    ("lint-imports",),
)
TYPES = "mypy"
"""Takes a minute of one processor: the tests begin meanwhile."""


def browser() -> str | None:
    """Return an installed Chromium or Chrome."""
    named = os.environ.get("EHCPORTAL_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def install_browser() -> str:
    """Return a browser, installing Debian's as root; ends the run where there is none to be had."""
    found = browser()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests ...", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in (HEADLESS, "chromium"):
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
            if found := browser():
                break
    if found is None:
        sys.exit(
            "The browser tests need Chromium or Chrome: apt install chromium, or name one in "
            "EHCPORTAL_TEST_BROWSER"
        )
    return found


def check(line: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one of the checks, keeping what it says until it has ended."""
    name, *rest = line.split()
    command = [str(BIN / name), *rest]
    return subprocess.run(
        command,
        cwd=HERE,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run_checks(environment: dict[str, str]) -> None:
    """Run the quick checks side by side and show each in its turn; the first fault ends the run."""
    with ThreadPoolExecutor() as pool:
        done = pool.map(lambda given: (given[0], check(given[0], environment)), CHECKS)
        for line, ended in done:
            show(line, ended)


def show(line: str, ended: subprocess.CompletedProcess[str]) -> None:
    """Print what a check said; one that found a fault ends the run."""
    print("\n$", line, flush=True)
    print(ended.stdout, end="", flush=True)
    if ended.returncode:
        sys.exit(ended.returncode)


def steps(arguments: list[str]) -> Iterator[list[str]]:
    """Yield the commands of the tests."""
    if "--check" in arguments:
        return
    everything = [] if "--all" in arguments else ["-m", "not full"]
    pytest = [sys.executable, "-m", "pytest", "-q", "--tb=native", "--durations=10"]
    yield [*pytest, "-n", "3", "--dist", "loadgroup", *everything, "tests"]


def main(arguments: list[str]) -> None:
    """Run the steps; the first that fails ends the run with its status."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": tempfile.mkdtemp(prefix="ehc-pyc-")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with ThreadPoolExecutor() as beside:
        wanted = None if "--check" in arguments else beside.submit(install_browser)
        types = beside.submit(check, TYPES, dict(environment))
        run_checks(environment)
        if wanted is not None:
            environment["EHCPORTAL_TEST_BROWSER"] = wanted.result()
        for step in steps(arguments):
            print("\n$", " ".join([Path(step[0]).name, *step[1:]]), flush=True)
            status = subprocess.run(step, cwd=HERE, env=environment, check=False).returncode
            if status:
                sys.exit(status)
        show(TYPES, types.result())


if __name__ == "__main__":
    main(sys.argv[1:])
