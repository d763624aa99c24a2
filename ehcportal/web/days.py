"""A day in three boxes of a small form."""

from datetime import date

from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.web.posted import Posted

PARTS = ("day", "month", "year")


def boxes(*names: str) -> tuple[str, ...]:
    """Return the names of the boxes of some days."""
    return tuple(f"{name}-{part}" for name in names for part in PARTS)


def filled(name: str, on: date | None) -> dict[str, str]:
    """Return the boxes of a day that is known already."""
    return {f"{name}-{part}": str(getattr(on, part)) for part in PARTS} if on else {}


def read_day(
    form: Posted,
    name: str,
    empty: str = "",
    *,
    from_on: date | None = None,
    until: date | None = None,
) -> date | None:
    """Return the day, or note what is wrong with it; without ``empty`` it may be left out.

    ``until`` is the last day that is taken: today, if nothing else is given.
    """
    typed = [form[f"{name}-{part}"] for part in PARTS]
    field = f"{name}-day"
    if not any(typed):
        if empty:
            form.errors[field] = empty
        return None
    try:
        day, month, year = (int(each) for each in typed)
        on = date(year, month, day)
    except ValueError:
        form.errors[field] = _("Enter a real date, such as 27 3 2026")
        return None
    if on > (until or clock.today()):
        form.errors[field] = _("The day is too late") if until else _("The day cannot be to come")
    elif from_on is not None and on < from_on:
        form.errors[field] = _("The day is too early")
    elif on.year < 1990:
        form.errors[field] = _("Enter the year with four digits")
    return on if field not in form.errors else None
