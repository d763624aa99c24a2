"""Dates and spans of days in words that people read."""

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def date_words(on: date) -> str:
    """Return the date as "12 March 2023", whatever the machine's locale."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday_words(on: date) -> str:
    """Return the date with its weekday, as "Sunday 12 March 2023", for days to act by."""
    return f"{WEEKDAYS[on.weekday()]} {date_words(on)}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as "1 day" or "5 days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def span_words(days: int) -> str:
    """Return a length of days in the largest unit that fits it exactly: "6 weeks", "40 days"."""
    if days >= 14 and days % 7 == 0:
        return counted(days // 7, "week")
    return counted(days, "day")


def from_today_words(on: date, today: date) -> str:
    """Return how far a date is from today: "tomorrow", "5 days from now", "2 weeks ago"."""
    days = (on - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{span_words(days)} from now" if days > 0 else f"{span_words(-days)} ago"


def lateness_words(days: int) -> str:
    """Return how late something is, as "3 days late"; it is 1 day late on the day after."""
    return f"{span_words(days)} late"
