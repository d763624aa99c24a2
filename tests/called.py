"""Reviews of the demo that lie ahead: one that a school holds, one with an adviser."""

from datetime import date, time, timedelta

from sqlmodel import Session, select

from ehcportal import clock
from ehcportal.models.review import (
    GuestRole,
    MeetingPlace,
    Review,
    ReviewGuest,
    ReviewKind,
    ReviewMeeting,
)
from ehcportal.models.setting import Setting
from ehcportal.services.reviews import guest_links
from tests.cast import Cast

SCHOOL = "100004"


def call(cast: Cast, at_school: str, of_adviser: str) -> dict[str, str]:
    """Invite people to a review of each of these cases; return the ids that stand in addresses."""
    with cast.app.extensions["database"].unit() as session:
        school = session.exec(select(Setting).where(Setting.urn == SCHOOL)).one()
        held = _review(session, Review(case_id=at_school, kind=ReviewKind.EARLY), school.id)
        meeting = _meeting(session, cast, held)
        _invite(session, cast, meeting, {"other_senco": GuestRole.SETTING})
        nurse = ReviewGuest(
            review_id=held.id,
            meeting_id=meeting.id,
            role=GuestRole.HEALTH,
            name="Ida Frost",
            address="ida.frost@health.example",
            invited_on=clock.today(),
        )
        token = guest_links.make(nurse, meeting)
        session.add(nurse)
        advised = _meeting(session, cast, _review(session, Review(case_id=of_adviser)))
        asked = {"young_person": GuestRole.YOUNG_PERSON, "contributor": GuestRole.HEALTH}
        _invite(session, cast, advised, asked)
        return {
            "held_case": at_school,
            "held_setting": school.id,
            "held_review": held.id,
            "guest_token": token,
        }


def _review(session: Session, row: Review, setting_id: str | None = None) -> Review:
    row.setting_id, row.meeting_on, row.due_on = setting_id, _day(), _day() + timedelta(days=28)
    session.add(row)
    session.flush()
    return row


def _day() -> date:
    return clock.today() + timedelta(days=30)


def _meeting(session: Session, cast: Cast, review: Review) -> ReviewMeeting:
    row = ReviewMeeting(
        review_id=review.id,
        on=_day(),
        starts_at=time(9, 30),
        how=MeetingPlace.IN_PERSON,
        place="Room 3, pineapple house",
        set_by_id=cast.accounts["caseworker"].id,
        set_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _invite(
    session: Session, cast: Cast, meeting: ReviewMeeting, who: dict[str, GuestRole]
) -> None:
    for key, role in {"caseworker": GuestRole.COUNCIL, **who}.items():
        session.add(
            ReviewGuest(
                review_id=meeting.review_id,
                meeting_id=meeting.id,
                account_id=cast.accounts[key].id,
                role=role,
                invited_on=clock.today(),
            )
        )
