"""The days that pass in a portal whose clock can be set ahead (``tests/e2e/later.py``)."""

from dataclasses import dataclass
from datetime import date, timedelta

from ehcportal import clock
from ehcportal.jobs import chores
from ehcportal.portal import Portal
from tests.e2e import later
from tests.e2e.inside import Inside


@dataclass
class Calendar:
    """The calendar on the wall: a test tears off the days."""

    inside: Inside

    def comes_to(self, day: date) -> None:
        """Let it become this day, and have the worker do what fell due meanwhile."""
        instance = self.inside.running.instance
        days = (day - clock.today()).days
        assert days >= 0, "time goes one way"
        file = instance / later.FILE
        file.write_text(str(later.days_ahead(instance) + days))
        self.has_the_worker_run()

    def passes(self, days: int) -> None:
        """Let some days pass."""
        self.comes_to(clock.today() + timedelta(days=days))

    def has_the_worker_run(self) -> None:
        """Have every chore done: reminders, dates that a new day changes, alerts that waited."""
        portal = Portal.of(self.inside.app.extensions)
        for each in chores.ALL:
            each.do(portal)
