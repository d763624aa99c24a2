"""The boxes of the small forms about advice: days, who agreed, the file that came."""

from datetime import date

from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.services.uploads import Kept, Unwanted
from ehcportal.web import incoming, posted
from ehcportal.web.posted import Posted


def today() -> Posted:
    """Return an empty form with today filled in as its day."""
    return posted.empty(**parts("on", clock.today()))


def parts(name: str, day: date | None) -> dict[str, str]:
    """Return a day as the three boxes of a date."""
    if day is None:
        return {}
    boxes = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(value) for part, value in boxes.items()}


def date_of(form: Posted, name: str) -> date | None:
    """Return the day that stands in three boxes, if they hold one."""
    try:
        parts = (int(form[f"{name}-{part}"]) for part in ("year", "month", "day"))
        return date(*parts)
    except ValueError:
        return None


def day(form: Posted, *, earliest: date) -> date | None:
    """Return the day on which something came; note what is wrong with it."""
    on = date_of(form, "on")
    if on is None:
        form.errors["on-day"] = _("Enter the day on which it came")
    elif not earliest <= on <= clock.today():
        form.errors["on-day"] = _("The day must be from the day they were asked until today")
    return on


def agreed_on(form: Posted, who: str) -> date | None:
    """Return the day on which one of the three agreed; left empty they did not yet."""
    if not any(form[f"{who}-{part}"] for part in ("day", "month", "year")):
        return None
    on = date_of(form, who)
    if on is None or on > clock.today():
        form.errors[f"{who}-day"] = _("Enter a day until today, or leave it empty")
    return on


def file(form: Posted) -> Kept | None:
    """Store the file that was chosen, if one was; note why it is not taken."""
    if not incoming.has_file("file"):
        return None
    try:
        return incoming.take("file")
    except Unwanted as unwanted:
        form.errors["file"] = str(unwanted)
        return None
