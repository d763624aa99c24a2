"""The meeting of a review in the demo, and who was there."""

from datetime import time

from ehcportal.demo.cast import TIES
from ehcportal.demo.stage import Stage, day, noon
from ehcportal.models.case import Case
from ehcportal.models.person import RelationshipKind
from ehcportal.models.review import (
    GuestAnswer,
    GuestRole,
    MeetingPlace,
    Review,
    ReviewGuest,
    ReviewMeeting,
)

INVITED_BEFORE = 30
"""Days before the meeting on which everybody was invited."""


def hold(stage: Stage, case: Case, review: Review, ago: int) -> None:
    """Set the meeting with its guests; what lies in the past was held, and all came."""
    stage.session.flush()
    row = stage.add(
        ReviewMeeting(
            review_id=review.id,
            on=day(ago),
            starts_at=time(13, 30),
            how=MeetingPlace.IN_PERSON,
            place="The library, ground floor",
            held_on=day(ago) if ago >= 0 else None,
            set_by_id=stage.accounts["caseworker"].id,
            set_at=noon(ago + INVITED_BEFORE),
        )
    )
    stage.session.flush()
    for each in (*_family(stage, case), _coordinator(stage), _doctor()):
        each.review_id, each.meeting_id = review.id, row.id
        each.invited_on = day(ago + INVITED_BEFORE)
        each.answer = GuestAnswer.ACCEPTED
        each.answered_at = noon(ago + INVITED_BEFORE - 2)
        each.attended = True if ago >= 0 else None
        stage.add(each)


def _family(stage: Stage, case: Case) -> list[ReviewGuest]:
    child = next(key for key, person in stage.people.items() if person.id == case.person_id)
    kinds = {
        RelationshipKind.PARENT: GuestRole.PARENT,
        RelationshipKind.YOUNG_PERSON: GuestRole.YOUNG_PERSON,
    }
    return [
        ReviewGuest(review_id="", account_id=stage.accounts[tie.member].id, role=kinds[tie.kind])
        for tie in TIES
        if tie.child == child and tie.kind in kinds and not tie.has_ended
    ]


def _coordinator(stage: Stage) -> ReviewGuest:
    who = stage.accounts["caseworker"].id
    return ReviewGuest(review_id="", account_id=who, role=GuestRole.COUNCIL)


def _doctor() -> ReviewGuest:
    return ReviewGuest(
        review_id="", role=GuestRole.HEALTH, name="Dr Ash Hale", service="Children’s health service"
    )
