"""Information Requested as paper: each service asked, when, until when, and what came (U11)."""

from collections.abc import Iterable

from ehcportal import clock
from ehcportal.domain.dates import date_words
from ehcportal.pdf import Pdf, render
from ehcportal.profile import Profile, text
from ehcportal.queries.advice import Asked
from ehcportal.queries.cases import CaseHead

COLUMNS = ("Who was asked", "Asked", "Due by", "Received")
INTRO = "To learn what {child} needs, we asked these people for advice. The law gives them 6 weeks."
NOBODY = "Nobody has been asked for advice yet."
WAITING = "not yet"
NO_DAY = "no fixed day"
NOT_ASKED = "not asked any more since {day}"
NOT_KNOWN = "{day}: they do not know the child"


def of(asked: Iterable[Asked], head: CaseHead, profile: Profile) -> Pdf:
    """Return the PDF of the list as it stands today."""
    rows = [_row(each) for each in asked]
    contacts = profile.council.contacts
    return render(
        "information",
        {
            "council": text(profile.council.name),
            "title": "Information Requested",
            "accent": profile.theme.light.accent,
            "contact": f"{contacts.phone}, {contacts.email}",
            "reference": head.reference,
            "about": head.name,
            "made_at": date_words(clock.today()),
            "intro": INTRO.format(child=head.forename) if rows else NOBODY,
            "columns": list(COLUMNS),
            "rows": rows,
        },
    )


def _row(each: Asked) -> list[str]:
    who = ", ".join(dict.fromkeys(part for part in (each.role, each.adviser, each.service) if part))
    return [
        who,
        date_words(each.clock.asked_on),
        NO_DAY if each.is_of_family else date_words(each.clock.due.due_on),
        _came(each),
    ]


def _came(each: Asked) -> str:
    if each.withdrawn_on is not None:
        return NOT_ASKED.format(day=date_words(each.withdrawn_on))
    came = each.clock.received_on
    if came is None:
        return WAITING
    said = NOT_KNOWN.format(day=date_words(came)) if each.not_known else date_words(came)
    return f"{said}, {_late(each.came_late_by)}" if each.came_late_by else said


def _late(days: int) -> str:
    return "1 day late" if days == 1 else f"{days} days late"
