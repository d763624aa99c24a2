"""Telling those who take part in a review that something waits for them, each at their own page."""

from collections.abc import Iterable
from datetime import date

from ehcportal import clock
from ehcportal.models.alert import AlertKind
from ehcportal.models.case import Case
from ehcportal.models.form import FormAssignment
from ehcportal.models.review import GuestRole, Review, ReviewGuest, ReviewMeeting
from ehcportal.queries import assignments
from ehcportal.queries.reviews import rows
from ehcportal.services import alerts
from ehcportal.services.assignments import TO_COMPLETE
from ehcportal.services.reviews.standing import Acting

FAMILY = "/cases/{}/reviews"
SETTING = "/settings/pupils/{}/reviews"
ADVISER = "/advice/{}/review"
COUNCIL = "/council/cases/{}/reviews"
"""Where each of them finds the review."""


def paths(desk: Acting, review: Review, guests: Iterable[ReviewGuest]) -> dict[str, str]:
    """Return the page of the review for each account among those invited."""
    case = desk.session.get_one(Case, review.case_id)
    family = {each.account_id for each in assignments.askable(desk.session, case.person_id)}
    found: dict[str, str] = {}
    for guest in guests:
        if guest.account_id is None:
            continue
        if guest.account_id in family:
            path = FAMILY
        else:
            path = {GuestRole.SETTING: SETTING, GuestRole.COUNCIL: COUNCIL}.get(guest.role, ADVISER)
        found[guest.account_id] = path.format(review.case_id)
    return found


def invited(
    desk: Acting, review: Review, meeting: ReviewMeeting, guests: Iterable[ReviewGuest]
) -> None:
    """Tell everybody invited, but who does it, that there is a day for the meeting."""
    for account_id, path in paths(desk, review, guests).items():
        _tell(desk, review, account_id, path, AlertKind.TO_COMPLETE, f"review:{meeting.id}")


def asked(desk: Acting, review: Review, path: str, row: FormAssignment) -> None:
    """Tell somebody that they are asked to write something for the review, and by when."""
    own = TO_COMPLETE if path == FAMILY.format(review.case_id) else path
    where, about = own.format(review.case_id), f"form:{row.id}"
    _tell(desk, review, row.account_id, where, AlertKind.TO_COMPLETE, about, by=row.due_on)


def read(desk: Acting, review: Review, guests: Iterable[ReviewGuest], about: str) -> None:
    """Tell everybody invited that there is something new to read."""
    for account_id, path in paths(desk, review, guests).items():
        _tell(desk, review, account_id, path, AlertKind.DOCUMENT, f"review:{about}")


def decided(
    desk: Acting, review: Review, family: Iterable[str], decision_id: str, act_by: date | None
) -> None:
    """Tell the family of the decision, at once: it can have a legal time limit."""
    for account_id in family:
        alerts.tell(
            desk.session,
            desk.ring,
            account_id,
            AlertKind.STAGE,
            FAMILY.format(review.case_id),
            case_id=review.case_id,
            act_by=act_by.isoformat() if act_by else None,
            dedupe_key=f"decision:{decision_id}:{account_id}",
        )


def holders(desk: Acting, review: Review, about: str) -> None:
    """Tell who can set another day: who coordinates the case, and the setting that holds it."""
    _coordinator(desk, review, about)
    if review.setting_id is None:
        return
    guests = rows.guests(desk.session, review.id)
    own = [each for each in guests if each.role is GuestRole.SETTING]
    for account_id, path in paths(desk, review, own).items():
        _tell(desk, review, account_id, path, AlertKind.TO_COMPLETE, f"review:{about}")


def _coordinator(desk: Acting, review: Review, about: str) -> None:
    coordinator = assignments.coordinator_of(desk.session, review.case_id)
    if coordinator is not None:
        path = COUNCIL.format(review.case_id)
        _tell(desk, review, coordinator.id, path, AlertKind.TO_COMPLETE, f"review:{about}")


def _tell(
    desk: Acting,
    review: Review,
    account_id: str,
    path: str,
    kind: AlertKind,
    about: str,
    *,
    by: date | None = None,
) -> None:
    if account_id == desk.trace.account_id:
        return
    day = by or review.meeting_on
    asks = kind is AlertKind.TO_COMPLETE and day is not None and day >= clock.today()
    alerts.tell(
        desk.session,
        desk.ring,
        account_id,
        kind,
        path,
        case_id=review.case_id,
        act_by=day.isoformat() if day and asks else None,
        dedupe_key=f"{about}:{account_id}",
    )
