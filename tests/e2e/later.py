"""``python -m tests.e2e.later serve``: the portal with its one clock some days ahead.

The law's weeks cannot be waited for. How many days it is ahead stands in a file of the instance
folder, which a test writes (``tests/e2e/calendar.py``) while the portal runs.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from ehcportal import clock
from ehcportal.commands import main

PROGRAM = (sys.executable, "-m", "tests.e2e.later")
FILE = "days-ahead"


def days_ahead(instance: Path) -> int:
    """Return by how many days the clock of this portal is ahead."""
    file = instance / FILE
    return int(file.read_text()) if file.exists() else 0


@contextmanager
def ahead(instance: Path) -> Iterator[None]:
    """Have the clock of this process go as that of the portal in this instance folder."""

    class Ahead(datetime):
        """What the one clock reads the time from meanwhile."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=days_ahead(instance))

        @classmethod
        def combine(cls, date: date, time: time, tzinfo: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.combine(date, time, tzinfo)

    vars(clock)["datetime"] = Ahead
    try:
        yield
    finally:
        vars(clock)["datetime"] = datetime


if __name__ == "__main__":
    with ahead(Path(os.environ["EHCPORTAL_INSTANCE"])):
        main()
