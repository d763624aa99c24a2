"""The one clock: nobody else in the program asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this moment as an aware datetime in UTC, the only zone that is stored."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in London, which is the day the law counts."""
    return london_day(now())


def london(moment: datetime) -> datetime:
    """Return ``moment`` as people in England read it, summer time included."""
    return moment.astimezone(LONDON)


def london_midnight(day: date) -> datetime:
    """Return the moment at which a day begins in London."""
    return london_moment(day, time.min)


def london_moment(day: date, hour: time) -> datetime:
    """Return the moment of an hour on a London clock, in summer and in winter time."""
    return datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC)


def london_day(moment: datetime) -> date:
    """Return the London date on which ``moment`` falls.

    A request sent at 23:30 UTC on 30 June arrives on 1 July, and its six weeks begin then.
    """
    return london(moment).date()
