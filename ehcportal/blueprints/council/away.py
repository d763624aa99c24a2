"""When somebody of the council is away: who covers answers meanwhile (guide row W08)."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from ehcportal import clock, db
from ehcportal.models.staff import StaffMember
from ehcportal.policy import Action
from ehcportal.queries import staff_member
from ehcportal.services import absences
from ehcportal.web import (
    actor_trace,
    current_person,
    logins,
    once,
    policy,
    posted,
    render,
    see_other,
)
from ehcportal.web.posted import Posted

bp = Blueprint("away", __name__, url_prefix="/council/away")

PARTS = ("day", "month", "year")
FIELDS = tuple(f"{end}-{part}" for end in ("from", "to") for part in PARTS)


@bp.get("")
@policy(Action.SAY_AWAY)
def show() -> ResponseReturnValue:
    """Ask from when to when somebody is away."""
    post = _post()
    days = {"from": post.away_from, "to": post.away_to}
    values = {
        f"{end}-{part}": str(getattr(on, part))
        for end, on in days.items()
        if on is not None
        for part in PARTS
    }
    return _page(post, posted.empty(**values))


@bp.post("")
@policy(Action.SAY_AWAY)
@once
def update() -> ResponseReturnValue:
    """Keep the two days, or none: then they are here."""
    post, form = _post(), posted.read(*FIELDS, "_version")
    first, last = _day(form, "from"), _day(form, "to")
    if not form.errors and first and last and last < first:
        form.errors["to-day"] = _("The last day comes after the first one")
    if not form.errors and bool(first) != bool(last):
        form.errors["to-day" if first else "from-day"] = _("Give both days, or none")
    if form.errors:
        return _page(post, form, 422)
    version = int(form["_version"]) if form["_version"].isdecimal() else abort(400)
    try:
        absences.say(db.writing(), actor_trace(), post.id, version, first, last)
    except StaleDataError:
        db.forget()
        return _page(_post(), form, 409)
    logins.leave_news(_("It is kept. Families read it when they write."))
    return see_other(url_for(".show"))


def _post() -> StaffMember:
    found = staff_member.member(db.session(), current_person().account_id)
    return found.post if found and found.post else abort(404)


def _day(form: Posted, end: str) -> date | None:
    """Return a typed day; none when all three boxes are empty."""
    parts = [form[f"{end}-{part}"] for part in PARTS]
    if not any(parts):
        return None
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        form.errors[f"{end}-day"] = _("Give a real date, such as %(day)s", day="3 12 2026")
        return None


def _page(post: StaffMember, form: Posted, status: int = 200) -> ResponseReturnValue:
    more: dict[str, Any] = {"news": logins.take_news(), "too_late": status == 409}
    return render(
        "messages/away.html", status=status, post=post, form=form, today=clock.today(), **more
    )
