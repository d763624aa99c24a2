"""The fields of the steps of a review: a meeting, who is invited, who came."""

from datetime import date, timedelta

from flask_babel import gettext as _

from ehcportal import clock
from ehcportal.blueprints.review_desk import FURTHEST_DAYS, boxes, day_of, hour_of, typed
from ehcportal.models.review import GuestRole, MeetingPlace
from ehcportal.queries.reviews.candidates import Candidate
from ehcportal.queries.reviews.whole import ReviewView
from ehcportal.services.reviews.guests import Guest
from ehcportal.services.reviews.meetings import Planned
from ehcportal.web import posted
from ehcportal.web.posted import Posted

MEETING = (*boxes("on"), "starts", "minutes", "how", "place", "_version")
OTHERS = ("other-role", "other-name", "other-service", "_version")
SHORTEST, LONGEST = 15, 480
USUAL = 90


def meeting_form(view: ReviewView) -> Posted:
    """Return the fields of the meeting as it stands."""
    now = view.meeting
    if now is None:
        return posted.empty(minutes=str(USUAL), how=MeetingPlace.IN_PERSON)
    return posted.empty(
        starts=f"{now.starts_at:%H:%M}" if now.starts_at else "",
        minutes=str(now.minutes),
        how=now.how,
        place=now.place,
        short_notice_reason=now.short_notice_reason,
        **typed("on", now.on),
    )


def read_meeting(form: Posted) -> Planned | None:
    """Return the meeting as it was typed, or nothing when it has to be put right."""
    on = day_of(form, "on", _("Enter a day that is in the calendar"))
    _ahead(form, on)
    starts_at = hour_of(form, "starts")
    how = {each.value: each for each in MeetingPlace}.get(form["how"])
    if how is None:
        form.errors["how"] = _("Choose how people meet")
    minutes = int(form["minutes"]) if form["minutes"].isdecimal() else 0
    if not SHORTEST <= minutes <= LONGEST:
        form.errors["minutes"] = _("Enter how many minutes it takes, from 15 to 480")
    form.at_most("place", 300, _("Write the place in up to 300 characters"))
    form.at_most("short_notice_reason", 1000, _("Write this in up to 1000 characters"))
    if on is None or how is None or form.errors:
        return None
    return Planned(on, starts_at, minutes, how, form["place"], form["short_notice_reason"])


def _ahead(form: Posted, on: date | None) -> None:
    today = clock.today()
    if on is not None and not today <= on <= today + timedelta(days=FURTHEST_DAYS):
        form.errors["on-day"] = _("Enter a day from today, within two years")


def box(candidate: Candidate) -> str:
    """Return the name of the box of somebody who can be invited."""
    return f"guest-{candidate.account_id}"


def read_guests(form: Posted, candidates: list[Candidate]) -> list[Guest] | None:
    """Return who is to be invited, or nothing when it has to be put right."""
    wanted = [Guest(each.role, each.account_id) for each in candidates if form[box(each)] == "yes"]
    if any(form[each] for each in OTHERS[:-1]):
        other = other_guest(form)
        wanted += [other] if other else []
    elif not wanted:
        form.errors[box(candidates[0]) if candidates else "other-name"] = _(
            "Choose who is invited, or write a name"
        )
    return None if form.errors else wanted


def other_guest(form: Posted) -> Guest | None:
    """Return somebody without an account who is to be invited, or nothing."""
    role = {each.value: each for each in GuestRole}.get(form["other-role"])
    if role is None:
        form.errors["other-role"] = _("Choose as what this person is invited")
    form.require("other-name", _("Write the name of this person"))
    form.at_most("other-name", 150, _("Write the name in up to 150 characters"))
    form.at_most("other-service", 150, _("Write where they work in up to 150 characters"))
    if role is None or form.errors:
        return None
    return Guest(role, None, form["other-name"], form["other-service"])


def read_held(form: Posted) -> date | None:
    """Return the day on which the meeting was held, or nothing when it has to be put right."""
    on = day_of(form, "held", _("Enter the day on which the meeting was held"))
    if on is not None and on > clock.today():
        form.errors["held-day"] = _("Enter a day that has come")
    return None if form.errors else on
